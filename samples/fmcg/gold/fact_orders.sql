-- Sales of both companies by month. The months of Sports Bar are always summed from its daily lines, so it does not
-- matter in which order its files arrive.
SELECT "date", product_code, customer_code, sold_quantity
FROM silver.parent_orders
UNION ALL
SELECT
  CAST(date_trunc('month', "date") AS date),
  product_code,
  customer_code,
  CAST(sum(sold_quantity) AS bigint)
FROM gold.sb_fact_orders
GROUP BY CAST(date_trunc('month', "date") AS date), product_code, customer_code
