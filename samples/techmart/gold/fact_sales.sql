-- A sale with the version of its customer that held on its day. Nobody was a customer before registration or after
-- being deleted: such a sale has a customer, and no version.
SELECT
  sale.transaction_id,
  sale.customer_id,
  buyer.customer_key,
  sale.product_id,
  CAST(format_date(sale.transaction_ts, 'yyyyMMdd') AS integer) AS date_id,
  sale.transaction_ts,
  sale.quantity,
  sale.unit_price,
  sale.discount_rate,
  sale.discount_amount,
  sale.tax_amount,
  sale.total_amount,
  sale.payment_method,
  sale.status,
  sale.is_fraudulent
FROM silver.transactions AS sale
LEFT JOIN gold.dim_customers AS buyer
  ON sale.customer_id = buyer.customer_id
  AND CAST(sale.transaction_ts AS date) >= buyer.valid_from
  AND (buyer.is_current OR CAST(sale.transaction_ts AS date) < buyer.valid_to)
