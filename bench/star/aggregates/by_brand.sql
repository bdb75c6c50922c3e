SELECT d_year, p_category, p_brand1, s_region, sum(lo_revenue) AS revenue
FROM lineorder
JOIN dates ON lo_orderdate = d_datekey
JOIN part ON lo_partkey = p_partkey
JOIN supplier ON lo_suppkey = s_suppkey
GROUP BY d_year, p_category, p_brand1, s_region
