-- Amounts are exact: discounts and rupees are rounded up to whole units, and never because of dust behind the point.
WITH grossed AS (
  SELECT item.*, CAST(item.quantity * item.unit_price AS decimal(18, 2)) AS gross_amount
  FROM silver.order_items AS item
),
discounted AS (
  SELECT grossed.*, CAST(ceil(gross_amount * discount_percent * 0.01) AS decimal(18, 2)) AS discount_amount
  FROM grossed
),
netted AS (
  SELECT discounted.*, CAST(gross_amount - discount_amount + tax_amount AS decimal(18, 2)) AS net_amount
  FROM discounted
)
SELECT
  CAST(format_date(item.order_date, 'yyyyMMdd') AS integer) AS date_id,
  item.order_date AS transaction_date,
  item.order_ts AS transaction_ts,
  item.order_id AS transaction_id,
  item.customer_id,
  item.item_seq AS seq_no,
  item.product_id,
  item.channel,
  item.coupon_code,
  CASE WHEN item.coupon_code IS NULL THEN 0 ELSE 1 END AS coupon_flag,
  item.currency AS unit_price_currency,
  item.quantity,
  item.unit_price,
  item.gross_amount,
  item.discount_percent,
  item.discount_amount,
  item.tax_amount,
  item.net_amount,
  CAST(ceil(item.net_amount * rate.inr) AS bigint) AS net_amount_inr
FROM netted AS item
LEFT JOIN silver.exchange_rates AS rate ON item.currency = rate.currency
