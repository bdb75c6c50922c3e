-- Makes a database like Northwind's, as a script for PostgreSQL, and a file of messages like those of its topic, with the
-- same tables, fields and kinds of dirt at about the same rates. Nothing is drawn at random: every choice comes from the
-- MD5 of what it is for, so the same scale gives the same files anywhere. Scale 1 is about 1,700 rows and 72 messages; a
-- scale of n has n times as many customers, products, orders and messages.

-- A number made from a text, and the k-th draw from such a number: a whole number from 0 to below, as Lehmer's
-- generator gives them (the list holds the powers of 48271 modulo 2^31 - 1).
CREATE MACRO seed(text) AS CAST(md5_number_lower(text) % 2147483647 AS bigint);

CREATE MACRO draw(seed, k, below) AS
  seed * [48271, 182605794, 1291394886, 1914720637, 2078669041, 407355683, 1105902161, 854716505][k + 1]
    % 2147483647 % below;

-- Values as PostgreSQL's script has them: text in quotes, and floats of four bytes with all nine digits, 9.80000019.
CREATE MACRO words(text) AS CASE WHEN text IS NULL THEN 'NULL' ELSE '''' || replace(text, '''', '''''') || '''' END;

CREATE MACRO four_bytes(number) AS printf('%.9g', CAST(CAST(number AS float) AS double));

-- Five letters, other ones for each number.
CREATE MACRO letters(n) AS
  array_to_string([chr(CAST(65 + (n * 4999979 + 7316523) % 11881376 // place % 26 AS integer))
    FOR place IN [456976, 17576, 676, 26, 1]], '');

---------------------------------------------------------------------------------------------------- what there is

CREATE TABLE places AS
SELECT row_number() OVER () - 1 AS place, * FROM (VALUES
  ('USA', 'Portland', 'OR'), ('USA', 'Boise', 'ID'), ('USA', 'Albuquerque', 'NM'), ('Germany', 'Berlin', NULL),
  ('Germany', 'Köln', NULL), ('Germany', 'Leipzig', NULL), ('Austria', 'Graz', NULL), ('Austria', 'Salzburg', NULL),
  ('Brazil', 'Campinas', 'SP'), ('Brazil', 'Rio de Janeiro', 'RJ'), ('France', 'Nantes', NULL), ('France', 'Lyon', NULL),
  ('UK', 'London', NULL), ('UK', 'Cowes', 'Isle of Wight'), ('Venezuela', 'Caracas', 'DF'), ('Sweden', 'Luleå', NULL),
  ('Canada', 'Montréal', 'Québec'), ('Ireland', 'Cork', 'Co. Cork'), ('Belgium', 'Bruxelles', NULL),
  ('Denmark', 'Århus', NULL), ('Switzerland', 'Genève', NULL), ('Mexico', 'México D.F.', NULL), ('Finland', 'Oulu', NULL),
  ('Spain', 'Sevilla', NULL), ('Italy', 'Bergamo', NULL), ('Portugal', 'Lisboa', NULL), ('Argentina', 'Buenos Aires', NULL),
  ('Norway', 'Stavern', NULL), ('Poland', 'Warszawa', NULL)
) AS t (country, city, region);

CREATE TABLE people AS
SELECT row_number() OVER () - 1 AS person, * FROM (VALUES
  ('Adèle', 'Marchand'), ('Bruno', 'Weiss'), ('Carla', 'Quinn'), ('Dmitri', 'O''Hara'), ('Elena', 'Varga'), ('Frans', 'Lund'),
  ('Greta', 'Holm'), ('Hugo', 'Pires'), ('Ines', 'Castro'), ('Jonas', 'Keller'), ('Kamila', 'Nowak'), ('Leo', 'Bianchi')
) AS t (first_name, last_name);

-- Company names in every way of writing capitals; one of them with two spaces.
CREATE TABLE customers AS
SELECT
  n, letters(n) AS customer_id, h,
  CASE n WHEN 0 THEN 'Sklep  Podwójny' ELSE
    ['Blue Heron', 'Old Mill', 'Vista Alta', 'Grüner Hof', 'Petit Jardin', 'O''Malley''s', 'North-South', 'Casa verde', 'Zum Anker',
      'La Belle étoile', 'Three Oaks', 'Fjord & Søn'][1 + n % 12] || ' '
    || ['Market', 'Provisions', 'Delikatessen', 'All-Day Foods', 'mercearia', 'Fine FOODS', 'd''Or', 'e figli'][1 + n // 12 % 8]
    || CASE WHEN n < 96 THEN '' ELSE ' ' || n // 96 END END AS company_name,
  first_name || ' ' || last_name AS contact_name,
  ['Owner', 'Sales Agent', 'Order Administrator', 'Marketing Manager', 'Accounting Manager'][1 + draw(h, 2, 5)] AS contact_title,
  (1 + draw(h, 3, 200)) || ' ' || ['rue de l''Ouest', 'Market St.', 'Hauptstr.', 'Via  Roma'][1 + draw(h, 4, 4)] AS address,
  city, region, 10000 + draw(h, 5, 80000) AS postal_code, country,
  '(' || (1 + draw(h, 6, 98)) || ') 555-' || (1000 + draw(h, 7, 9000)) AS phone
FROM (SELECT n, seed('customer ' || n) AS h FROM range(60 * ${scale}) AS r (n))
JOIN places ON place = draw(h, 0, 29)
JOIN people ON person = draw(h, 1, 12);

CREATE TABLE categories AS
SELECT row_number() OVER () AS category_id, * FROM (VALUES
  ('Tea & Coffee', 'Leaves, beans and powders'), ('Sauces', 'Sweet, hot and savoury'), ('Biscuits', 'Cookies, wafers and the baker''s best'),
  ('Cheese', 'Fresh and ripe'), ('Flour/Grains', 'Flours, flakes and pasta'), ('Meat', 'Cured and smoked'),
  ('Fruit', 'Dried and candied'), ('Fish', 'Salted and tinned')
) AS t (category_name, description);

CREATE TABLE suppliers AS
SELECT
  n + 1 AS supplier_id,
  ['Harbour', 'Valle', 'Käserei', 'Maison', 'Green'][1 + n % 5] || ' ' || ['Traders', 'e Hijos', 'Nord', 'd''Antan'][1 + n // 5 % 4]
    || CASE WHEN n < 20 THEN '' ELSE ' ' || n // 20 END AS company_name,
  country, city, region
FROM (SELECT n, seed('supplier ' || n) AS h FROM range(20 * ${scale}) AS r (n))
JOIN places ON place = draw(h, 0, 29);

-- One product in six has fewer than ten units in stock, and some have exactly ten.
CREATE TABLE products AS
SELECT
  n, n + 1 AS product_id, h,
  ['Captain''s', 'Grandma''s', 'Alpine', 'Island', 'Royal', 'Plain'][1 + n % 6] || ' ' || category_name
    || CASE WHEN n < 48 THEN '' ELSE ' ' || n // 48 END AS product_name,
  1 + draw(h, 0, 20 * ${scale}) AS supplier_id,
  category_id,
  (250 + draw(h, 2, 12000)) / 100 AS price,
  CASE WHEN draw(h, 3, 6) = 0 THEN draw(h, 4, 10) WHEN draw(h, 3, 6) = 1 THEN 10 ELSE 11 + draw(h, 4, 110) END AS units_in_stock
FROM (SELECT n, seed('product ' || n) AS h FROM range(48 * ${scale}) AS r (n))
JOIN categories ON category_id = 1 + n % 8;

-- Nine employees; the second has no manager, the sixth manages some.
CREATE TABLE employees AS
SELECT
  1 + person AS employee_id, last_name, first_name,
  CASE person WHEN 1 THEN 'Vice President, Sales' WHEN 5 THEN 'Sales Manager' ELSE 'Sales Representative' END AS title,
  CASE WHEN person < 5 THEN 'USA' ELSE 'UK' END AS country,
  CASE WHEN person < 5 THEN 'Portland' ELSE 'London' END AS city,
  CASE WHEN person < 5 THEN 'OR' END AS region,
  DATE '1992-04-01' + CAST(97 * person AS integer) AS hire_date,
  CASE WHEN person = 1 THEN NULL WHEN person > 5 THEN 6 ELSE 2 END AS reports_to
FROM people
WHERE person < 9;

-- The last two customers never order; one order in forty is not shipped.
CREATE TABLE orders AS
SELECT
  one.n, o, 10248 + one.n AS order_id, customer_id, 1 + draw(o, 1, 9) AS employee_id,
  DATE '1996-07-04' + CAST(671 * one.n // (400 * ${scale}) AS integer) AS order_date,
  customers.company_name, address, city, region, postal_code, country
FROM (SELECT n, seed('order ' || n) AS o FROM range(400 * ${scale}) AS r (n)) AS one
-- Everyone else orders once, and then of two draws the smaller one: some customers order much more than others.
JOIN customers ON customers.n =
  CASE WHEN one.n < 60 * ${scale} - 2 THEN one.n ELSE least(draw(o, 0, 60 * ${scale} - 2), draw(o, 2, 60 * ${scale} - 2)) END;

CREATE TABLE order_details AS
SELECT
  order_id, product_id, line.h,
  CASE WHEN draw(line.h, 0, 3) = 0 THEN CAST(80 * price AS integer) / 100 ELSE price END AS price,
  1 + draw(line.h, 1, 60) AS quantity,
  CASE WHEN draw(line.h, 2, 10) < 6 THEN 0 ELSE [5, 10, 15, 20, 25][1 + draw(line.h, 3, 5)] / 100 END AS discount
FROM (
  SELECT order_id, (draw(o, 3, 48 * ${scale}) + 7 * k) % (48 * ${scale}) AS p, seed('line ' || order_id || ' ' || k) AS h
  FROM orders, range(5) AS r (k)
  WHERE k < [1, 2, 2, 3, 3, 5][1 + draw(o, 4, 6)]
) AS line
JOIN products ON products.n = p;

---------------------------------------------------------------------------------------------------- the script

CREATE TABLE script (part integer, place bigint, line varchar);

INSERT INTO script VALUES
  (0, 0, 'SET client_encoding = ''UTF8'';'),
  (0, 1, 'DROP TABLE IF EXISTS order_details, orders, products, employees, suppliers, categories, customers;'),
  (1, 1, 'CREATE TABLE categories (category_id smallint PRIMARY KEY, category_name varchar(15) NOT NULL, description text, picture bytea);'),
  (1, 2, 'CREATE TABLE customers (customer_id varchar(5) PRIMARY KEY, company_name varchar(40) NOT NULL, contact_name varchar(30), contact_title varchar(30), address varchar(60), city varchar(15), region varchar(15), postal_code varchar(10), country varchar(15), phone varchar(24), fax varchar(24));'),
  (1, 3, 'CREATE TABLE employees (employee_id smallint PRIMARY KEY, last_name varchar(20) NOT NULL, first_name varchar(10) NOT NULL, title varchar(30), title_of_courtesy varchar(25), birth_date date, hire_date date, address varchar(60), city varchar(15), region varchar(15), postal_code varchar(10), country varchar(15), home_phone varchar(24), extension varchar(4), photo bytea, notes text, reports_to smallint REFERENCES employees, photo_path varchar(255));'),
  (1, 4, 'CREATE TABLE suppliers (supplier_id smallint PRIMARY KEY, company_name varchar(40) NOT NULL, contact_name varchar(30), contact_title varchar(30), address varchar(60), city varchar(15), region varchar(15), postal_code varchar(10), country varchar(15), phone varchar(24), fax varchar(24), homepage text);'),
  (1, 5, 'CREATE TABLE products (product_id smallint PRIMARY KEY, product_name varchar(40) NOT NULL, supplier_id smallint REFERENCES suppliers, category_id smallint REFERENCES categories, quantity_per_unit varchar(20), unit_price real, units_in_stock smallint, units_on_order smallint, reorder_level smallint, discontinued integer NOT NULL);'),
  (1, 6, 'CREATE TABLE orders (order_id integer PRIMARY KEY, customer_id varchar(5) REFERENCES customers, employee_id smallint REFERENCES employees, order_date date, required_date date, shipped_date date, ship_via smallint, freight real, ship_name varchar(40), ship_address varchar(60), ship_city varchar(15), ship_region varchar(15), ship_postal_code varchar(10), ship_country varchar(15));'),
  (1, 7, 'CREATE TABLE order_details (order_id integer REFERENCES orders, product_id smallint REFERENCES products, unit_price real NOT NULL, quantity smallint NOT NULL, discount real NOT NULL, PRIMARY KEY (order_id, product_id));');

INSERT INTO script
SELECT 2, category_id, format('INSERT INTO categories VALUES ({}, {}, {}, ''\x'');', category_id, words(category_name), words(description))
FROM categories;

INSERT INTO script
SELECT 3, n, 'INSERT INTO customers VALUES (' || concat_ws(', ', words(customer_id), words(company_name), words(contact_name),
  words(contact_title), words(address), words(city), words(region), words(CAST(postal_code AS varchar)), words(country), words(phone),
  CASE WHEN draw(h, 2, 4) = 0 THEN 'NULL' ELSE words(phone) END) || ');' AS line
FROM customers;

INSERT INTO script
SELECT 4, coalesce(reports_to, 0) * 100 + employee_id, 'INSERT INTO employees VALUES (' || concat_ws(', ', CAST(employee_id AS varchar), words(last_name),
  words(first_name), words(title), '''Ms.''', words(CAST(hire_date - 9000 AS varchar)), words(CAST(hire_date AS varchar)),
  '''12 Long Lane\nFlat 3''', words(city), words(region), '''12345''', words(country), '''(71) 555-0101''', '''101''', '''\x''',
  words('Speaks French.  Says: "it''s fine".'), coalesce(CAST(reports_to AS varchar), 'NULL'), '''http://pictures/none.bmp''') || ');' AS line
FROM employees;

INSERT INTO script
SELECT 5, supplier_id, 'INSERT INTO suppliers VALUES (' || concat_ws(', ', CAST(supplier_id AS varchar), words(company_name),
  'NULL, NULL, NULL', words(city), words(region), 'NULL', words(country), 'NULL, NULL, NULL') || ');' AS line
FROM suppliers;

INSERT INTO script
SELECT 6, n, 'INSERT INTO products VALUES (' || concat_ws(', ', CAST(product_id AS varchar), words(product_name), CAST(supplier_id AS varchar),
  CAST(category_id AS varchar), '''12 boxes''', four_bytes(price), CAST(units_in_stock AS varchar), CAST(10 * draw(h, 5, 7) AS varchar),
  CAST(5 * draw(h, 6, 7) AS varchar), CASE WHEN draw(h, 7, 8) = 0 THEN '1' ELSE '0' END) || ');' AS line
FROM products;

INSERT INTO script
SELECT 7, n, 'INSERT INTO orders VALUES (' || concat_ws(', ', CAST(order_id AS varchar), words(customer_id), CAST(employee_id AS varchar),
  words(CAST(order_date AS varchar)), words(CAST(order_date + 28 AS varchar)),
  CASE WHEN n % 40 = 17 THEN 'NULL' ELSE words(CAST(order_date + CAST(1 + draw(o, 6, 14) AS integer) AS varchar)) END,
  CAST(1 + draw(o, 7, 3) AS varchar), four_bytes((100 + draw(o, 6, 20000)) / 100), words(company_name), words(address), words(city),
  words(region), words(CAST(postal_code AS varchar)), words(country)) || ');' AS line
FROM orders;

INSERT INTO script
SELECT 8, order_id * 1000 + row_number() OVER (PARTITION BY order_id ORDER BY product_id),
  format('INSERT INTO order_details VALUES ({}, {}, {}, {}, {});', order_id, product_id, four_bytes(price), quantity, four_bytes(discount))
FROM order_details;

COPY (SELECT line FROM script ORDER BY part, place)
TO '${data}/northwind.sql' (FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '', ESCAPE '');

---------------------------------------------------------------------------------------------------- the stream

-- Of 72 messages, 46 are right and come once, five come again unchanged, one comes again with a later moment and another
-- status, one is eight hours late, one has a field more, four more are right; the other 14 are wrong, each in its own way.
CREATE TABLE messages AS
WITH numbered AS (
  SELECT n // 72 AS block, n % 72 AS i, CASE WHEN n % 72 BETWEEN 46 AND 51 THEN n % 72 - 46 ELSE n % 72 END AS like_i
  FROM range(72 * ${scale}) AS r (n)
),
drawn AS (
  SELECT *, seed('message ' || block || ' ' || like_i) AS h, TIMESTAMP '2026-01-16 17:30:00' - to_hours(block) + to_seconds(7 * like_i) AS moment
  FROM numbered
),
filled AS (
  SELECT
    block, i, h,
    CASE i WHEN 62 THEN '"abc"' ELSE CAST(20000 + 100 * block + like_i AS varchar) END AS order_id,
    CASE WHEN i IN (64, 65) THEN 'zzzzz' ELSE letters(draw(h, 0, 16)) END AS customer_id,
    CASE i WHEN 66 THEN 1000000 ELSE 1 + draw(h, 1, 48) END AS product_id,
    CASE i WHEN 67 THEN -4 WHEN 68 THEN 0 ELSE 1 + draw(h, 2, 20) END AS quantity,
    CASE i WHEN 69 THEN '-1.5' ELSE printf('%.2f', (500 + draw(h, 3, 9500)) / 100) END AS unit_price,
    CASE i WHEN 70 THEN '1.5' ELSE printf('%.2f', draw(h, 4, 30) / 100) END AS discount,
    CASE i WHEN 51 THEN 'delivered' ELSE ['pending', 'confirmed', 'processing', 'shipped'][1 + draw(h, 5, 4)] END AS status,
    CASE i
      WHEN 63 THEN '16/01/2026'
      WHEN 71 THEN '2031-01-01T00:00:00'
      ELSE strftime(CASE i WHEN 51 THEN moment + INTERVAL 1 HOUR WHEN 52 THEN moment - INTERVAL 8 HOUR ELSE moment END, '%Y-%m-%dT%H:%M:%S')
    END AS order_timestamp
  FROM drawn
)
SELECT
  block, i,
  CASE i
    WHEN 58 THEN '{"order_id": 12345, "customer_id": '
    WHEN 59 THEN 'connection reset by peer'
    WHEN 60 THEN ''
    WHEN 61 THEN '[1, 2, 3]'
    ELSE format('{{"order_id": {}, "customer_id": "{}", "product_id": {}, "quantity": {}, "unit_price": {}, "discount": {}, "status": "{}", "order_timestamp": "{}"{}}}',
      order_id, customer_id, product_id, quantity, unit_price, discount, status, order_timestamp,
      CASE i WHEN 53 THEN ', "gift_wrap": true' ELSE '' END) END AS message
FROM filled;

COPY (SELECT message FROM messages ORDER BY block, i * 29 % 72)
TO '${data}/stream/telemetry_orders.jsonl' (FORMAT csv, HEADER false, DELIMITER '\t', QUOTE '', ESCAPE '');
