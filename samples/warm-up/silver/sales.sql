SELECT
  cast(sale_id AS bigint) AS sale_id,
  parse_date(sold_on, '%Y-%m-%d') AS sold_on,
  cast(customer_id AS integer) AS customer_id,
  cast(product_id AS integer) AS product_id,
  try_cast(pieces AS integer) AS pieces,
  try_cast(amount AS decimal(10, 2)) AS amount,
  _ingested_at
FROM bronze.sales
