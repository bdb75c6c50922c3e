SELECT
  s_suppkey,
  s_name,
  s_city,
  s_nation,
  s_region
FROM bronze.supplier
