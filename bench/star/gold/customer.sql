SELECT
  c_custkey,
  c_name,
  c_city,
  c_nation,
  c_region,
  c_mktsegment
FROM bronze.customer
