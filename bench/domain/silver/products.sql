SELECT
  trim(product_id) AS product_id,
  trim(product_name) AS product_name,
  initcap(trim(category)) AS category,
  try_cast(trim(list_price) AS decimal(12,2)) AS list_price
FROM bronze.products
