-- One row per product. A negative number of ratings is a slip of the sign; none means that nobody has rated it.
SELECT
  trim(product_id) AS product_id,
  trim(sku) AS sku,
  upper(trim(category_code)) AS category_code,
  upper(trim(brand_code)) AS brand_code,
  color,
  "size",
  CASE material
    WHEN 'Coton' THEN 'Cotton'
    WHEN 'Alumium' THEN 'Aluminum'
    WHEN 'Ruber' THEN 'Rubber'
    ELSE material
  END AS material,
  try_cast(rtrim(weight_grams, 'g') AS integer) AS weight_grams,
  try_cast(replace(length_cm, ',', '.') AS decimal(8, 2)) AS length_cm,
  try_cast(width_cm AS decimal(8, 2)) AS width_cm,
  try_cast(height_cm AS decimal(8, 2)) AS height_cm,
  abs(coalesce(try_cast(rating_count AS integer), 0)) AS rating_count,
  _source_file,
  _source_row
FROM bronze.products
