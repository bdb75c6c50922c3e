SELECT
  cast(product_id AS integer) AS product_id,
  product,
  category,
  cast(price AS decimal(10, 2)) AS price
FROM bronze.products
