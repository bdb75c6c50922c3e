SELECT
  customer_id,
  initcap(company_name) AS company_name,
  upper(country) AS country,
  contact_name,
  contact_title,
  address,
  city,
  region,
  postal_code,
  phone,
  fax
FROM bronze.customers
