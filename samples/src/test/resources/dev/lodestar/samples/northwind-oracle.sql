-- What gold must be, worked out without the product: plain DuckDB over the rows that the database's own script inserts
-- (see Northwind.java) and over the lines of the stream, by other means than the models use where there are any (amounts
-- in hundredths as whole numbers, quartiles by position, the newest message by arg_max, bins by counting). One table per gold table,
-- under its own name, and `steps`: what became of the rows of each table on the way.
--
-- ${data} is the folder of the source files. The tables raw_customers, raw_orders, … hold the rows of the script.

CREATE MACRO capitalised(text) AS
  array_to_string([upper(word[1]) || lower(word[2:]) FOR word IN string_split(text, ' ')], ' ');

CREATE MACRO hundredths(number) AS CAST(round(number * 100) AS bigint);

CREATE TABLE dim_customers AS
SELECT customer_id, capitalised(company_name) AS company_name, upper(country) AS country, contact_name, contact_title, address, city,
  region, postal_code, phone, fax
FROM raw_customers;

CREATE TABLE dim_products AS
SELECT
  product_id, product_name, category_id, category_name AS category,
  CAST(hundredths(unit_price) / 100 AS decimal(10, 2)) AS unit_price,
  units_in_stock, units_on_order, reorder_level,
  ['CRITIQUE', 'NORMAL'][1 + CAST(units_in_stock > 9 AS integer)] AS stock_status,
  raw_suppliers.company_name AS supplier_name, upper(raw_suppliers.country) AS supplier_country, discontinued
FROM raw_products JOIN raw_categories USING (category_id) JOIN raw_suppliers USING (supplier_id);

CREATE TABLE dim_employees AS
SELECT
  one.employee_id, concat_ws(' ', one.first_name, one.last_name) AS employee_name, one.title, one.city, upper(one.country) AS country,
  one.hire_date,
  (SELECT concat_ws(' ', first_name, last_name) FROM raw_employees AS other WHERE other.employee_id = one.reports_to) AS manager_name
FROM raw_employees AS one;

CREATE TABLE fact_orders AS
SELECT
  order_id, product_id, customer_id, employee_id, order_date, required_date, shipped_date, ship_country,
  CAST(hundredths(unit_price) / 100 AS decimal(10, 2)) AS unit_price,
  quantity,
  CAST(hundredths(discount) / 100 AS decimal(4, 2)) AS discount,
  CAST(CAST(hundredths(unit_price) * quantity * (100 - hundredths(discount)) AS decimal(38, 0)) * 0.0001 AS decimal(18, 4)) AS montant_net
FROM raw_order_details JOIN raw_orders USING (order_id);

---------------------------------------------------------------------------------------------------- the stream

CREATE TABLE lines AS
SELECT line, row_number() OVER () AS arrival
FROM (
  SELECT unnest(string_split(rtrim(content, chr(10)), chr(10))) AS line FROM read_text('${data}/stream/telemetry_orders.jsonl')
);

CREATE TABLE fields AS
SELECT
  *,
  ifnull(TRY(json_type(line)), 'none') AS kind,
  TRY(line ->> '$.customer_id') AS customer,
  TRY(line ->> '$.order_timestamp') AS moment,
  TRY_CAST(TRY(line ->> '$.order_id') AS bigint) AS order_number,
  TRY_CAST(TRY(line ->> '$.product_id') AS bigint) AS product,
  TRY_CAST(TRY(line ->> '$.quantity') AS bigint) AS quantity,
  TRY_CAST(TRY(line ->> '$.unit_price') AS double) AS price,
  TRY_CAST(TRY(line ->> '$.discount') AS double) AS discount,
  [ifnull(TRY(json_type(line, '$.' || field)), 'none') FOR field IN ['order_id', 'product_id', 'quantity']] AS whole,
  [ifnull(TRY(json_type(line, '$.' || field)), 'none') FOR field IN ['unit_price', 'discount']] AS numbers,
  [ifnull(TRY(json_type(line, '$.' || field)), 'none') FOR field IN ['customer_id', 'status', 'order_timestamp']] AS texts
FROM lines;

-- Each line has the first fault that fits, or none.
CREATE TABLE judged AS
SELECT
  *,
  CASE
    WHEN kind = 'none' THEN 'not JSON'
    WHEN kind <> 'OBJECT' THEN 'not an object'
    WHEN NOT list_has_all(['UBIGINT', 'BIGINT'], whole) OR NOT list_has_all(['UBIGINT', 'BIGINT', 'DOUBLE'], numbers)
      OR NOT list_has_all(['VARCHAR'], texts) OR NOT regexp_full_match(moment, '\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d')
      THEN 'wrong type or format'
    WHEN customer NOT IN (SELECT customer_id FROM raw_customers) THEN 'unknown customer'
    WHEN product NOT IN (SELECT product_id FROM raw_products) THEN 'unknown product'
    WHEN quantity <= 0 OR price < 0 OR discount < 0 OR discount >= 1 THEN 'out of range'
    WHEN moment > '2026-01-17T00:00:00' THEN 'in the future'
  END AS fault
FROM fields;

CREATE TABLE fact_orders_kafka AS
SELECT
  CAST(order_number AS integer) AS order_id,
  CAST(product AS integer) AS product_id,
  customer AS customer_id,
  CAST(replace(moment, 'T', ' ') AS timestamp) AS order_timestamp,
  line ->> '$.status' AS status,
  CAST(price AS decimal(10, 2)) AS unit_price,
  CAST(quantity AS integer) AS quantity,
  CAST(discount AS decimal(4, 2)) AS discount,
  CAST(CAST(hundredths(price) * quantity * (100 - hundredths(discount)) AS decimal(38, 0)) * 0.0001 AS decimal(18, 4)) AS montant_net
FROM judged
WHERE fault IS NULL
  AND arrival = (
    SELECT arg_max(other.arrival, other.moment || printf('%09d', other.arrival)) FROM judged AS other
    WHERE other.fault IS NULL AND other.order_number = judged.order_number AND other.product = judged.product);

CREATE TABLE vw_fact_orders_all AS
SELECT order_id, product_id, customer_id, order_date, unit_price, quantity, discount, montant_net, 'postgresql' AS _systeme_source
FROM fact_orders
UNION ALL
SELECT order_id, product_id, customer_id, CAST(order_timestamp AS date), unit_price, quantity, discount, montant_net, 'kafka'
FROM fact_orders_kafka;

---------------------------------------------------------------------------------------------------- customers and pictures

CREATE TABLE rfm_segments AS
WITH bought AS (
  SELECT customer_id, (SELECT max(order_date) FROM raw_orders) - max(order_date) AS recency, count(DISTINCT order_id) AS frequency,
    sum(montant_net) AS exactly
  FROM fact_orders GROUP BY customer_id
),
sorted AS (SELECT list(CAST(exactly AS double) ORDER BY exactly) AS amounts, count(*) - 1 AS last FROM bought),
-- The amount at a share of the way from the least to the greatest customer, on the straight line between two of them.
bounds AS (
  SELECT [amounts[1 + CAST(floor(last * share) AS bigint)]
    + (last * share - floor(last * share)) * (amounts[1 + CAST(ceil(last * share) AS bigint)] - amounts[1 + CAST(floor(last * share) AS bigint)])
    FOR share IN [0.25, 0.5, 0.75]] AS q
  FROM sorted
)
SELECT
  customer_id, company_name, country, recency, frequency, CAST(exactly AS decimal(18, 2)) AS monetary,
  ['AT_RISK', 'REGULAR', 'LOYAL', 'VIP'][CAST(1 + list_sum([CAST(CAST(exactly AS double) >= bound AS integer) FOR bound IN q]) AS integer)] AS segment
FROM bought JOIN dim_customers USING (customer_id), bounds;

CREATE TABLE revenue_by_country AS
WITH countries AS (
  SELECT country, count(DISTINCT customer_id) AS customers, count(DISTINCT order_id) AS orders, sum(montant_net) AS revenue
  FROM fact_orders JOIN dim_customers USING (customer_id) GROUP BY country
)
SELECT
  country, customers, orders, CAST(revenue AS decimal(18, 4)) AS revenue,
  (SELECT count(*) FROM countries AS other WHERE other.revenue >= one.revenue) AS place,
  CAST((SELECT sum(revenue) FROM countries AS other WHERE other.revenue >= one.revenue) AS decimal(18, 4)) AS cumulative_revenue,
  round(100 * revenue / (SELECT sum(revenue) FROM countries), 6) AS share
FROM countries AS one;

CREATE TABLE revenue_by_month AS
SELECT make_date(year(order_date), month(order_date), 1) AS month_start_date, count(DISTINCT order_id) AS orders,
  CAST(sum(montant_net) AS decimal(18, 4)) AS revenue
FROM fact_orders GROUP BY 1;

CREATE TABLE segments AS
SELECT segment, count(*) AS customers, CAST(sum(monetary) AS decimal(18, 2)) AS monetary,
  round(100 * count(*) / (SELECT count(*) FROM rfm_segments), 6) AS share
FROM rfm_segments GROUP BY segment;

CREATE TABLE recency_histogram AS
WITH ends AS (SELECT min(recency) AS low, (max(recency) - min(recency)) / 20 AS width FROM rfm_segments)
SELECT
  bin, round(low + (bin - 1) * width, 6) AS from_days, round(low + bin * width, 6) AS to_days,
  (SELECT count(*) FROM rfm_segments WHERE recency >= low + (bin - 1) * width AND (recency < low + bin * width OR bin = 20)) AS customers
FROM range(1, 21) AS bins (bin), ends;

CREATE TABLE executive_summary AS
SELECT
  CAST(sum(montant_net) AS decimal(18, 4)) AS revenue,
  (SELECT count(*) FROM raw_customers) AS customers,
  count(DISTINCT customer_id) AS active_customers,
  count(DISTINCT order_id) AS orders,
  round(sum(montant_net) / count(DISTINCT order_id), 6) AS basket,
  (SELECT count(*) FROM rfm_segments WHERE segment = 'VIP') AS vip_customers
FROM fact_orders;

---------------------------------------------------------------------------------------------------- what became of the rows

CREATE TABLE steps AS
SELECT * FROM (VALUES
  ('bronze.telemetry_orders', (SELECT count(*) FROM lines), (SELECT count(*) FROM judged WHERE fault IN ('not JSON', 'not an object')), 0),
  ('silver.stream_orders', (SELECT count(*) FROM judged WHERE fault IS NULL OR fault NOT IN ('not JSON', 'not an object')),
    (SELECT count(*) FROM judged WHERE fault NOT IN ('not JSON', 'not an object')),
    (SELECT count(*) FROM judged WHERE fault IS NULL) - (SELECT count(*) FROM fact_orders_kafka)),
  ('silver.customers', (SELECT count(*) FROM raw_customers), 0, 0),
  ('silver.products', (SELECT count(*) FROM raw_products), 0, 0),
  ('silver.order_lines', (SELECT count(*) FROM raw_order_details), 0, 0)
) AS t (table_name, rows_in, quarantined, deduplicated);
