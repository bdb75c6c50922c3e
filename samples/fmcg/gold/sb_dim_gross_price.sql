SELECT product.product_code, price."month", price.gross_price
FROM silver.gross_price AS price
JOIN silver.products AS product ON price.product_id = product.product_id
