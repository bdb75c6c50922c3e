-- Order lines of Sports Bar, read and typed. Lines are compared after reading, because many are equal only once their
-- dates are parsed.
WITH given AS (
  SELECT
    trim(order_id) AS order_id,
    regexp_replace(trim(order_placement_date), '^[A-Za-z]+, *', '') AS without_weekday,
    trim(customer_id) AS customer_id,
    trim(product_id) AS product_id,
    parse_number(order_qty) AS quantity,
    _source_file,
    _source_row
  FROM bronze.child_orders
)
SELECT
  order_id,
  parse_date(without_weekday, 'yyyy/MM/dd', 'dd-MM-yyyy', 'dd/MM/yyyy', 'MMMM dd, yyyy') AS order_date,
  CASE WHEN regexp_like(customer_id, '^[0-9]+$') THEN customer_id ELSE '999999' END AS customer_code,
  product_id,
  CASE WHEN quantity = floor(quantity) THEN CAST(quantity AS bigint) END AS quantity,
  _source_file,
  _source_row
FROM given
