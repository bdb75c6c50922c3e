SELECT
  sale.sale_id,
  sale.sold_on,
  year(sale.sold_on) AS sold_in,
  coalesce(buyer.town, 'Unknown') AS town,
  sale.pieces,
  sale.amount
FROM gold.fact_sales AS sale
LEFT JOIN gold.dim_customer AS buyer ON sale.customer_id = buyer.customer_id
