SELECT
  parse_date(trim("date"), 'yyyy-MM-dd') AS "date",
  trim(product_code) AS product_code,
  trim(customer_code) AS customer_code,
  try_cast(trim(sold_quantity) AS bigint) AS sold_quantity,
  _ingested_at,
  _source_file,
  _source_row
FROM bronze.parent_orders
