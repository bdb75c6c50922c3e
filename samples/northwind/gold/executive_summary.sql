SELECT
  sold.revenue,
  known.customers,
  sold.active_customers,
  sold.orders,
  sold.revenue / sold.orders AS basket,
  rated.vip_customers
FROM (
  SELECT
    CAST(sum(montant_net) AS decimal(18, 4)) AS revenue,
    count(DISTINCT customer_id) AS active_customers,
    count(DISTINCT order_id) AS orders
  FROM gold.fact_orders
) AS sold
CROSS JOIN (SELECT count(*) AS customers FROM gold.dim_customers) AS known
CROSS JOIN (SELECT count(*) AS vip_customers FROM gold.rfm_segments WHERE segment = 'VIP') AS rated
