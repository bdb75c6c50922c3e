-- Order lines with their order. Prices and discounts are floats of four bytes in the database: they are rounded before
-- anything is computed with them, so that every amount is exact.
WITH lines AS (
  SELECT
    order_id,
    product_id,
    CAST(round(unit_price, 2) AS decimal(10, 2)) AS unit_price,
    quantity,
    CAST(round(discount, 2) AS decimal(4, 2)) AS discount
  FROM bronze.order_details
)
SELECT
  line.order_id,
  line.product_id,
  head.customer_id,
  head.employee_id,
  head.order_date,
  head.required_date,
  head.shipped_date,
  head.ship_country,
  line.unit_price,
  line.quantity,
  line.discount,
  CAST(line.unit_price * line.quantity * (1 - line.discount) AS decimal(18, 4)) AS montant_net
FROM lines AS line
LEFT JOIN bronze.orders AS head ON line.order_id = head.order_id
