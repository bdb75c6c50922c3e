SELECT product_code, division, category, product, "variant"
FROM bronze.parent_products
UNION ALL
SELECT product_code, division, category, product, "variant"
FROM gold.sb_dim_products
