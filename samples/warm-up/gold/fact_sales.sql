SELECT sale_id, sold_on, customer_id, product_id, pieces, amount
FROM silver.sales
