SELECT
  order_id, product_id, customer_id, employee_id, order_date, required_date, shipped_date, ship_country, unit_price,
  quantity, discount, montant_net
FROM silver.order_lines
