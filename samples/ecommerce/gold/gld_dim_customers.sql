SELECT
  customer.customer_id,
  customer.phone,
  customer.country_code,
  customer.country,
  customer.state,
  coalesce(place.region, 'Other') AS region
FROM silver.customers AS customer
LEFT JOIN bronze.regions AS place ON customer.country = place.country AND customer.state = place.state
