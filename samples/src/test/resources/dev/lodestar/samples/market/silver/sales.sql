SELECT
  try_cast(sale_id AS integer) AS sale_id,
  try_cast(sold_on AS date) AS sold_on,
  city,
  product,
  try_cast(amount AS decimal(12, 2)) AS amount,
  try_cast(pieces AS integer) AS pieces
FROM bronze.sales
