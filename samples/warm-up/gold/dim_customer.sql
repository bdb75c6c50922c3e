SELECT cast(customer_id AS integer) AS customer_id, customer, town
FROM bronze.customers
