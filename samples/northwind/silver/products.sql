-- Products with their category and supplier. A price is a float of four bytes in the database (9.80000019), and a
-- number of cents from here on.
SELECT
  product.product_id,
  product.product_name,
  product.category_id,
  category.category_name AS category,
  CAST(round(product.unit_price, 2) AS decimal(10, 2)) AS unit_price,
  product.units_in_stock,
  product.units_on_order,
  product.reorder_level,
  CASE WHEN product.units_in_stock < 10 THEN 'CRITIQUE' ELSE 'NORMAL' END AS stock_status,
  supplier.company_name AS supplier_name,
  upper(supplier.country) AS supplier_country,
  product.discontinued
FROM bronze.products AS product
LEFT JOIN bronze.categories AS category ON product.category_id = category.category_id
LEFT JOIN bronze.suppliers AS supplier ON product.supplier_id = supplier.supplier_id
