-- Messages, read and typed; of several messages of one order line the newest counts.
WITH given AS (
  SELECT
    try_cast(order_id AS integer) AS order_id,
    try_cast(product_id AS integer) AS product_id,
    customer_id,
    parse_timestamp(order_timestamp, 'yyyy-MM-dd''T''HH:mm:ss') AS order_timestamp,
    status,
    CAST(try_cast(unit_price AS decimal(18, 6)) AS decimal(10, 2)) AS unit_price,
    try_cast(quantity AS integer) AS quantity,
    CAST(try_cast(discount AS decimal(18, 6)) AS decimal(4, 2)) AS discount,
    _ingested_at,
    _source_file,
    _source_row
  FROM bronze.telemetry_orders
)
SELECT
  order_id,
  product_id,
  customer_id,
  order_timestamp,
  status,
  unit_price,
  quantity,
  discount,
  CAST(unit_price * quantity * (1 - discount) AS decimal(18, 4)) AS montant_net,
  _ingested_at,
  _source_file,
  _source_row
FROM given
