-- One price per product and year. Sports Bar has monthly prices: the price of a year is that of its latest month with
-- a known one.
WITH priced_months AS (
  SELECT product_code, CAST(EXTRACT(YEAR FROM "month") AS integer) AS "year", "month", gross_price
  FROM gold.sb_dim_gross_price
  WHERE gross_price > 0
),
latest AS (
  SELECT product_code, "year", gross_price
  FROM priced_months
  QUALIFY row_number() OVER (PARTITION BY product_code, "year" ORDER BY "month" DESC, gross_price DESC) = 1
)
SELECT product_code, "year", price_inr
FROM silver.parent_gross_price
UNION ALL
SELECT product_code, "year", gross_price
FROM latest
