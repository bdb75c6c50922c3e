SELECT
  date_trunc('month', order_date) AS month_start_date,
  count(DISTINCT order_id) AS orders,
  CAST(sum(montant_net) AS decimal(18, 4)) AS revenue
FROM gold.fact_orders
GROUP BY date_trunc('month', order_date)
