SELECT
  try_cast(trim(order_id) AS bigint) AS order_id,
  parse_date(order_date, 'yyyy-MM-dd', 'dd/MM/yyyy', 'yyyyMMdd', 'dd-MMM-yyyy') AS order_date,
  upper(trim(customer_id)) AS customer_id,
  trim(product_id) AS product_id,
  try_cast(trim(quantity) AS integer) AS quantity,
  try_cast(trim(unit_price) AS decimal(12,2)) AS unit_price,
  lower(trim(status)) AS status,
  try_cast(trim(updated_at) AS timestamp) AS updated_at
FROM bronze.orders
