-- Makes orders, in ten files, and batches of changes of them. Every choice is a hash of the order's number and of what
-- is chosen, so the same number of rows gives the same files. In a batch nine changes of ten are of orders that are
-- there, one of twenty deletes, one of ten brings a new order, and one of fifty is followed by another of the same order.
CREATE OR REPLACE TEMP MACRO draw(number, what, below) AS CAST(hash(number, what) % CAST(below AS ubigint) AS bigint);

CREATE OR REPLACE TEMP MACRO change(k, moment, version) AS {
  'order_id': CAST(k AS bigint),
  'updated_at': moment,
  'op': CASE WHEN version > 0 AND draw(k, version, 20) = 0 THEN 'D' WHEN version > 0 THEN 'U' ELSE 'I' END,
  'customer_id': printf('C%06d', draw(k, 16, greatest(100, ${rows} // 200))),
  'product_id': printf('P%05d', draw(k, 17, 2000)),
  'quantity': CAST(1 + draw(k, 18 + version, 20) AS integer),
  'unit_price': CAST(draw(k, 19, 9000) / 100 + 1 AS decimal(12,2)),
  'status': ['shipped', 'returned', 'pending'][1 + draw(k, 21 + version, 3)]
};

COPY (
  SELECT unnest(change(i, TIMESTAMP '2025-01-01' + to_seconds(i * 30000000 // ${rows}), 0)), i * 10 // ${rows} AS part
  FROM range(${rows}) AS t (i)
) TO '${data}/base' (FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE);

-- Of the last orders: 1, 5 and 25 % of all.
COPY (
  SELECT unnest(change(${rows} - n * 9 // 10 + i, TIMESTAMP '2026-01-01' + to_seconds(i // 10 + 3600 * v), 1 + v)), percent
  FROM (SELECT percent, ${rows} * percent // 100 AS n FROM (VALUES (1), (5), (25)) AS t (percent)),
    range(${rows} // 4) AS t (i), range(2) AS w (v)
  WHERE i < n AND (v = 0 OR i % 50 = 0)
) TO '${data}/last' (FORMAT parquet, PARTITION_BY (percent), OVERWRITE_OR_IGNORE);

-- Of orders anywhere: 1 %.
COPY (
  SELECT unnest(change(CASE WHEN i < n * 9 // 10 THEN i * ${rows} // (n * 9 // 10) ELSE ${rows} + i END,
    TIMESTAMP '2026-01-01' + to_seconds(i // 10 + 3600 * v), 1 + v)), 1 AS percent
  FROM (SELECT ${rows} // 100 AS n), range(${rows} // 100) AS t (i), range(2) AS w (v)
  WHERE v = 0 OR i % 50 = 0
) TO '${data}/anywhere' (FORMAT parquet, PARTITION_BY (percent), OVERWRITE_OR_IGNORE);
