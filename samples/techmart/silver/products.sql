SELECT
  try_cast(product_id AS integer) AS product_id,
  trim(product_name) AS product_name,
  trim(category) AS category,
  trim(sub_category) AS sub_category,
  trim(brand) AS brand,
  CAST(parse_number(price) AS decimal(12, 2)) AS price,
  CAST(parse_number(cost) AS decimal(12, 2)) AS cost,
  try_cast(stock_quantity AS integer) AS stock_quantity,
  try_cast(is_available AS boolean) AS is_available,
  _ingested_at,
  _source_row
FROM bronze.products
