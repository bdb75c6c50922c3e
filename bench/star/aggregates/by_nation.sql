SELECT
  d_year,
  c_nation,
  c_region,
  s_nation,
  s_region,
  p_mfgr,
  p_category,
  sum(lo_revenue - lo_supplycost) AS profit
FROM lineorder
JOIN dates ON lo_orderdate = d_datekey
JOIN customer ON lo_custkey = c_custkey
JOIN supplier ON lo_suppkey = s_suppkey
JOIN part ON lo_partkey = p_partkey
GROUP BY d_year, c_nation, c_region, s_nation, s_region, p_mfgr, p_category
-- Whoever asks for some regions and years finds them side by side.
ORDER BY c_region, s_region, d_year
