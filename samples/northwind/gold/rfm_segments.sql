-- Customers with orders, rated by what they have bought: quartiles of the amount are exact, an order counts once
-- however many lines it has, and days are counted to the newest order of all.
WITH bought AS (
  SELECT
    customer_id,
    max(order_date) AS last_order,
    count(DISTINCT order_id) AS frequency,
    sum(montant_net) AS monetary
  FROM gold.fact_orders
  GROUP BY customer_id
),
bounds AS (
  SELECT
    max(last_order) AS newest_order,
    percentile_cont(0.25) WITHIN GROUP (ORDER BY monetary) AS q1,
    percentile_cont(0.50) WITHIN GROUP (ORDER BY monetary) AS q2,
    percentile_cont(0.75) WITHIN GROUP (ORDER BY monetary) AS q3
  FROM bought
)
SELECT
  bought.customer_id,
  customer.company_name,
  customer.country,
  date_diff('day', bought.last_order, bounds.newest_order) AS recency,
  bought.frequency,
  CAST(bought.monetary AS decimal(18, 2)) AS monetary,
  CASE
    WHEN bought.monetary >= bounds.q3 THEN 'VIP'
    WHEN bought.monetary >= bounds.q2 THEN 'LOYAL'
    WHEN bought.monetary >= bounds.q1 THEN 'REGULAR'
    ELSE 'AT_RISK'
  END AS segment
FROM bought
CROSS JOIN bounds
JOIN gold.dim_customers AS customer ON bought.customer_id = customer.customer_id
