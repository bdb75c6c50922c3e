-- Makes source files like those of the shop, with the same folders, headers and kinds of dirt at about the same rates.
-- Nothing is drawn at random: every choice comes from the MD5 of what it is for, so the same scale gives the same
-- files anywhere. Scale 1 is about 5,400 rows; a scale of n has n times the products, customers and order items in as
-- many files. Scale 100 is the size of the real files.

-- A number made from a text, and the k-th draw from such a number: a whole number from 0 to below, as Lehmer's
-- generator gives them (the list holds the powers of 48271 modulo 2^31 - 1).
CREATE MACRO seed(text) AS CAST(md5_number_lower(text) % 2147483647 AS bigint);

CREATE MACRO draw(seed, k, below) AS
  seed * [48271, 182605794, 1291394886, 1914720637, 2078669041, 407355683, 1105902161, 854716505][k + 1]
    % 2147483647 % below;

---------------------------------------------------------------------------------------------------- brands and categories

-- 52 brands: ten codes with a stray sign, 15 names in spaces, nine categories spelt out.
CREATE TABLE brands AS
SELECT
  *,
  row_number() OVER (PARTITION BY category ORDER BY place) - 1 AS number_in_category,
  count(*) OVER (PARTITION BY category) AS in_category
FROM (
  SELECT
    row_number() OVER () AS place, code AS given_code, name AS given_name, spelt AS given_category,
    lower(regexp_replace(code, '[^A-Z]', '', 'g')) AS code,
    lower(CASE spelt WHEN 'BOOKS' THEN 'BKS' WHEN 'GROCERY' THEN 'GRCY' WHEN 'TOYS' THEN 'TOY' ELSE spelt END) AS category
  FROM (VALUES
    ('LMTR', 'Lumetric', 'CE'), ('ORBT@', 'Orbitone', 'CE'), ('VLTR', '  Voltaria ', 'CE'), ('PXLR', 'Pixelry', 'CE'),
    ('QNTL', 'Quantel', 'CE'), ('SNRA', 'Sonara', 'CE'), ('GRDW', 'Gridwave', 'CE'), ('NMBX', 'Nimbex', 'CE'),
    ('THRW', 'Threadwell', 'APP'), ('LMCR', '  Loomcraft ', 'APP'), ('DNMO', 'Denimo', 'APP'), ('SFTL', '  Softline ', 'APP'),
    ('OKST', 'Oakstitch', 'APP'), ('WFTL@', 'Weftly', 'APP'), ('MRLW', 'Marlowe', 'APP'),
    ('HRTH', 'Hearthly', 'HNK'), ('PNRA', '  Panora ', 'HNK'), ('KTLW@', 'Kettlewell', 'HNK'), ('DWLM', 'Dwellmade', 'HNK'),
    ('CLPC', 'Claypot & Co', 'HNK'), ('BRNS!', 'Brightnest', 'HNK'), ('LNHL', 'Linenhall', 'HNK'),
    ('DWDR', 'Dewdrop', 'BPC'), ('VLVT*', '  Velvetine ', 'BPC'), ('RSMR', 'Rosemere', 'BPC'), ('BLMR', 'Balmora', 'BPC'),
    ('SFRN', '  Saffronia ', 'BPC'), ('CLMS', 'Calmist', 'BPC'),
    ('FLNT', 'Foliant', 'BOOKS'), ('MRGN@', 'Marginalia', 'BOOKS'), ('NKWR', 'Inkwell Row', 'BOOKS'),
    ('SCCH', '  Second Chapter ', 'BKS'), ('BKML', 'Bookmark Lane', 'BKS'), ('OKQL', 'Oak & Quill', 'BKS'),
    ('FLDF', 'Fieldfare', 'GROCERY'), ('MLST', '  Millstone ', 'GRCY'), ('ORCD', '  Orchardly ', 'GROCERY'),
    ('PNTP', '  Pantry Path ', 'GRCY'), ('SNHV', 'Sunharvest', 'GROCERY'), ('GRNC@', 'Greenacre', 'GRCY'),
    ('TMBK', 'Tumblekin', 'TOY'), ('BRCL*', '  Bricolo ', 'TOYS'), ('KTWS', 'Kitewise', 'TOY'), ('PZLW', 'Puzzlewood', 'TOYS'),
    ('MRBL*', 'Marblerun', 'TOY'), ('FBFX', '  Fablefox ', 'TOYS'),
    ('STRW', '  Stridewell ', 'SPT'), ('RDGL', 'Ridgeline', 'SPT'), ('PCMK@', 'Pacemark', 'SPT'), ('ALPN', 'Alpinist', 'SPT'),
    ('CRTS', '  Courtside ', 'SPT'), ('RVRN', '  Riverrun ', 'SPT')
  ) AS t (code, name, spelt)
);

COPY (SELECT given_code AS brand_code, given_name AS brand_name, given_category AS category_code FROM brands ORDER BY place)
TO '${data}/brands/brands.csv' (HEADER);

-- Two of them twice. The permilles say how many of the products belong to each.
CREATE TABLE categories AS
SELECT *, sum(permille) OVER (ORDER BY place) - permille AS above, sum(permille) OVER (ORDER BY place) AS up_to
FROM (VALUES
  (1, 'ce', 'Electronics', 179, 3), (2, 'app', 'Apparel', 173, 1), (3, 'hnk', 'Home & Kitchen', 219, 2),
  (4, 'bpc', 'Beauty & Personal Care', 119, 1), (5, 'bks', 'Books', 83, 1), (6, 'grcy', 'Grocery', 99, 1),
  (7, 'toy', 'Toys & Games', 68, 1), (8, 'spt', 'Sports & Outdoors', 60, 2)
) AS t (place, code, name, permille, dearness);

COPY (
  SELECT code AS category_code, name AS category_name FROM (
    SELECT place, code, name FROM categories
    UNION ALL
    SELECT 100 + place, code, name FROM categories WHERE code IN ('bpc', 'toy')
  ) ORDER BY place
) TO '${data}/category/category.csv' (HEADER);

---------------------------------------------------------------------------------------------------- products

CREATE TABLE products AS
SELECT
  n, h,
  CAST(2100000000000 + 17 * n AS varchar) AS product_id,
  category.code AS category,
  brand.code AS brand,
  -- A price in rupees, from which those in other currencies follow.
  (19 + draw(h, 2, 980)) * [1, 4, 40][dearness] AS price
FROM (SELECT n, seed('product ' || n) AS h FROM range(500 * ${scale}) AS r (n))
JOIN categories AS category ON draw(h, 0, 1000) >= above AND draw(h, 0, 1000) < up_to
JOIN brands AS brand ON brand.category = category.code AND number_in_category = draw(h, 1, in_category);

COPY (
  WITH looks AS (SELECT *, seed('look ' || n) AS l FROM products)
  SELECT
    product_id,
    upper(brand) || '-' || upper(category) || '-' || lpad(CAST(n + 1 AS varchar), 5, '0') AS sku,
    category AS category_code,
    brand AS brand_code,
    CASE WHEN category <> 'bks' THEN
      ['Silver', 'Black', 'White', 'Pink', 'Beige', 'Green', 'Purple', 'Yellow', 'Blue', 'Navy', 'Gray', 'Red'][1 + draw(l, 0, 12)]
    END AS color,
    CASE WHEN category = 'app' THEN ['XS', 'S', 'M', 'L', 'XL', 'XXL'][1 + draw(l, 1, 6)] ELSE 'One-Size' END AS size,
    ['Plastic', 'Leather', 'Wood', 'Glass', 'Coton', 'Paper', 'Polyester', 'Steel', 'Alumium', 'Ruber'][1 + draw(l, 2, 10)]
      AS material,
    (80 + draw(l, 3, 900)) || 'g' AS weight_grams,
    (5 + draw(l, 4, 30)) || ',' || draw(l, 5, 10) AS length_cm,
    (2 + draw(l, 6, 20)) || '.' || draw(l, 7, 10) AS width_cm,
    (1 + draw(h, 3, 12)) || '.' || draw(h, 4, 10) AS height_cm,
    CASE
      WHEN draw(h, 5, 1000) < 350 THEN 0
      WHEN draw(h, 5, 1000) < 363 THEN -1 - draw(h, 6, 9)
      ELSE 1 + draw(h, 6, 60) END AS rating_count
  FROM looks
  ORDER BY n
) TO '${data}/products/products.csv.gz' (HEADER, COMPRESSION gzip);

---------------------------------------------------------------------------------------------------- customers

-- A country has one currency. The permilles say how many of the customers live there, and in each of its states.
CREATE TABLE states AS
SELECT *, sum(permille) OVER (ORDER BY place) - permille AS above, sum(permille) OVER (ORDER BY place) AS up_to
FROM (VALUES
  (1, 'IN', 'India', 'INR', 1, 91, 'MH', 91), (2, 'IN', 'India', 'INR', 1, 91, 'GJ', 61), (3, 'IN', 'India', 'INR', 1, 91, 'RJ', 30),
  (4, 'IN', 'India', 'INR', 1, 91, 'KA', 61), (5, 'IN', 'India', 'INR', 1, 91, 'TN', 61), (6, 'IN', 'India', 'INR', 1, 91, 'TS', 30),
  (7, 'IN', 'India', 'INR', 1, 91, 'AP', 30), (8, 'IN', 'India', 'INR', 1, 91, 'KL', 31), (9, 'IN', 'India', 'INR', 1, 91, 'UP', 62),
  (10, 'IN', 'India', 'INR', 1, 91, 'WB', 30), (11, 'IN', 'India', 'INR', 1, 91, 'DL', 62),
  (12, 'US', 'United States', 'USD', 88, 1, 'MA', 11), (13, 'US', 'United States', 'USD', 88, 1, 'NJ', 11),
  (14, 'US', 'United States', 'USD', 88, 1, 'NY', 22), (15, 'US', 'United States', 'USD', 88, 1, 'FL', 22),
  (16, 'US', 'United States', 'USD', 88, 1, 'TX', 22), (17, 'US', 'United States', 'USD', 88, 1, 'CA', 33),
  (18, 'GB', 'United Kingdom', 'GBP', 118, 44, 'ENG', 60), (19, 'GB', 'United Kingdom', 'GBP', 118, 44, 'WLS', 10),
  (20, 'GB', 'United Kingdom', 'GBP', 118, 44, 'NIR', 10), (21, 'GB', 'United Kingdom', 'GBP', 118, 44, 'SCT', 20),
  (22, 'AE', 'United Arab Emirates', 'AED', 24, 971, 'AUH', 23), (23, 'AE', 'United Arab Emirates', 'AED', 24, 971, 'DU', 35),
  (24, 'AE', 'United Arab Emirates', 'AED', 24, 971, 'SHJ', 12), (25, 'SG', 'Singapore', 'SGD', 68, 65, 'SG', 59),
  (26, 'AU', 'Australia', 'AUD', 57, 61, 'VIC', 17), (27, 'AU', 'Australia', 'AUD', 57, 61, 'WA', 8),
  (28, 'AU', 'Australia', 'AUD', 57, 61, 'NSW', 17), (29, 'AU', 'Australia', 'AUD', 57, 61, 'QLD', 9),
  (30, 'CA', 'Canada', 'CAD', 63, 1, 'BC', 9), (31, 'CA', 'Canada', 'CAD', 63, 1, 'AB', 7), (32, 'CA', 'Canada', 'CAD', 63, 1, 'ON', 20),
  (33, 'CA', 'Canada', 'CAD', 63, 1, 'QC', 9), (34, 'CA', 'Canada', 'CAD', 63, 1, 'NS', 3), (35, 'CA', 'Canada', 'CAD', 63, 1, 'IL', 2)
) AS t (place, country_code, country, currency, rupees, dial, state, permille);

CREATE TABLE customers AS
SELECT n, h, 'CUST' || lpad(CAST(n + 1 AS varchar), 12, '0') AS customer_id, country_code, country, currency, rupees, dial, state
FROM (SELECT n, seed('customer ' || n) AS h FROM range(3000 * ${scale}) AS r (n))
JOIN states ON draw(h, 0, 1000) >= above AND draw(h, 0, 1000) < up_to;

-- One row in a thousand has lost its number, one in ten of the others its phone.
COPY (
  SELECT
    CASE WHEN n % 1000 <> 637 THEN customer_id END AS customer_id,
    CASE WHEN draw(h, 1, 10) > 0 THEN dial || (6000000000 + draw(h, 2, 2000000000) + draw(h, 3, 1999999999)) || '.0' END AS phone,
    country_code, country, state
  FROM customers
  ORDER BY n
) TO '${data}/customers/customers.csv.gz' (HEADER, COMPRESSION gzip);

---------------------------------------------------------------------------------------------------- the calendar

CREATE TABLE days AS
SELECT CAST(day AS date) AS day, row_number() OVER (ORDER BY day) - 1 AS number, seed('day ' || CAST(day AS date)) AS h
FROM range(TIMESTAMP '2025-08-01', TIMESTAMP '2025-11-01', INTERVAL 1 DAY) AS r (day);

-- Three days come twice, and two of them contradict themselves.
COPY (
  SELECT strftime(day, '%d-%m-%Y') AS date, 2025 AS year, day_name, quarter, week_of_year FROM (
    SELECT
      number AS place, day,
      CASE draw(h, 0, 2) WHEN 0 THEN lower(dayname(day)) ELSE upper(dayname(day)) END AS day_name,
      quarter(day) AS quarter, -weekofyear(day) AS week_of_year
    FROM days
    UNION ALL SELECT 100, DATE '2025-08-14', 'thursday', 3, -33
    UNION ALL SELECT 101, DATE '2025-10-22', 'friday', 3, -19
    UNION ALL SELECT 102, DATE '2025-09-06', 'MONDAY', 1, -7
  ) ORDER BY place
) TO '${data}/date/date.csv' (HEADER);

---------------------------------------------------------------------------------------------------- order items

-- Of seven items, two are orders of their own, two more are one order, and three are one.
CREATE TABLE items AS
WITH places AS (
  SELECT
    day, number, n,
    4 * (n // 7) + [0, 1, 2, 2, 3, 3, 3][n % 7 + 1] AS order_in_day,
    [1, 1, 1, 2, 1, 2, 3][n % 7 + 1] AS item_seq
  FROM days, range(20 * ${scale}) AS r (n)
),
drawn AS (
  SELECT *, seed('item ' || day || ' ' || n) AS h, seed('order ' || day || ' ' || order_in_day) AS o FROM places
)
SELECT
  day, drawn.n, drawn.h, o, item_seq,
  500000 + number * (4 * (20 * ${scale} // 7) + 4) + order_in_day AS order_id,
  customer_id, currency, product_id,
  CASE WHEN draw(drawn.h, 1, 1000) < 750 THEN 1 WHEN draw(drawn.h, 1, 1000) < 931 THEN 2 WHEN draw(drawn.h, 1, 1000) < 980 THEN 3 ELSE 4 END
    AS quantity,
  CASE WHEN number IN (20, 70) AND drawn.n = 0 THEN 0 ELSE greatest(1, price // rupees) END AS unit_price,
  -- Around nine percent, none for one item in six, seldom up to 44.
  CASE
    WHEN draw(drawn.h, 2, 1000) < 174 THEN 0
    ELSE 1 + draw(drawn.h, 3, 11) + draw(drawn.h, 4, 11) + CASE WHEN draw(drawn.h, 5, 100) = 0 THEN draw(drawn.h, 6, 22) ELSE 0 END END AS percent
FROM drawn
JOIN customers ON customers.n = draw(o, 0, 3000 * ${scale})
JOIN products ON products.n = draw(drawn.h, 0, 500 * ${scale});

-- each: SELECT day FROM days ORDER BY day
COPY (
  SELECT
    day AS dt,
    strftime(day + to_seconds(CAST(draw(o, 1, 86400) AS bigint)), '%Y-%m-%d %H:%M:%S') AS order_ts,
    customer_id,
    order_id,
    item_seq,
    product_id,
    CASE quantity WHEN 2 THEN 'Two' ELSE CAST(quantity AS varchar) END AS quantity,
    currency AS unit_price_currency,
    CASE currency WHEN 'USD' THEN '$' ELSE '' END || unit_price AS unit_price,
    percent || '%' AS discount_pct,
    quantity * unit_price * (3 + draw(h, 7, 13)) // 100 AS tax_amount,
    CASE WHEN draw(o, 2, 1000) < 449 THEN 'web' ELSE 'app' END AS channel,
    CASE
      WHEN draw(o, 3, 1000) < 119 THEN 'FEST20'
      WHEN draw(o, 3, 1000) < 220 THEN 'PRIME5'
      WHEN draw(o, 3, 1000) < 298 THEN 'NEW10'
      WHEN draw(o, 3, 1000) < 348 THEN 'SAVE50' END AS coupon_code
  FROM items
  WHERE day = DATE '${day}'
  ORDER BY n
) TO '${data}/order_items/order_items_${day}.csv' (HEADER);
