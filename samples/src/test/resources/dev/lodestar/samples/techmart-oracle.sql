-- What gold must be, worked out from the raw files without the product: plain DuckDB, other means than the models use.
-- A customer's history is told by asking, for each day on which anything was said of anybody, what was known of the
-- customer on that day; a version opens where the answer differs from that of the day before. One table per gold table,
-- under its own name, `steps` (what became of the rows of each table on the way) and `broken_rules`.
--
-- ${data} is the folder of the source files.

CREATE TABLE raw_customers AS FROM read_csv('${data}/customers.csv', header = true, all_varchar = true);
CREATE TABLE raw_changes AS FROM read_csv('${data}/changes/*.csv', header = true, all_varchar = true);
CREATE TABLE raw_products AS FROM read_csv('${data}/products.csv', header = true, all_varchar = true);
CREATE TABLE raw_transactions AS FROM read_csv('${data}/transactions.csv.gz', header = true, all_varchar = true);

---------------------------------------------------------------------------------------------------- customers

CREATE TABLE said AS
SELECT CAST(customer_id AS integer) AS customer_id, CAST(registration_date AS date) AS day, '' AS entered, false AS gone, c AS state
FROM (SELECT * FROM raw_customers) AS c
UNION ALL
SELECT CAST(customer_id AS integer), CAST(effective_date AS date), updated_at, operation = 'delete',
  struct_pack(customer_id, first_name, last_name, email, phone, city, country, registration_date, customer_segment, is_active)
FROM raw_changes;

-- What was known of a customer on each day that matters, by what was entered last.
CREATE TABLE known AS
SELECT points.customer_id, points.day, max_by(said.gone, (said.day, said.entered)) AS gone, max_by(said.state, (said.day, said.entered)) AS state
FROM (SELECT DISTINCT customer_id, day FROM said) AS points
JOIN said ON said.customer_id = points.customer_id AND said.day <= points.day
GROUP BY ALL;

CREATE TABLE openings AS
SELECT
  *,
  lead(day) OVER (PARTITION BY customer_id ORDER BY day) AS next_day
FROM (
  FROM known
  QUALIFY lag(CASE WHEN NOT gone THEN [state.phone, state.city, state.customer_segment, state.is_active] END)
      OVER (PARTITION BY customer_id ORDER BY day)
    IS DISTINCT FROM CASE WHEN NOT gone THEN [state.phone, state.city, state.customer_segment, state.is_active] END
);

CREATE TABLE dim_customers AS
SELECT
  CAST(customer_id || strftime(day, '%Y%m%d') AS bigint) AS customer_key,
  customer_id,
  state.first_name AS first_name,
  state.last_name AS last_name,
  state.email AS email,
  state.phone AS phone,
  state.city AS city,
  state.country AS country,
  CAST(state.registration_date AS date) AS registration_date,
  state.customer_segment AS customer_segment,
  state.is_active = 'True' AS is_active,
  day AS valid_from,
  next_day AS valid_to,
  next_day IS NULL AS is_current
FROM openings
WHERE NOT gone;

---------------------------------------------------------------------------------------------------- the rest of the star

CREATE TABLE dim_products AS
SELECT
  CAST(product_id AS integer) AS product_id, product_name, category, sub_category, brand,
  CAST(price AS decimal(12, 2)) AS price, CAST(cost AS decimal(12, 2)) AS cost,
  CAST(stock_quantity AS integer) AS stock_quantity, is_available = 'True' AS is_available
FROM raw_products;

CREATE TABLE dim_date AS
SELECT
  year(day) * 10000 + month(day) * 100 + day(day) AS date_id, CAST(day AS date) AS date,
  year(day) AS year, (month(day) + 2) // 3 AS quarter, month(day) AS month, strftime(day, '%B') AS month_name,
  CAST(strftime(day, '%V') AS integer) AS week, day(day) AS day, strftime(day, '%A') AS day_name, strftime(day, '%u') IN ('6', '7') AS is_weekend
FROM range(TIMESTAMP '2023-01-01', TIMESTAMP '2025-01-01', INTERVAL 1 DAY) AS r (day);

CREATE TABLE fact_sales AS
SELECT
  CAST(transaction_id AS integer) AS transaction_id,
  CAST(raw_transactions.customer_id AS integer) AS customer_id,
  (SELECT max(customer_key) FROM dim_customers AS c
    WHERE c.customer_id = CAST(raw_transactions.customer_id AS integer)
      AND CAST(transaction_date[:10] AS date) BETWEEN c.valid_from AND coalesce(c.valid_to - 1, DATE '9999-12-31')) AS customer_key,
  CAST(product_id AS integer) AS product_id,
  CAST(replace(transaction_date[:10], '-', '') AS integer) AS date_id,
  CAST(transaction_date AS timestamp) AS transaction_ts,
  CAST(quantity AS integer) AS quantity,
  CAST(unit_price AS decimal(12, 2)) AS unit_price,
  CAST(discount_rate AS decimal(5, 4)) AS discount_rate,
  CAST(discount_amount AS decimal(12, 2)) AS discount_amount,
  CAST(tax_amount AS decimal(12, 2)) AS tax_amount,
  CAST(total_amount AS decimal(12, 2)) AS total_amount,
  payment_method,
  status,
  is_fraudulent = 'True' AS is_fraudulent
FROM raw_transactions;

CREATE TABLE metrics AS
SELECT
  date_id, date,
  (SELECT count(*) FROM fact_sales AS s WHERE s.date_id = d.date_id) AS sales,
  (SELECT count(DISTINCT customer_id) FROM fact_sales AS s WHERE s.date_id = d.date_id) AS buyers,
  (SELECT ifnull(sum(total_amount), 0) FROM fact_sales AS s WHERE s.date_id = d.date_id AND status = 'Completed') AS revenue,
  (SELECT ifnull(sum(total_amount), 0) FROM fact_sales AS s WHERE s.date_id = d.date_id AND status = 'Cancelled') AS cancelled_amount,
  (SELECT ifnull(sum(total_amount), 0) FROM fact_sales AS s WHERE s.date_id = d.date_id AND status = 'Refunded') AS refunded_amount,
  (SELECT count(*) FROM fact_sales AS s WHERE s.date_id = d.date_id AND is_fraudulent) AS fraudulent_sales,
  (SELECT ifnull(sum(total_amount), 0) FROM fact_sales AS s WHERE s.date_id = d.date_id AND is_fraudulent) AS fraudulent_amount
FROM dim_date AS d;

---------------------------------------------------------------------------------------------------- on the way

-- Of changes, those that another change of the same customer and day makes void are deduplicated.
CREATE TABLE steps AS
SELECT 'silver.customers' AS table_name, count(*) AS rows_in, 0 AS quarantined, count(*) - count(DISTINCT (customer_id, day)) AS deduplicated
FROM said
UNION ALL SELECT 'silver.products', count(*), 0, 0 FROM raw_products
UNION ALL SELECT 'silver.transactions', count(*), 0, 0 FROM raw_transactions;

CREATE TABLE broken_rules AS
SELECT 'silver.products' AS table_name, 'price_is_above_cost' AS rule, count(*) AS rows_broken FROM dim_products WHERE cost >= price
UNION ALL
-- Half up, in hundred-thousandths of a dirham.
SELECT 'silver.transactions', 'total_is_exact', count(*) FROM fact_sales
WHERE CAST(total_amount * 100 AS bigint)
  <> (quantity * CAST(unit_price * 100 AS bigint) * CAST((1 - discount_rate) * 100 AS bigint) * 12 + 500) // 1000
UNION ALL SELECT 'gold.fact_sales', 'buyer_was_a_customer', count(*) FROM fact_sales WHERE customer_key IS NULL
UNION ALL SELECT 'gold.fact_sales', 'product_was_available', count(*) FROM fact_sales
WHERE product_id IN (SELECT product_id FROM dim_products WHERE NOT is_available);
