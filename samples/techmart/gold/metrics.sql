-- The report of each day, days without a sale included.
SELECT
  period.date_id,
  period."date",
  count(sale.transaction_id) AS sales,
  count(DISTINCT sale.customer_id) AS buyers,
  coalesce(sum(sale.total_amount) FILTER (WHERE sale.status = 'Completed'), 0) AS revenue,
  coalesce(sum(sale.total_amount) FILTER (WHERE sale.status = 'Cancelled'), 0) AS cancelled_amount,
  coalesce(sum(sale.total_amount) FILTER (WHERE sale.status = 'Refunded'), 0) AS refunded_amount,
  count(*) FILTER (WHERE sale.is_fraudulent) AS fraudulent_sales,
  coalesce(sum(sale.total_amount) FILTER (WHERE sale.is_fraudulent), 0) AS fraudulent_amount
FROM gold.dim_date AS period
LEFT JOIN gold.fact_sales AS sale ON period.date_id = sale.date_id
GROUP BY period.date_id, period."date"
