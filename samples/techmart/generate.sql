-- Makes source files like those of the shop, with the same headers and the same oddities at about the same rates.
-- Nothing is drawn at random: every choice comes from the MD5 of what it is for, so the same scale gives the same
-- files anywhere. Scale 1 is 500 customers, 50 products, 5,000 sales and three files of changes; a scale of n has n
-- times as many. Scale 10 is the size of the real files.

-- A number made from a text, and the k-th draw from such a number: a whole number from 0 to below, as Lehmer's
-- generator gives them (the list holds the powers of 48271 modulo 2^31 - 1).
CREATE MACRO seed(text) AS CAST(md5_number_lower(text) % 2147483647 AS bigint);

CREATE MACRO draw(seed, k, below) AS
  seed * [48271, 182605794, 1291394886, 1914720637, 2078669041, 407355683, 1105902161, 854716505][k + 1]
    % 2147483647 % below;

-- Booleans and amounts as Python writes them: True, 16680.2, 0.0.
CREATE MACRO word(truth) AS if(truth, 'True', 'False');

CREATE MACRO as_float(amount) AS CAST(amount AS double);

---------------------------------------------------------------------------------------------------- customers

-- Registered before November 2023, so a sale in twenty comes before its customer. `place` is a customer's place
-- among each 500, in an order of its own: it says what will change.
CREATE TABLE customers AS
SELECT
  n AS customer_id,
  ['Amal', 'Bilal', 'Dounia', 'Hicham', 'Imane', 'Karim', 'Meryem', 'Nabil', 'Salma', 'Yassine'][1 + draw(h, 0, 10)] AS first_name,
  ['Alami', 'Bouzidi', 'Cherkaoui', 'El Idrissi', 'Filali', 'Guessous', 'Lahlou', 'Ouazzani'][1 + draw(h, 1, 8)] AS last_name,
  'customer' || n || '@example.com' AS email,
  '+212' || (600000000 + draw(h, 2, 200000000)) AS phone,
  1 + draw(h, 3, 6) AS city,
  CASE WHEN draw(h, 4, 10) < 7 THEN 'Maroc' WHEN draw(h, 4, 10) < 9 THEN 'France' ELSE 'Belgique' END AS country,
  CAST(DATE '2020-01-01' + CAST(draw(h, 5, 1401) AS integer) AS date) AS registration_date,
  1 + draw(h, 6, 3) AS segment,
  draw(h, 7, 10) > 0 AS is_active,
  (n - 1) * 37 % 500 AS place
FROM (SELECT n, seed('customer ' || n) AS h FROM range(1, 500 * ${scale} + 1) AS r (n));

-- Cities and segments are numbers until they are written: the next one is a change.
CREATE MACRO city(number) AS ['Casablanca', 'Rabat', 'Marrakech', 'Fes', 'Tanger', 'Agadir'][1 + (number - 1) % 6];

CREATE MACRO segment(number) AS ['Premium', 'Standard', 'Basic'][1 + (number - 1) % 3];

COPY (
  SELECT customer_id, first_name, last_name, email, phone, city(city) AS city, country, registration_date,
    segment(segment) AS customer_segment, word(is_active) AS is_active
  FROM customers
  ORDER BY customer_id
) TO '${data}/customers.csv' (HEADER);

---------------------------------------------------------------------------------------------------- changes

-- What was entered of whom. `moved` and `regraded` count the steps from the first city and segment.
CREATE TABLE changes AS
WITH said AS (
  -- In January fifteen of 500 change, one of them is sent twice, two are sent unchanged, and one is new.
  SELECT 1 AS file, customer_id, 'update' AS operation, DATE '2024-01-15' AS effective_date, 2 AS hour,
    if(place < 12, 1, 0) AS regraded, if(place BETWEEN 12 AND 14, 1, 0) AS moved, false AS turned, false AS rings
  FROM customers WHERE place < 17
  UNION ALL
  SELECT 1, customer_id, 'update', DATE '2024-01-15', 2, 1, 0, false, false FROM customers WHERE place = 0
  UNION ALL
  SELECT 1, 500 * ${scale} + block, 'insert', DATE '2024-01-15', 2, 0, 0, false, false FROM range(1, ${scale} + 1) AS r (block)
  UNION ALL
  -- In March five change again and four for the first time, one is sent as it is known to be, one leaves, and of one two
  -- states are entered, the later first.
  SELECT 2, customer_id, 'update', DATE '2024-03-01', 2, 2, 0, false, false FROM customers WHERE place < 5
  UNION ALL
  SELECT 2, customer_id, 'update', DATE '2024-03-01', 2, 1, 0, false, false FROM customers WHERE place = 5
  UNION ALL
  SELECT 2, customer_id, 'update', DATE '2024-03-01', 2, 0, if(place < 23, 1, 0), place > 20, false FROM customers
  WHERE place BETWEEN 20 AND 23
  UNION ALL
  SELECT 2, customer_id, 'delete', DATE '2024-03-01', 2, 0, 0, false, false FROM customers WHERE place = 25
  UNION ALL
  SELECT 2, customer_id, 'update', DATE '2024-03-01', hour, if(hour = 3, 1, 2), 0, false, false FROM customers, (VALUES (3), (1)) AS t (hour)
  WHERE place = 30
  UNION ALL
  -- Two changes of February that are told after those of March, which know nothing of them.
  SELECT 3, customer_id, 'update', DATE '2024-02-10', 2, if(place = 0, 1, 0), 0, false, true FROM customers
  WHERE place IN (0, 40)
)
SELECT
  file, said.customer_id, first_name, last_name,
  'customer' || said.customer_id || '@example.com' AS email,
  if(rings, '+21260' || lpad(CAST(said.customer_id AS varchar), 7, '0'), phone) AS phone,
  city(city + moved) AS city,
  country,
  if(operation = 'insert', effective_date, registration_date) AS registration_date,
  segment(segment + regraded) AS customer_segment,
  word(is_active <> turned) AS is_active,
  operation,
  effective_date,
  effective_date + to_hours(hour) AS updated_at
FROM said
-- A new customer looks like the first of 500.
JOIN customers ON customers.customer_id = if(operation = 'insert', 500 * (said.customer_id - 500 * ${scale} - 1) + 1, said.customer_id);

-- each: SELECT * FROM (VALUES (1, '1_customers_2024-01-15'), (2, '2_customers_2024-03-01'), (3, '3_customers_2024-02-10_late')) AS t (file, name)
COPY (
  SELECT * EXCLUDE (file) FROM changes WHERE file = ${file} ORDER BY customer_id * 7919 % 10007, customer_id, updated_at DESC
) TO '${data}/changes/${name}.csv' (HEADER);

---------------------------------------------------------------------------------------------------- products

-- Sub-category and brand know nothing of the name, and two products in seven cost more than they sell for.
CREATE TABLE products AS
WITH drawn AS (
  SELECT n, h,
    ['Electronique', 'Mode', 'Maison', 'Sport'][1 + draw(h, 0, 4)] AS category,
    map {
      'Electronique': ['Laptop', 'Smartphone', 'Tablette', 'Écouteurs'], 'Mode': ['T-shirt', 'Pantalon', 'Chaussures', 'Sac'],
      'Maison': ['Canapé', 'Table', 'Lampe', 'Tapis'], 'Sport': ['Vélo', 'Ballon', 'Haltères', 'Tapis yoga']
    }[category] AS kinds
  FROM (SELECT n, seed('product ' || n) AS h FROM range(1, 50 * ${scale} + 1) AS r (n))
)
SELECT
  n AS product_id,
  kinds[1 + draw(h, 1, 4)] || ' Pro ' || (100 + draw(h, 2, 900)) AS product_name,
  category,
  kinds[1 + draw(h, 3, 4)] AS sub_category,
  ['Atlas', 'Nador', 'Rif', 'Souss', 'Zenata', 'Ourika'][1 + draw(h, 4, 6)] AS brand,
  CAST((5000 + draw(h, 5, 495000)) / 100 AS decimal(12, 2)) AS price,
  CAST((3000 + draw(h, 6, 297000)) / 100 AS decimal(12, 2)) AS cost,
  1 + draw(h, 7, 1000) AS stock_quantity,
  n % 5 > 0 AS is_available
FROM drawn;

COPY (
  SELECT * REPLACE (as_float(price) AS price, as_float(cost) AS cost, word(is_available) AS is_available)
  FROM products
  ORDER BY product_id
) TO '${data}/products.csv' (HEADER);

---------------------------------------------------------------------------------------------------- sales

-- One total in two hundred is off by a centime, one sale in a hundred is a fraud.
COPY (
  WITH sold AS (
    SELECT n, h, 1 + draw(h, 1, 50 * ${scale}) AS product_id, 1 + draw(h, 2, 5) AS quantity,
      CASE WHEN draw(h, 3, 2) = 0 THEN 0 ELSE CAST(0.05 * (1 + draw(h, 4, 3)) AS decimal(4, 2)) END AS rate
    FROM (SELECT n, seed('sale ' || n) AS h FROM range(1, 5000 * ${scale} + 1) AS r (n))
  ),
  priced AS (
    SELECT sold.*, price, CAST(round(quantity * price * rate, 2) AS decimal(12, 2)) AS discount FROM sold JOIN products USING (product_id)
  )
  SELECT
    n AS transaction_id,
    1 + draw(h, 0, 500 * ${scale}) AS customer_id,
    product_id,
    strftime(TIMESTAMP '2023-01-01' + to_minutes(CAST(draw(seed('time of sale ' || n), 0, 731 * 1440) AS integer)), '%Y-%m-%d %H:%M:%S') AS transaction_date,
    quantity,
    as_float(price) AS unit_price,
    as_float(rate) AS discount_rate,
    as_float(discount) AS discount_amount,
    as_float(round((quantity * price - discount) * 0.2, 2)) AS tax_amount,
    as_float(CAST(round(quantity * price * (1 - rate) * 1.2, 2) AS decimal(12, 2)) - if(draw(h, 5, 200) = 0, 0.01, 0)) AS total_amount,
    ['Carte', 'PayPal', 'Virement'][1 + draw(h, 5, 3)] AS payment_method,
    CASE WHEN draw(h, 6, 10) < 8 THEN 'Completed' WHEN draw(h, 6, 10) = 8 THEN 'Cancelled' ELSE 'Refunded' END AS status,
    word(draw(h, 7, 100) = 0) AS is_fraudulent
  FROM priced
  ORDER BY n
) TO '${data}/transactions.csv.gz' (HEADER);
