-- Makes source files like those of the two companies, with the same folders, headers and kinds of dirt at about the
-- same rates. Nothing is drawn at random: every choice comes from the MD5 of what it is for, so the same scale
-- gives the same files anywhere. Scale 1 is about 11,000 rows; a scale of n has n times the rows in as many files.

-- A number made from a text, and the k-th draw from such a number: a whole number from 0 to below, as Lehmer's
-- generator gives them (the list holds the powers of 48271 modulo 2^31 - 1).
CREATE MACRO seed(text) AS CAST(md5_number_lower(text) % 2147483647 AS bigint);

CREATE MACRO draw(seed, k, below) AS
  seed * [48271, 182605794, 1291394886, 1914720637, 2078669041, 407355683, 1105902161, 854716505][k + 1]
    % 2147483647 % below;

---------------------------------------------------------------------------------------------------- the parent, clean

CREATE TABLE parent_customers AS
SELECT * FROM (VALUES
  (70003001, 'Summit Outfitters', 'Brick & Mortar', 'Retailer'),
  (70003002, 'The Sports Shed', 'Brick & Mortar', 'Retailer'),
  (90003001, 'GoalPost Online', 'E-Commerce', 'Retailer'),
  (90003002, 'Matchday Stores', 'Brick & Mortar', 'Retailer'),
  (90003003, 'Kit & Co', 'Brick & Mortar', 'Retailer'),
  (90003004, 'Atlikon Stadium Shop', 'Brick & Mortar', 'Direct'),
  (90003005, 'Atlikon Web Shop', 'E-Commerce', 'Direct'),
  (90003006, 'Atlikon Factory Outlet', 'Brick & Mortar', 'Direct'),
  (90003007, 'Second Half Sports', 'Brick & Mortar', 'Retailer'),
  (90003008, 'Endurance Depot', 'E-Commerce', 'Retailer'),
  (90003009, 'Home Ground', 'Brick & Mortar', 'Retailer'),
  (90003010, 'Racket Room', 'E-Commerce', 'Retailer'),
  (90003011, 'Peloton Point', 'Brick & Mortar', 'Retailer'),
  (90003012, 'Basecamp Direct Mail', 'E-Commerce', 'Retailer'),
  (90003013, 'Team Supply', 'E-Commerce', 'Retailer'),
  (90003014, 'Atlikon Flagship', 'Brick & Mortar', 'Direct'),
  (90003015, 'City Athletics', 'Brick & Mortar', 'Retailer'),
  (90003016, 'Weekend Warriors', 'Brick & Mortar', 'Retailer')
) AS t (customer_code, customer, platform, channel);

COPY (SELECT customer_code, customer, 'India' AS market, platform, channel FROM parent_customers ORDER BY customer_code)
TO '${data}/parent/full_load/dim_customers.csv' (HEADER);

CREATE TABLE parent_products AS
WITH families AS (
  SELECT * FROM (VALUES
    ('Cricket', 'Cricket Bat', 'Willow Cricket Bat', 4200),
    ('Cricket', 'Cricket Gloves', 'Grip Batting Gloves', 2900),
    ('Football', 'Football Boots', 'Sprint Football Boots', 5100),
    ('Football', 'Football', 'Match Football', 1400),
    ('Hiking', 'Backpack', 'Ridge Backpack', 3800),
    ('Running', 'Running Shoes', 'Tempo Running Shoes', 6100),
    ('Swimming', 'Goggles', 'Clear Swim Goggles', 900),
    ('Weight Lifting', 'Dumbbell', 'Hex Dumbbell', 2400),
    ('Tennis', 'Tennis Racket', 'Baseline Tennis Racket', 7300),
    ('Camping', 'Tent', 'Dome Tent', 9800),
    ('Cycling', 'Helmet', 'Air Cycling Helmet', 3300),
    ('Yoga', 'Yoga Mat', 'Calm Yoga Mat', 1200)
  ) AS t (division, category, product, price)
),
numbered AS (SELECT *, row_number() OVER (ORDER BY division, category) - 1 AS family FROM families)
SELECT
  upper(replace(division, ' ', '')[:4]) || upper(md5('product ' || n)[:6]) || if(n < 25, '', cast(n AS varchar)) AS product_code,
  division,
  category,
  ['AX', 'BX', 'NX', 'PX', 'TX'][1 + draw(seed('series ' || n), 0, 5)] || ' ' || product AS product,
  ['Small', 'Medium', 'Large', 'Youth', 'Standard', 'Pro Edition', '5 kg'][1 + draw(seed('variant ' || n), 0, 7)] AS variant,
  price + 10 * draw(seed('price ' || n), 0, 120) AS price,
  n
FROM range(25 * ${scale}) AS r (n)
JOIN numbered ON family = n % 12;

COPY (SELECT product_code, division, category, product, variant FROM parent_products ORDER BY n)
TO '${data}/parent/full_load/dim_products.csv' (HEADER);

COPY (
  SELECT product_code, price + CASE WHEN y = 2025 THEN 10 * draw(seed('rise ' || n), 0, 40) ELSE 0 END AS price_inr, y AS year
  FROM parent_products, range(2024, 2026) AS r (y)
  ORDER BY n, y
) TO '${data}/parent/full_load/dim_gross_price.csv' (HEADER);

CREATE TABLE parent_orders AS
WITH sales AS (
  SELECT
    CAST(month AS date) AS date, product_code, customer_code,
    seed(CAST(month AS date) || ' ' || product_code || ' ' || customer_code) AS h, month, n
  FROM parent_products, parent_customers,
    range(TIMESTAMP '2024-01-01', TIMESTAMP '2026-01-01', INTERVAL 1 MONTH) AS r (month)
)
SELECT date, product_code, customer_code, 20 + draw(h, 1, 480) + CASE WHEN month(date) >= 10 THEN draw(h, 2, 600) ELSE 0 END AS sold_quantity, h
FROM sales
WHERE draw(h, 0, 100) < 45;

COPY (SELECT date, product_code, customer_code, sold_quantity FROM parent_orders WHERE date < DATE '2025-12-01' ORDER BY date, h)
TO '${data}/parent/full_load/fact_orders.csv' (HEADER);

COPY (SELECT date, product_code, customer_code, sold_quantity FROM parent_orders WHERE date = DATE '2025-12-01' ORDER BY h)
TO '${data}/parent/incremental_load/fact_orders.csv' (HEADER);

---------------------------------------------------------------------------------------------------- the child, dirty

-- Four repeated rows, six names with stray spaces, uneven capitals, seven misspelt cities, four without one.
CREATE TABLE child_customers AS
SELECT * FROM (VALUES
  (789201, 'Trailhead Market', 'Bengaluru'), (789202, 'Trailhead Market', 'Hyderabad'), (789203, 'Trailhead Market', 'New Delhi'),
  (789301, 'Runner''s Pantry', 'Bengaluru'), (789303, 'runner''s Pantry', 'New Delhi'),
  (789101, 'Second Wind Foods', 'Bengalore'), (789102, 'Second Wind Foods', 'Hyderabad'), (789103, 'Second Wind Foods', 'New Delhi'),
  (789121, ' All-day Nutrition ', 'Hyderabad'), (789122, 'All-Day nutrition', 'New Delhi'),
  (789220, 'Bulk Barn Superfoods', 'Bengaluru'), (789221, 'Bulk Barn superfoods', 'Hyderabadd'),
  (789320, 'Snack Station', 'Bengaluru'), (789321, 'Snack station', 'Hyderabad'),
  (789401, ' StrideX nutrition ', 'Bengaluru'), (789402, 'StrideX Nutrition', 'Hyderabad'), (789403, 'StrideX Nutrition', NULL),
  (789420, ' Calm Kitchen ', NULL), (789421, ' calm Kitchen ', 'Hyderbad'), (789422, 'Calm Kitchen', 'NewDelhee'),
  (789501, 'Altitude Store', 'Bengaluru'), (789503, 'Altitude store', 'NewDelhi'),
  (789520, 'Fuel Corner', 'Bengaluruu'), (789521, ' Fuel Corner ', NULL), (789522, 'Fuel corner', 'NewDheli'),
  (789601, 'Cooldown Lane', 'Bengaluru'), (789603, 'Cooldown Lane', NULL),
  (789702, ' Long Run Store ', 'Hyderabad'), (789703, 'Long Run Store', 'New Delhi'),
  (789621, 'Podium Nutrition', 'Hyderabad'), (789622, 'Podium Nutrition', 'New Delhi'),
  (789720, 'Match Fit Foods', 'Bengaluru'), (789721, 'Match Fit Foods', 'Hyderabad'),
  (789902, 'Winner''s table', 'Hyderabad'), (789903, 'winner''s Table', 'New Delhi'),
  (789603, 'Cooldown Lane', NULL), (789321, 'Snack station', 'Hyderabad'),
  (789522, 'Fuel corner', 'NewDheli'), (789503, 'Altitude store', 'NewDelhi')
) AS t (customer_id, customer_name, city);

COPY (FROM child_customers) TO '${data}/child/full_load/customers/customers.csv' (HEADER);

-- Two repeated rows, a misspelt word, categories without capitals, one number that is none: XYZ123 should be 25891502.
CREATE TABLE child_products AS
SELECT * FROM (VALUES
  ('SportsBar Energy Bar Dark Cocoa (60g)', '25891101', 'energy bars'),
  ('SportsBar Energy Bar Dark Cocoa (40g)', '25891102', 'energy bars'),
  ('SportsBar Energy Bar Dark Cocoa (25g)', '25891103', 'energy bars'),
  ('SportsBar Protien Bar Almond (45g)', '25891201', 'protien bars'),
  ('SportsBar Protien Bar Almond (55g)', '25891202', 'protien bars'),
  ('SportsBar Protien Bar Almond (65g)', '25891203', 'protien bars'),
  ('SportsBar Granola Maple (400g)', '25891301', 'granola & cereals'),
  ('SportsBar Granola Maple (300g)', '25891302', 'granola & cereals'),
  ('SportsBar Granola Maple (200g)', '25891303', 'granola & cereals'),
  ('SportsBar Skyr Plain (200g)', '25891401', 'recovery dairy'),
  ('SportsBar Skyr Plain (120g)', '25891402', 'recovery dairy'),
  ('SportsBar Skyr Plain (80g)', '25891403', 'recovery dairy'),
  ('SportsBar Oat Cookies (500g)', '25891501', 'healthy snacks'),
  ('SportsBar Oat Cookies (350g)', 'XYZ123', 'healthy snacks'),
  ('SportsBar Oat Cookies (180g)', '25891503', 'healthy snacks'),
  ('SportsBar Electrolyte Mix Berry (30 Sachets)', '25891601', 'electrolyte mix'),
  ('SportsBar Electrolyte Mix Berry (15 Sachets)', '25891602', 'electrolyte mix'),
  ('SportsBar Electrolyte Mix Berry (5 Sachets)', '25891603', 'electrolyte mix'),
  ('SportsBar Energy Bar Dark Cocoa (60g)', '25891101', 'energy bars'),
  ('SportsBar Energy Bar Dark Cocoa (40g)', '25891102', 'energy bars')
) AS t (product_name, product_id, category);

COPY (FROM child_products) TO '${data}/child/full_load/products/products.csv' (HEADER);

-- The 18 true product numbers, in order.
CREATE TABLE child_ids AS
SELECT i, 25891000 + 100 * (1 + i // 3) + 1 + i % 3 AS product_id FROM range(18) AS r (i);

-- One price a product and month; some negative, some words, some under a number that does not exist.
COPY (
  WITH prices AS (
    SELECT
      product_id, month, 40 + 25 * i + CASE WHEN month(month) >= 10 THEN 3 + i ELSE 0 END AS price,
      seed('price of ' || product_id || ' in ' || month(month)) AS h
    FROM child_ids, range(TIMESTAMP '2025-07-01', TIMESTAMP '2026-01-01', INTERVAL 1 MONTH) AS r (month)
  )
  SELECT
    CASE WHEN draw(h, 0, 108) < 13 THEN [77777777, 88888888, 99999999][1 + draw(h, 1, 3)] ELSE product_id END AS product_id,
    CASE
      WHEN draw(h, 2, 108) < 79 THEN strftime(month, '%Y-%m-%d')
      WHEN draw(h, 2, 108) < 94 THEN strftime(month, '%Y/%m/%d')
      WHEN draw(h, 2, 108) < 104 THEN strftime(month, '%d/%m/%Y')
      ELSE strftime(month, '%d-%m-%Y') END AS month,
    CASE
      WHEN draw(h, 3, 108) < 11 THEN '-' || price
      WHEN draw(h, 3, 108) < 14 THEN 'unknown'
      WHEN draw(h, 3, 108) < 17 THEN 'not_available'
      ELSE CAST(price AS varchar) END AS gross_price
  FROM prices
  ORDER BY prices.product_id, prices.month
) TO '${data}/child/full_load/gross_price/gross_price.csv' (HEADER);

-- A file every third day of the second half of 2025.
CREATE TABLE child_days AS
SELECT
  CAST(day AS date) AS day,
  CASE WHEN month(day) = 12 THEN 'incremental' ELSE 'full' END AS load,
  strftime(day, '%Y_%m_%d') AS stamp
FROM range(TIMESTAMP '2025-07-01', TIMESTAMP '2026-01-01', INTERVAL 3 DAY) AS r (day);

-- Orders of one, two or three lines; the number of an order ends in three digits of its customer and three of a product.
CREATE TABLE child_lines AS
WITH lines AS (
  SELECT
    day, n, 3 * (n // 6) + CASE n % 6 WHEN 3 THEN 1 WHEN 4 THEN 2 WHEN 5 THEN 2 ELSE 0 END AS order_number,
    seed('line ' || day || ' ' || n) AS h
  FROM child_days, range(100 * ${scale}) AS r (n)
),
orders AS (
  SELECT *, seed('order ' || day || ' ' || order_number) AS o FROM lines
),
customers AS (
  SELECT customer_id, row_number() OVER (ORDER BY customer_id) - 1 AS c
  FROM (SELECT DISTINCT customer_id FROM child_customers)
)
SELECT
  day, n, h,
  'F' || upper(strftime(day, '%b')) || strftime(day, '%d') || order_number
    || substr(CAST(customer_id AS varchar), 4) || (first.product_id % 1000) AS order_id,
  customer_id,
  own.product_id,
  16 + draw(h, 1, 484) AS quantity
FROM orders
JOIN customers ON c = draw(o, 0, 35)
JOIN child_ids AS first ON first.i = draw(o, 1, 18)
JOIN child_ids AS own ON own.i = (draw(o, 1, 18) + 5 * (n % 6)) % 18;

-- each: SELECT day, load, stamp FROM child_days ORDER BY day
COPY (
  WITH written AS (
    SELECT *, 0 AS copy, h AS look FROM child_lines WHERE day = DATE '${day}'
    UNION ALL
    -- A line in fourteen comes twice, and one in three of these writes its date in another way.
    SELECT *, 1, seed('again ' || n || order_id)
    FROM child_lines WHERE day = DATE '${day}' AND draw(h, 2, 14) = 0
    UNION ALL
    -- On the last day, eight lines come again with another quantity, and both are meant.
    SELECT * REPLACE (quantity + 101 AS quantity), 2, h
    FROM child_lines WHERE day = DATE '${day}' AND day = DATE '2025-12-31' AND n < 8
  )
  SELECT
    order_id,
    CASE
      WHEN draw(look, 4, 1000) < 798 THEN strftime(day, '%A, %B %d, %Y')
      WHEN draw(look, 4, 1000) < 866 THEN strftime(day, '%Y/%m/%d')
      WHEN draw(look, 4, 1000) < 934 THEN strftime(day, '%d/%m/%Y')
      ELSE strftime(day, '%d-%m-%Y') END AS order_placement_date,
    CASE
      WHEN draw(h, 5, 1000) < 34 THEN 'ABC987'
      WHEN draw(h, 5, 1000) < 68 THEN 'XYZ123'
      WHEN draw(h, 5, 1000) < 101 THEN 'INVALID'
      ELSE CAST(customer_id AS varchar) END AS customer_id,
    CASE
      WHEN draw(h, 6, 1000) < 17 THEN 77777777
      WHEN draw(h, 6, 1000) < 34 THEN 88888888
      WHEN draw(h, 6, 1000) < 51 THEN 99999999
      ELSE product_id END AS product_id,
    CASE WHEN draw(h, 7, 1000) >= 50 THEN quantity || CASE WHEN day = DATE '2025-12-31' THEN '' ELSE '.0' END END AS order_qty
  FROM written
  ORDER BY (n * 7919 + copy * 4099) % 100003, n, copy
) TO '${data}/child/${load}_load/orders/orders_${stamp}.csv' (HEADER);
