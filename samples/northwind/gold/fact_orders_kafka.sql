SELECT order_id, product_id, customer_id, order_timestamp, status, unit_price, quantity, discount, montant_net
FROM silver.stream_orders
