-- The tables that the scripts read. Small enough to work every answer out by hand.

-- People with accents, a missing city and an empty one, a leap-day birth, a boss who is not there, a negative balance.
CREATE TABLE "gold.people" (
  id integer, name varchar, city varchar, born date, height double, salary decimal(10, 2), balance bigint,
  active boolean, boss_id integer, joined timestamp);
INSERT INTO "gold.people" VALUES
  (1, 'Ann',     'Paris', '1980-02-29', 1.75, 5200.50,  100, true,  NULL, '2020-01-31 08:30:00'),
  (2, 'Bob',     'Łódź',  '1992-12-31', 1.82, 3100.00, -250, true,  1,    '2021-12-31 23:59:59.999999'),
  (3, 'Chloé',   'paris', '1985-07-14', NULL, 4100.25,    0, false, 1,    '2020-01-31 08:30:00'),
  (4, 'Dmitri',  '',      '2000-01-01', 1.68, NULL,    7000, true,  2,    NULL),
  (5, 'Éva',     NULL,    NULL,         1.60, 3100.00, NULL, NULL,  9,    '2024-02-29 00:00:00'),
  (6, 'Zoé',     'Paris', '1992-12-31', 1.75, 2000.00, -250, false, 2,    '2023-06-15 12:00:00.5');

-- What they bought: a person twice the same thing, a person unknown, nobody, nothing.
CREATE TABLE "gold.sales" (
  id bigint, person_id integer, product varchar, quantity integer, price decimal(12, 4), sold_on date, sold_at timestamp);
INSERT INTO "gold.sales" VALUES
  (101, 1,    'lamp',  2,    19.9900,  '2024-01-31', '2024-01-31 09:15:00'),
  (102, 1,    'chair', 1,    89.5000,  '2024-02-29', '2024-02-29 10:00:00'),
  (103, 2,    'lamp',  3,    19.9900,  '2024-12-30', '2024-12-30 00:00:00'),
  (104, 2,    'lamp',  3,    19.9900,  '2024-12-30', '2024-12-30 00:00:00'),
  (105, 3,    NULL,    NULL, 5.2500,   '2025-01-01', '2025-01-01 23:59:59'),
  (106, 77,   'rug',   -1,   120.0001, '2024-07-14', '2024-07-14 18:45:30.25'),
  (107, NULL, 'rug',   10,   NULL,     NULL,         NULL),
  (108, 6,    'chair', 0,    89.5000,  '2023-12-31', '2023-12-31 12:00:00');

CREATE TABLE "silver.notes" (person_id integer, note varchar);
INSERT INTO "silver.notes" VALUES
  (1, 'says "hi"'), (1, 'it''s 100% sure'), (3, ''), (4, NULL), (6, 'a_b'), (NULL, 'nobody''s');

-- Days at the ends of years, ISO weeks and February.
CREATE TABLE "gold.days" (id integer, d date, t timestamp);
INSERT INTO "gold.days" VALUES
  (1, '2020-12-31', '2020-12-31 23:59:59.999999'),
  (2, '2021-01-03', '2021-01-03 00:00:00'),
  (3, '2021-01-04', '2021-01-04 12:34:56'),
  (4, '2024-02-29', '2024-02-29 06:00:00'),
  (5, '2024-12-30', '2024-12-30 23:00:00.000001'),
  (6, '1969-12-31', '1969-12-31 23:59:59'),
  (7, NULL, NULL);

-- The ends of each numeric type.
CREATE TABLE "gold.numbers" (id integer, i integer, b bigint, x double, n decimal(10, 2), w decimal(38, 10));
INSERT INTO "gold.numbers" VALUES
  (1, 7, 7, 7.5, 7.25, 7.0000000001),
  (2, -7, -7, -7.5, -7.25, -7.0000000001),
  (3, 0, 0, 0.0, 0.00, 0.0000000000),
  (4, 2147483647, 9223372036854775807, 1e100, 99999999.99, 9999999999999999999999999999.9999999999),
  (5, -2147483648, -9223372036854775808, -1e-7, -99999999.99, -1.5),
  (6, 2, 3, 2.5, 2.50, 2.5),
  (7, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE "gold.texts" (id integer, s varchar);
INSERT INTO "gold.texts" VALUES
  (1, 'hello world'), (2, ''), (3, '  padded  '), (4, 'École'), (5, 'ZEBRA'), (6, 'apple'), (7, '日本語'), (8, NULL),
  (9, 'a|b|c'), (10, '50%_off'), (11, 'x''y');

CREATE TABLE "gold.docs" (id integer, j varchar);
INSERT INTO "gold.docs" VALUES
  (1, '{"name": "Ann", "age": 41, "tags": ["a", "b"], "address": {"city": "Łódź", "zip": null}, "ok": true}'),
  (2, '{"name": "", "age": "41", "tags": []}'),
  (3, '[1, 2.5, -3e2]'),
  (4, 'not json'),
  (5, NULL),
  (6, '{"a b": 1, "x.y": 2}');

-- Names that SQL would like to keep for itself.
CREATE TABLE "gold.odd" ("date" date, "year" integer, "select" varchar, "order" integer, "value" double, "user" varchar);
INSERT INTO "gold.odd" VALUES ('2024-05-06', 2024, 'first', 2, 0.5, 'ann'), ('2023-01-01', 2023, 'second', 1, NULL, NULL);

CREATE TABLE "gold.nothing" (
  b boolean, i integer, l bigint, x double, n decimal(12, 2), d date, t timestamp, s varchar);

-- A graph for self joins and reachability.
CREATE TABLE "gold.edges" (a integer, b integer);
INSERT INTO "gold.edges" VALUES (1, 2), (2, 3), (3, 1), (3, 4), (NULL, 4), (4, NULL);

-- Two lists with duplicates and nulls for set operations.
CREATE TABLE "gold.lefts" (k integer, v varchar);
INSERT INTO "gold.lefts" VALUES (1, 'a'), (1, 'a'), (2, 'b'), (2, 'b'), (2, 'b'), (NULL, 'n'), (NULL, 'n'), (3, NULL);
CREATE TABLE "gold.rights" (k bigint, v varchar);
INSERT INTO "gold.rights" VALUES (1, 'a'), (2, 'b'), (2, 'b'), (NULL, 'n'), (4, 'd');

