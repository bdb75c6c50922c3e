SELECT d_year, c_city, c_nation, c_region, s_city, s_nation, s_region, sum(lo_revenue) AS revenue
FROM lineorder
JOIN dates ON lo_orderdate = d_datekey
JOIN customer ON lo_custkey = c_custkey
JOIN supplier ON lo_suppkey = s_suppkey
GROUP BY d_year, c_city, c_nation, c_region, s_city, s_nation, s_region
-- Whoever asks for some nations finds them side by side.
ORDER BY c_region, c_nation, s_region, s_nation
