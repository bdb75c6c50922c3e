SELECT
  o.order_id,
  o.order_date,
  o.customer_id,
  c.country,
  c.segment,
  o.product_id,
  p.category,
  o.status,
  o.quantity,
  o.unit_price,
  cast(o.quantity * o.unit_price AS decimal(18,2)) AS amount,
  cast(o.quantity * p.list_price AS decimal(18,2)) AS list_amount
FROM silver.orders AS o
LEFT JOIN silver.customers AS c ON o.customer_id = c.customer_id
LEFT JOIN silver.products AS p ON o.product_id = p.product_id
