-- One row per customer.
SELECT
  trim(customer_id) AS customer_id,
  coalesce(phone, 'Not Available') AS phone,
  country_code,
  country,
  state,
  _source_file,
  _source_row
FROM bronze.customers
