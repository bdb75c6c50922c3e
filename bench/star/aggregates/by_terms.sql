SELECT
  d_year,
  d_yearmonthnum,
  d_weeknuminyear,
  lo_discount,
  lo_quantity,
  sum(lo_extendedprice * lo_discount) AS revenue
FROM lineorder
JOIN dates ON lo_orderdate = d_datekey
GROUP BY d_year, d_yearmonthnum, d_weeknuminyear, lo_discount, lo_quantity
