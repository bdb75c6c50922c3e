SELECT order_id, updated_at, op, customer_id, product_id, quantity, unit_price, status
FROM bronze.orders
