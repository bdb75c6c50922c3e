-- What gold must be, worked out from the raw files without the product: plain DuckDB, other means than the models use
-- where there are any (amounts in hundredths as whole numbers, rates and regions as written down by the business, days
-- from a range of dates, duplicates by GROUP BY). One table per gold table, under its own name, and `steps`: what
-- became of the rows of each table on the way.
--
-- ${data} is the folder of the source files.

CREATE TABLE raw_brands AS FROM read_csv('${data}/brands/*', header = true, all_varchar = true);
CREATE TABLE raw_category AS FROM read_csv('${data}/category/*', header = true, all_varchar = true);
CREATE TABLE raw_products AS FROM read_csv('${data}/products/*', header = true, all_varchar = true);
CREATE TABLE raw_customers AS FROM read_csv('${data}/customers/*', header = true, all_varchar = true);
CREATE TABLE raw_date AS FROM read_csv('${data}/date/*', header = true, all_varchar = true);
CREATE TABLE raw_order_items AS FROM read_csv('${data}/order_items/*', header = true, all_varchar = true);

---------------------------------------------------------------------------------------------------- dimensions

CREATE TABLE category AS
SELECT upper(category_code) AS category_code, any_value(category_name) AS category_name
FROM raw_category
GROUP BY 1;

CREATE TABLE brands AS
SELECT
  array_to_string([letter FOR letter IN string_split(brand_code, '') IF letter NOT IN ('@', '*', '!')], '') AS brand_code,
  trim(brand_name) AS brand_name,
  coalesce(map {'GROCERY': 'GRCY', 'BOOKS': 'BKS', 'TOYS': 'TOY'}[category_code], category_code) AS category_code
FROM raw_brands;

CREATE TABLE gld_dim_products AS
SELECT
  product_id, sku,
  upper(product.category_code) AS category_code,
  ifnull(category_name, 'Not Available') AS category_name,
  upper(product.brand_code) AS brand_code,
  ifnull(brand_name, 'Not Available') AS brand_name,
  color, size,
  replace(replace(replace(material, 'Coton', 'Cotton'), 'Alumium', 'Aluminum'), 'Ruber', 'Rubber') AS material,
  CAST(left(weight_grams, length(weight_grams) - 1) AS integer) AS weight_grams,
  CAST(split_part(length_cm, ',', 1) || '.' || split_part(length_cm, ',', 2) AS decimal(8, 2)) AS length_cm,
  CAST(width_cm AS decimal(8, 2)) AS width_cm,
  CAST(height_cm AS decimal(8, 2)) AS height_cm,
  CAST(ltrim(ifnull(rating_count, '0'), '-') AS integer) AS rating_count
FROM raw_products AS product
LEFT JOIN category ON category.category_code = upper(product.category_code)
LEFT JOIN brands ON brands.brand_code = upper(product.brand_code);

CREATE TABLE gld_dim_customers AS
SELECT
  customer_id,
  CASE WHEN phone IS NULL THEN 'Not Available' ELSE phone END AS phone,
  country_code, country, state,
  CASE country
    WHEN 'India' THEN CASE
      WHEN state IN ('MH', 'GJ', 'RJ') THEN 'West' WHEN state IN ('KA', 'TN', 'TS', 'AP', 'KL') THEN 'South'
      WHEN state IN ('UP', 'WB', 'DL') THEN 'North' ELSE 'Other' END
    WHEN 'Australia' THEN ifnull(map {'VIC': 'SouthEast', 'WA': 'West', 'NSW': 'East', 'QLD': 'NorthEast'}[state], 'Other')
    WHEN 'United Kingdom'
      THEN ifnull(map {'ENG': 'England', 'WLS': 'Wales', 'NIR': 'Northern Ireland', 'SCT': 'Scotland'}[state], 'Other')
    WHEN 'United States' THEN CASE
      WHEN state IN ('MA', 'NJ', 'NY') THEN 'NorthEast' WHEN state IN ('FL', 'TX') THEN 'South'
      WHEN state = 'CA' THEN 'West' ELSE 'Other' END
    WHEN 'United Arab Emirates' THEN ifnull(map {'AUH': 'Abu Dhabi', 'DU': 'Dubai', 'SHJ': 'Sharjah'}[state], 'Other')
    WHEN 'Singapore' THEN CASE state WHEN 'SG' THEN 'Singapore' ELSE 'Other' END
    WHEN 'Canada' THEN CASE
      WHEN state IN ('BC', 'AB') THEN 'West' WHEN state IN ('ON', 'QC', 'NS') THEN 'East' ELSE 'Other' END
    ELSE 'Other' END AS region
FROM raw_customers
WHERE customer_id IS NOT NULL;

CREATE TABLE gld_dim_date AS
SELECT
  year(day) * 10000 + month(day) * 100 + day(day) AS date_id,
  CAST(day AS date) AS date,
  CAST(year(day) AS integer) AS year,
  strftime(day, '%B') AS month_name,
  strftime(day, '%A') AS day_name,
  CASE WHEN strftime(day, '%a') IN ('Sat', 'Sun') THEN 1 ELSE 0 END AS is_weekend,
  'Q' || (month(day) + 2) // 3 || '-' || year(day) AS quarter,
  'Week' || CAST(strftime(day, '%V') AS integer) || '-' || strftime(day, '%G') AS week
FROM range(TIMESTAMP '2025-08-01', TIMESTAMP '2025-11-01', INTERVAL 1 DAY) AS days (day);

---------------------------------------------------------------------------------------------------- facts

-- Prices are whole numbers in all files, so every amount is a whole number of hundredths.
CREATE TABLE gld_fact_order_items AS
WITH typed AS (
  SELECT
    *,
    CASE quantity WHEN 'Two' THEN 2 ELSE CAST(quantity AS integer) END AS units,
    CAST(ltrim(unit_price, '$') AS hugeint) AS price,
    CAST(left(discount_pct, length(discount_pct) - 1) AS hugeint) AS percent,
    CAST(tax_amount AS hugeint) AS tax,
    map {'INR': 100, 'AED': 2418, 'AUD': 5755, 'CAD': 6293, 'GBP': 11798, 'SGD': 6818, 'USD': 8829}[unit_price_currency]
      AS hundredths_of_a_rupee
  FROM raw_order_items
),
amounts AS (
  SELECT *, units * price AS gross, (units * price * percent + 99) // 100 AS discount, gross - discount + tax AS net
  FROM typed
)
SELECT
  CAST(replace(dt, '-', '') AS integer) AS date_id,
  CAST(dt AS date) AS transaction_date,
  CAST(order_ts AS timestamp) AS transaction_ts,
  order_id AS transaction_id,
  customer_id,
  CAST(item_seq AS integer) AS seq_no,
  product_id,
  map {'web': 'Website', 'app': 'Mobile'}[channel] AS channel,
  lower(coupon_code) AS coupon_code,
  CAST(coupon_code IS NOT NULL AS integer) AS coupon_flag,
  unit_price_currency,
  units AS quantity,
  CAST(price AS decimal(12, 2)) AS unit_price,
  CAST(gross AS decimal(18, 2)) AS gross_amount,
  CAST(percent AS decimal(5, 2)) AS discount_percent,
  CAST(discount AS decimal(18, 2)) AS discount_amount,
  CAST(tax AS decimal(12, 2)) AS tax_amount,
  CAST(net AS decimal(18, 2)) AS net_amount,
  CAST((net * hundredths_of_a_rupee + 99) // 100 AS bigint) AS net_amount_inr
FROM amounts;

CREATE TABLE fact_transactions_denorm AS
SELECT
  fact.*, year, month_name, day_name, is_weekend, quarter, week, sku, category_code, category_name, brand_code, brand_name,
  color, size, rating_count, CAST(strftime(transaction_ts, '%H') AS integer) AS hour_of_day
FROM gld_fact_order_items AS fact
LEFT JOIN gld_dim_date USING (date_id)
LEFT JOIN gld_dim_products USING (product_id);

---------------------------------------------------------------------------------------------------- what became of the rows

CREATE TABLE steps AS
SELECT * FROM (VALUES
  ('silver.brands', (SELECT count(*) FROM raw_brands), 0, 0),
  ('silver.categories', (SELECT count(*) FROM raw_category), 0,
    (SELECT count(*) - count(DISTINCT lower(category_code)) FROM raw_category)),
  ('silver.products', (SELECT count(*) FROM raw_products), 0, 0),
  ('silver.customers', (SELECT count(*) FROM raw_customers),
    (SELECT count(*) FROM raw_customers WHERE customer_id IS NULL), 0),
  ('silver.calendar', (SELECT count(*) FROM raw_date), 0, (SELECT count(*) - count(DISTINCT date) FROM raw_date)),
  ('silver.order_items', (SELECT count(*) FROM raw_order_items), 0, 0)
) AS t (table_name, rows_in, quarantined, deduplicated);

CREATE TABLE broken_rules AS
SELECT * FROM (VALUES
  ('silver.customers', 'has_a_number', (SELECT count(*) FROM raw_customers WHERE customer_id IS NULL)),
  ('silver.calendar', 'agrees_with_its_date',
    (SELECT count(*) FROM raw_date AS given JOIN gld_dim_date AS day ON given.date = strftime(day.date, '%d-%m-%Y')
      WHERE lower(given.day_name) <> lower(day.day_name) OR 'Q' || given.quarter || '-2025' <> day.quarter
        OR given.week_of_year <> replace(replace(day.week, 'Week', '-'), '-2025', ''))),
  ('silver.order_items', 'customer_is_known',
    (SELECT count(*) FROM raw_order_items ANTI JOIN gld_dim_customers USING (customer_id)))
) AS t (table_name, rule, rows_broken);
