SELECT sale_id, sold_on, city, product, amount, pieces
FROM silver.sales
