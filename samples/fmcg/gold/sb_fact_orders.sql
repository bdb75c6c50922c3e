SELECT
  order_id,
  order_date AS "date",
  customer_code,
  product_code,
  product_id,
  quantity AS sold_quantity
FROM silver.orders
