SELECT product_code, product_id, division, category, product, "variant"
FROM silver.products
