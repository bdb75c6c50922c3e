SELECT
  product_id, product_name, category_id, category, unit_price, units_in_stock, units_on_order, reorder_level, stock_status,
  supplier_name, supplier_country, discontinued
FROM silver.products
