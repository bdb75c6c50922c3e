SELECT
  trim(product_code) AS product_code,
  try_cast(trim("year") AS integer) AS "year",
  CAST(parse_number(price_inr) AS decimal(12, 2)) AS price_inr
FROM bronze.parent_gross_price
