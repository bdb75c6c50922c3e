-- One row per customer. Phones were once floats: their ".0" goes.
SELECT
  trim(customer_id) AS customer_id,
  coalesce(regexp_replace(phone, '\.0$', ''), 'Not Available') AS phone,
  country_code,
  country,
  state,
  _source_file,
  _source_row
FROM bronze.customers
