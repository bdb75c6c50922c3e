SELECT date_trunc('month', ordered_on) AS ordered_in, sum(quantity) AS units
FROM silver.orders
GROUP BY date_trunc('month', ordered_on)
