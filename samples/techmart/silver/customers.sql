-- Every change of a customer, the first state being one: the day of registration is the day from which it holds.
WITH changes AS (
  SELECT
    customer_id, first_name, last_name, email, phone, city, country, registration_date, customer_segment, is_active,
    'insert' AS operation, registration_date AS effective_date, registration_date AS updated_at
  FROM bronze.customers
  UNION ALL
  SELECT
    customer_id, first_name, last_name, email, phone, city, country, registration_date, customer_segment, is_active,
    operation, CASE WHEN operation = 'insert' THEN registration_date ELSE effective_date END, updated_at
  FROM bronze.customer_changes
)
SELECT
  try_cast(customer_id AS integer) AS customer_id,
  trim(first_name) AS first_name,
  trim(last_name) AS last_name,
  lower(trim(email)) AS email,
  trim(phone) AS phone,
  trim(city) AS city,
  trim(country) AS country,
  try_cast(registration_date AS date) AS registration_date,
  trim(customer_segment) AS customer_segment,
  try_cast(is_active AS boolean) AS is_active,
  operation,
  try_cast(effective_date AS date) AS effective_date,
  try_cast(updated_at AS timestamp) AS updated_at
FROM changes
