-- Versions of customers. A change of nothing that is followed (phone, city, segment, active) makes no version: states
-- that follow each other without a gap and agree in these are one. They are put together here and not in silver,
-- because a late change may still fall between them.
WITH marked AS (
  SELECT
    *,
    lag(valid_to) OVER earlier IS NOT DISTINCT FROM valid_from
      AND lag(phone) OVER earlier IS NOT DISTINCT FROM phone
      AND lag(city) OVER earlier IS NOT DISTINCT FROM city
      AND lag(customer_segment) OVER earlier IS NOT DISTINCT FROM customer_segment
      AND lag(is_active) OVER earlier IS NOT DISTINCT FROM is_active AS goes_on
  FROM silver.customers
  WINDOW earlier AS (PARTITION BY customer_id ORDER BY valid_from)
),
numbered AS (
  SELECT
    *,
    count(*) FILTER (WHERE NOT goes_on) OVER (PARTITION BY customer_id ORDER BY valid_from) AS version
  FROM marked
),
whole AS (
  SELECT
    *,
    max(valid_to) OVER (PARTITION BY customer_id, version) AS ends_on,
    bool_or(is_current) OVER (PARTITION BY customer_id, version) AS lasts
  FROM numbered
)
SELECT
  CAST(customer_id AS bigint) * 100000000 + CAST(format_date(valid_from, 'yyyyMMdd') AS bigint) AS customer_key,
  customer_id,
  first_name,
  last_name,
  email,
  phone,
  city,
  country,
  registration_date,
  customer_segment,
  is_active,
  valid_from,
  CASE WHEN NOT lasts THEN ends_on END AS valid_to,
  lasts AS is_current
FROM whole
WHERE NOT goes_on
