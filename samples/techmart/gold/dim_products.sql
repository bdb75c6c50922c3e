SELECT product_id, product_name, category, sub_category, brand, price, cost, stock_quantity, is_available
FROM silver.products
