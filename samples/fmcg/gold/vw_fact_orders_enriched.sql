-- Every sale with all that is known of its month, customer, product and price. Sales to nobody we know are shown, and
-- shown as Unknown.
SELECT
  sale."date",
  sale.product_code,
  sale.customer_code,
  period.date_key,
  period."year",
  period.month_name,
  period.month_short_name,
  period."quarter",
  period.year_quarter,
  coalesce(buyer.customer, 'Unknown') AS customer,
  coalesce(buyer.market, 'Unknown') AS market,
  coalesce(buyer.platform, 'Unknown') AS platform,
  coalesce(buyer.channel, 'Unknown') AS channel,
  product.division,
  product.category,
  product.product,
  product."variant",
  sale.sold_quantity,
  price.price_inr,
  CAST(sale.sold_quantity * price.price_inr AS decimal(18, 2)) AS total_amount_inr
FROM gold.fact_orders AS sale
LEFT JOIN gold.dim_date AS period ON sale."date" = period.month_start_date
LEFT JOIN gold.dim_customers AS buyer ON sale.customer_code = buyer.customer_code
LEFT JOIN gold.dim_products AS product ON sale.product_code = product.product_code
LEFT JOIN gold.dim_gross_price AS price
  ON sale.product_code = price.product_code AND period."year" = price."year"
