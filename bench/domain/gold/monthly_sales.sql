SELECT
  date_trunc('month', order_date) AS order_month,
  country,
  category,
  count(*) AS orders,
  cast(sum(quantity) AS bigint) AS quantity,
  cast(sum(amount) AS decimal(28,2)) AS amount,
  cast(sum(amount) FILTER (WHERE status = 'returned') AS decimal(28,2)) AS returned_amount
FROM gold.fact_orders
GROUP BY date_trunc('month', order_date), country, category
