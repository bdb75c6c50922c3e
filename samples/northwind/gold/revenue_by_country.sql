WITH countries AS (
  SELECT
    customer.country,
    count(DISTINCT sale.customer_id) AS customers,
    count(DISTINCT sale.order_id) AS orders,
    CAST(sum(sale.montant_net) AS decimal(18, 4)) AS revenue
  FROM gold.fact_orders AS sale
  JOIN gold.dim_customers AS customer ON sale.customer_id = customer.customer_id
  GROUP BY customer.country
)
SELECT
  country,
  customers,
  orders,
  revenue,
  row_number() OVER (ORDER BY revenue DESC, country) AS place,
  CAST(sum(revenue) OVER (ORDER BY revenue DESC, country) AS decimal(18, 4)) AS cumulative_revenue,
  100 * revenue / sum(revenue) OVER () AS share
FROM countries
