SELECT customer_code, customer, market, platform, channel
FROM bronze.parent_customers
UNION ALL
SELECT customer_code, customer, market, platform, channel
FROM gold.sb_dim_customers
