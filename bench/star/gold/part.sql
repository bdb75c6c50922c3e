SELECT
  p_partkey,
  p_name,
  p_mfgr,
  p_category,
  p_brand1
FROM bronze.part
