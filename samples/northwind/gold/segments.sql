SELECT
  segment,
  count(*) AS customers,
  CAST(sum(monetary) AS decimal(18, 2)) AS monetary,
  100 * count(*) / sum(count(*)) OVER () AS share
FROM gold.rfm_segments
GROUP BY segment
