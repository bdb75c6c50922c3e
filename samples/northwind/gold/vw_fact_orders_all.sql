-- Batch and stream, one below the other.
SELECT
  order_id, product_id, customer_id, order_date, unit_price, quantity, discount, montant_net,
  'postgresql' AS _systeme_source
FROM gold.fact_orders
UNION ALL
SELECT
  order_id, product_id, customer_id, CAST(order_timestamp AS date), unit_price, quantity, discount, montant_net,
  'kafka'
FROM gold.fact_orders_kafka
