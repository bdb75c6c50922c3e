SELECT
  upper(trim(customer_id)) AS customer_id,
  trim(customer_name) AS customer_name,
  initcap(trim(country)) AS country,
  lower(trim(segment)) AS segment
FROM bronze.customers
