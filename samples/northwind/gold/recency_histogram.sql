-- Twenty bins of equal width between the least and the greatest recency; the last one includes its upper end. Bins
-- without customers are there too.
WITH span AS (
  SELECT min(recency) AS low, max(recency) AS high, (max(recency) - min(recency)) / 20 AS width
  FROM gold.rfm_segments
),
binned AS (
  SELECT least(20, 1 + CAST(floor((recency - span.low) / span.width) AS bigint)) AS bin
  FROM gold.rfm_segments
  CROSS JOIN span
),
counted AS (
  SELECT bin, count(*) AS customers FROM binned GROUP BY bin
)
SELECT
  number_value AS bin,
  span.low + (number_value - 1) * span.width AS from_days,
  span.low + number_value * span.width AS to_days,
  coalesce(counted.customers, 0) AS customers
FROM TABLE(number_spine(1, 20))
CROSS JOIN span
LEFT JOIN counted ON number_value = counted.bin
