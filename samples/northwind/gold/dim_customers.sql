SELECT
  customer_id, company_name, country, contact_name, contact_title, address, city, region, postal_code, phone, fax
FROM silver.customers
