-- Makes order lines with dirt, and their customers and products. Every choice is a hash of the row's number and of
-- what is chosen, so the same number of rows gives the same files. About 3 % of the lines bring an order a second
-- time, often changed later, sometimes at the same moment; about 3 % cannot be typed or break a rule.
SET threads = 1;

CREATE OR REPLACE TEMP MACRO draw(number, what, below) AS CAST(hash(number, what) % CAST(below AS ubigint) AS bigint);

COPY (
  SELECT
    printf('C%06d', i) AS customer_id,
    'Customer ' || draw(i, 1, 100000) || CASE WHEN i % 3 = 0 THEN ' ' ELSE '' END AS customer_name,
    ['France', 'germany', 'ITALY', 'Spain', 'Belgium', 'portugal', ' Switzerland'][1 + draw(i, 2, 7)] AS country,
    ['retail', 'RETAIL', 'Wholesale', 'online'][1 + draw(i, 3, 4)] AS segment
  FROM range(greatest(100, ${rows} // 200)) AS t (i)
  ORDER BY i
) TO '${data}/customers.csv' (FORMAT csv, HEADER);

COPY (
  SELECT
    printf('P%05d', i) AS product_id,
    'Product ' || i || ', size ' || draw(i, 4, 50) AS product_name,
    ['Drinks', 'snacks', 'Care ', 'HOME', 'toys'][1 + draw(i, 5, 5)] AS category,
    printf('%d.%02d', 1 + draw(i, 6, 90), draw(i, 7, 100)) AS list_price
  FROM range(2000) AS t (i)
  ORDER BY i
) TO '${data}/products.csv' (FORMAT csv, HEADER);

COPY (
  WITH lines AS (
    SELECT
      i,
      i * 13 // ${rows} AS part,
      draw(i, 10, 100) < 3 AS again,
      CASE WHEN draw(i, 10, 100) < 3 THEN draw(i, 11, ${rows}) ELSE i END AS k,
      draw(i, 12, 1000) AS dirt
    FROM range(${rows}) AS t (i)
  ),
  orders AS (
    SELECT *, DATE '2023-01-01' + CAST(draw(k, 13, 1096) AS integer) AS day FROM lines
  )
  SELECT
    printf('%08d', k) AS order_id,
    CASE
      WHEN dirt < 8 THEN ['n/a', NULL, '2024-13-45', '31/02/2024'][1 + dirt % 4]
      WHEN draw(i, 14, 10) = 0 THEN strftime(day, '%d/%m/%Y')
      WHEN draw(i, 14, 10) = 1 THEN strftime(day, '%Y%m%d')
      WHEN draw(i, 14, 10) = 2 THEN strftime(day, '%d-%b-%Y')
      ELSE strftime(day, '%Y-%m-%d')
    END AS order_date,
    CASE
      WHEN dirt BETWEEN 8 AND 11 THEN NULL
      WHEN draw(i, 15, 50) = 0 THEN printf(' c%06d', draw(k, 16, greatest(100, ${rows} // 200)))
      ELSE printf('C%06d', draw(k, 16, greatest(100, ${rows} // 200)))
    END AS customer_id,
    printf('P%05d', draw(k, 17, 2010)) AS product_id,
    CASE
      WHEN dirt BETWEEN 10 AND 21 THEN ['two', NULL, '-3', '0', 'n/a', '1O'][1 + dirt % 6]
      ELSE CAST(1 + draw(i, 18, 20) AS varchar)
    END AS quantity,
    CASE
      WHEN dirt BETWEEN 20 AND 31 THEN ['free', NULL, '-1.00', '12,5'][1 + dirt % 4]
      ELSE printf('%d.%02d', 1 + draw(k, 19, 90), draw(k, 20, 100))
    END AS unit_price,
    ['shipped', 'SHIPPED', 'returned', 'pending', ' shipped'][1 + draw(i, 21, 5)] AS status,
    strftime(
      day + to_seconds(draw(k, 22, 86400))
        + to_hours(CASE WHEN again THEN draw(i, 23, 5) ELSE 0 END),
      '%Y-%m-%d %H:%M:%S') AS updated_at,
    part
  FROM orders
) TO '${data}/orders' (FORMAT csv, HEADER, PARTITION_BY (part), OVERWRITE_OR_IGNORE);
