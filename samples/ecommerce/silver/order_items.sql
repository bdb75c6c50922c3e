-- Order items, read and typed. Only the files that are new are read; an item that is sent again replaces what was
-- known of it.
SELECT
  trim(order_id) AS order_id,
  try_cast(item_seq AS integer) AS item_seq,
  parse_date(trim(dt), 'yyyy-MM-dd') AS order_date,
  parse_timestamp(trim(order_ts), 'yyyy-MM-dd HH:mm:ss', 'dd-MM-yyyy HH:mm') AS order_ts,
  trim(customer_id) AS customer_id,
  trim(product_id) AS product_id,
  CASE lower(trim(quantity)) WHEN 'two' THEN 2 ELSE try_cast(quantity AS integer) END AS quantity,
  upper(trim(unit_price_currency)) AS currency,
  CAST(parse_number(replace(unit_price, '$', '')) AS decimal(12, 2)) AS unit_price,
  CAST(parse_number(rtrim(trim(discount_pct), '%')) AS decimal(5, 2)) AS discount_percent,
  CAST(parse_number(tax_amount) AS decimal(12, 2)) AS tax_amount,
  CASE lower(trim(channel)) WHEN 'web' THEN 'Website' WHEN 'app' THEN 'Mobile' ELSE channel END AS channel,
  lower(trim(coupon_code)) AS coupon_code,
  _ingested_at,
  _source_file,
  _source_row
FROM bronze.order_items
