-- What gold must be, worked out from the raw files without the product: plain DuckDB, other means than the models use
-- where there are any (dates by regular expressions and make_date, repetitions by GROUP BY, known products by semi and
-- anti joins, cities by a list, the price of a year by max_by). One table per gold table, under its own name, and
-- `steps`: what became of the rows of each table on the way.
--
-- ${data} is the folder of the source files. ${corrected} is a list of pairs of product numbers, given and right, as in
-- [{'given': 'XYZ123', 'id': '25891502'}], or [] for none.

CREATE TABLE raw_orders AS
SELECT * FROM read_csv('${data}/child/*/orders/*.csv', header = true, all_varchar = true, union_by_name = true);

CREATE TABLE raw_prices AS
SELECT * FROM read_csv('${data}/child/*/gross_price/*.csv', header = true, all_varchar = true);

CREATE TABLE raw_products AS
SELECT * FROM read_csv('${data}/child/*/products/*.csv', header = true, all_varchar = true);

CREATE TABLE raw_customers AS
SELECT * FROM read_csv('${data}/child/*/customers/*.csv', header = true, all_varchar = true);

CREATE MACRO is_number(text) AS coalesce(regexp_full_match(text, '[0-9]+'), false);

-- Day first, year first, or the month by name: told apart by shape alone.
CREATE MACRO day_of(text) AS CASE
  WHEN regexp_full_match(text, '\d{4}[/-]\d{2}[/-]\d{2}')
    THEN make_date(CAST(text[1:4] AS bigint), CAST(text[6:7] AS bigint), CAST(text[9:10] AS bigint))
  WHEN regexp_full_match(text, '\d{2}[/-]\d{2}[/-]\d{4}')
    THEN make_date(CAST(text[7:10] AS bigint), CAST(text[4:5] AS bigint), CAST(text[1:2] AS bigint))
  WHEN regexp_full_match(text, '[A-Z][a-z]+day, [A-Z][a-z]+ \d{2}, \d{4}')
    THEN make_date(
      CAST(right(text, 4) AS bigint),
      list_position(
        ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November',
          'December'],
        split_part(split_part(text, ', ', 2), ' ', 1)),
      CAST(left(right(text, 8), 2) AS bigint))
  END;

CREATE MACRO capitalised(text) AS
  array_to_string([upper(word[1]) || lower(word[2:]) FOR word IN string_split(text, ' ')], ' ');

---------------------------------------------------------------------------------------------------- the child's dimensions

CREATE TABLE sb_dim_customers AS
WITH once AS (
  SELECT trim(customer_id) AS customer_code, capitalised(trim(any_value(customer_name))) AS customer_name, any_value(trim(city)) AS typed
  FROM raw_customers
  GROUP BY ALL
)
SELECT
  customer_code,
  customer_name,
  CASE
    WHEN typed IN ('Bengaluru', 'Bengaluruu', 'Bengalore') THEN 'Bengaluru'
    WHEN typed IN ('Hyderabad', 'Hyderabadd', 'Hyderbad') THEN 'Hyderabad'
    WHEN typed IN ('New Delhi', 'NewDelhi', 'NewDheli', 'NewDelhee') THEN 'New Delhi'
    ELSE map {'789403': 'New Delhi', '789420': 'Bengaluru', '789521': 'Hyderabad', '789603': 'Hyderabad'}[customer_code]
  END AS city,
  customer_name || '-' || city AS customer,
  'India' AS market,
  'Sports Bar' AS platform,
  'Acquisition' AS channel
FROM once;

CREATE TABLE sb_dim_products AS
WITH once AS (
  SELECT
    product_id AS given,
    any_value(replace(replace(replace(product_name, 'protien', 'Protein'), 'Protien', 'Protein'), 'PROTIEN', 'Protein')) AS product,
    capitalised(replace(lower(any_value(category)), 'protien', 'protein')) AS category
  FROM raw_products
  GROUP BY given
),
right_ids AS (SELECT pair.given, pair.id FROM (SELECT unnest(${corrected}) AS pair))
SELECT
  sha256(product) AS product_code,
  coalesce(id, CASE WHEN is_number(once.given) THEN once.given END, '999999') AS product_id,
  coalesce(
    map {'Energy Bars': 'Nutrition Bars', 'Protein Bars': 'Nutrition Bars', 'Granola & Cereals': 'Breakfast Foods',
      'Recovery Dairy': 'Dairy & Recovery', 'Healthy Snacks': 'Healthy Snacks',
      'Electrolyte Mix': 'Hydration & Electrolytes'}[category],
    'Other') AS division,
  category,
  product,
  split_part(split_part(product, '(', 2), ')', 1) AS variant
FROM once
LEFT JOIN right_ids USING (given);

CREATE TABLE sb_dim_gross_price AS
SELECT
  product_code,
  day_of(month) AS month,
  CASE
    WHEN is_number(ltrim(gross_price, '-')) THEN CAST(ltrim(gross_price, '-') AS decimal(12, 2))
    ELSE 0
  END AS gross_price
FROM raw_prices
JOIN sb_dim_products USING (product_id);

---------------------------------------------------------------------------------------------------- the child's orders

CREATE TABLE read_orders AS
SELECT
  order_id,
  day_of(order_placement_date) AS date,
  CASE WHEN is_number(customer_id) THEN customer_id ELSE '999999' END AS customer_code,
  product_id,
  CAST(split_part(order_qty, '.', 1) AS bigint) AS sold_quantity
FROM raw_orders;

CREATE TABLE distinct_orders AS
SELECT *, count(*) AS times
FROM read_orders
WHERE sold_quantity IS NOT NULL
GROUP BY ALL;

CREATE TABLE sb_fact_orders AS
SELECT order_id, date, customer_code, product_code, product_id, sold_quantity
FROM distinct_orders
JOIN sb_dim_products USING (product_id);

CREATE TABLE unknown_products AS
SELECT * FROM distinct_orders ANTI JOIN sb_dim_products USING (product_id);

---------------------------------------------------------------------------------------------------- the star of both

CREATE TABLE dim_customers AS
SELECT * FROM read_csv('${data}/parent/*/dim_customers.csv', header = true, all_varchar = true)
UNION ALL
SELECT customer_code, customer, market, platform, channel FROM sb_dim_customers;

CREATE TABLE dim_products AS
SELECT * FROM read_csv('${data}/parent/*/dim_products.csv', header = true, all_varchar = true)
UNION ALL
SELECT product_code, division, category, product, variant FROM sb_dim_products;

CREATE TABLE dim_gross_price AS
SELECT product_code, year, price_inr
FROM read_csv('${data}/parent/*/dim_gross_price.csv', header = true,
  columns = {'product_code': 'varchar', 'price_inr': 'decimal(12, 2)', 'year': 'integer'})
UNION ALL
SELECT product_code, CAST(year(month) AS integer), max_by(gross_price, month)
FROM sb_dim_gross_price
WHERE gross_price <> 0
GROUP BY ALL;

CREATE TABLE dim_date AS
SELECT
  make_date(y, m, 1) AS month_start_date,
  CAST(y || lpad(CAST(m AS varchar), 2, '0') AS integer) AS date_key,
  CAST(y AS integer) AS year,
  strftime(month_start_date, '%B') AS month_name,
  strftime(month_start_date, '%b') AS month_short_name,
  'Q' || (m + 2) // 3 AS quarter,
  y || '-' || quarter AS year_quarter
FROM range(2024, 2026) AS years (y), range(1, 13) AS months (m);

CREATE TABLE fact_orders AS
SELECT date, product_code, customer_code, sold_quantity
FROM read_csv('${data}/parent/*/fact_orders.csv', header = true,
  columns = {'date': 'date', 'product_code': 'varchar', 'customer_code': 'varchar', 'sold_quantity': 'bigint'})
UNION ALL
SELECT date, product_code, customer_code, CAST(sum(sold_quantity) AS bigint)
FROM (SELECT * REPLACE (make_date(year(date), month(date), 1) AS date) FROM sb_fact_orders)
GROUP BY ALL;

CREATE TABLE vw_fact_orders_enriched AS
SELECT
  fact.date, fact.product_code, fact.customer_code,
  date_key, year, month_name, month_short_name, quarter, year_quarter,
  ifnull(customer, 'Unknown') AS customer, ifnull(market, 'Unknown') AS market,
  ifnull(platform, 'Unknown') AS platform, ifnull(channel, 'Unknown') AS channel,
  division, category, product, variant,
  sold_quantity, price_inr, CAST(sold_quantity * price_inr AS decimal(18, 2)) AS total_amount_inr
FROM fact_orders AS fact
LEFT JOIN dim_customers USING (customer_code)
LEFT JOIN dim_products USING (product_code)
LEFT JOIN dim_date ON month_start_date = date
LEFT JOIN dim_gross_price USING (product_code, year);

---------------------------------------------------------------------------------------------------- what became of the rows

CREATE TABLE steps AS
SELECT * FROM (VALUES
  ('silver.customers', (SELECT count(*) FROM raw_customers), 0,
    (SELECT count(*) FROM raw_customers) - (SELECT count(DISTINCT customer_id) FROM raw_customers)),
  ('silver.products', (SELECT count(*) FROM raw_products), 0,
    (SELECT count(*) FROM raw_products) - (SELECT count(DISTINCT product_id) FROM raw_products)),
  ('silver.gross_price', (SELECT count(*) FROM raw_prices),
    (SELECT count(*) FROM raw_prices ANTI JOIN sb_dim_products USING (product_id)), 0),
  ('silver.order_lines', (SELECT count(*) FROM raw_orders),
    (SELECT count(*) FROM raw_orders WHERE order_qty IS NULL), (SELECT sum(times - 1) FROM distinct_orders)),
  ('silver.orders', (SELECT count(*) FROM distinct_orders), (SELECT count(*) FROM unknown_products), 0)
) AS t (table_name, rows_in, quarantined, deduplicated);
