-- One row per customer of Sports Bar. A city is put right by its known spellings; where the file has none, the one
-- that the business confirmed is taken.
WITH given AS (
  SELECT
    trim(customer_id) AS customer_code,
    initcap(trim(customer_name)) AS customer_name,
    trim(city) AS city,
    _source_file,
    _source_row
  FROM bronze.child_customers
),
placed AS (
  SELECT
    given.customer_code,
    given.customer_name,
    coalesce(spelt.city, confirmed.city) AS city,
    given._source_file,
    given._source_row
  FROM given
  LEFT JOIN bronze.city_spellings AS spelt ON given.city = spelt.spelling
  LEFT JOIN bronze.confirmed_cities AS confirmed ON given.customer_code = confirmed.customer_id
)
SELECT
  customer_code,
  customer_name,
  city,
  concat_ws('-', customer_name, city) AS customer,
  'India' AS market,
  'Sports Bar' AS platform,
  'Acquisition' AS channel,
  _source_file,
  _source_row
FROM placed
