SELECT
  try_cast(transaction_id AS integer) AS transaction_id,
  try_cast(customer_id AS integer) AS customer_id,
  try_cast(product_id AS integer) AS product_id,
  try_cast(transaction_date AS timestamp) AS transaction_ts,
  try_cast(quantity AS integer) AS quantity,
  CAST(parse_number(unit_price) AS decimal(12, 2)) AS unit_price,
  CAST(parse_number(discount_rate) AS decimal(5, 4)) AS discount_rate,
  CAST(parse_number(discount_amount) AS decimal(12, 2)) AS discount_amount,
  CAST(parse_number(tax_amount) AS decimal(12, 2)) AS tax_amount,
  CAST(parse_number(total_amount) AS decimal(12, 2)) AS total_amount,
  trim(payment_method) AS payment_method,
  trim(status) AS status,
  try_cast(is_fraudulent AS boolean) AS is_fraudulent,
  _ingested_at,
  _source_row
FROM bronze.transactions
