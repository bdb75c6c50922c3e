-- Every order item with all that is known of its day and its product.
SELECT
  fact.*,
  day_of."year",
  day_of.month_name,
  day_of.day_name,
  day_of.is_weekend,
  day_of."quarter",
  day_of.week,
  product.sku,
  product.category_code,
  product.category_name,
  product.brand_code,
  product.brand_name,
  product.color,
  product."size",
  product.rating_count,
  hour(fact.transaction_ts) AS hour_of_day
FROM gold.gld_fact_order_items AS fact
LEFT JOIN gold.gld_dim_date AS day_of ON fact.date_id = day_of.date_id
LEFT JOIN gold.gld_dim_products AS product ON fact.product_id = product.product_id
