SELECT
  cast(order_id AS bigint) AS order_id,
  parse_date(ordered_on, '%Y-%m-%d') AS ordered_on,
  try_cast(quantity AS integer) AS quantity,
  _ingested_at
FROM bronze.orders
