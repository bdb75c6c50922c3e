SELECT
  lo_orderkey,
  lo_linenumber,
  lo_custkey,
  lo_partkey,
  lo_suppkey,
  lo_orderdate,
  lo_quantity,
  lo_extendedprice,
  lo_discount,
  lo_revenue,
  lo_supplycost
FROM bronze.lineorder
