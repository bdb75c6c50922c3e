-- The category is the product's own, not that of its brand.
SELECT
  product.product_id,
  product.sku,
  product.category_code,
  coalesce(category.category_name, 'Not Available') AS category_name,
  product.brand_code,
  coalesce(brand.brand_name, 'Not Available') AS brand_name,
  product.color,
  product."size",
  product.material,
  product.weight_grams,
  product.length_cm,
  product.width_cm,
  product.height_cm,
  product.rating_count
FROM silver.products AS product
LEFT JOIN silver.categories AS category ON product.category_code = category.category_code
LEFT JOIN silver.brands AS brand ON product.brand_code = brand.brand_code
