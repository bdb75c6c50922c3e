-- Order lines with the code of their product. A line whose product nobody knows is set aside, not lost: once the
-- product is put right, it comes back.
SELECT
  line.order_id,
  line.order_date,
  line.customer_code,
  product.product_code,
  line.product_id,
  line.quantity,
  line._source_file,
  line._source_row
FROM silver.order_lines AS line
LEFT JOIN silver.products AS product ON line.product_id = product.product_id
