SELECT customer_code, customer_name, city, customer, market, platform, channel
FROM silver.customers
