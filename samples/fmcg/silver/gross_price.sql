-- A negative price is a slip of the sign; a word says that the price is not known, which is kept as 0.
SELECT
  trim(product_id) AS product_id,
  parse_date(trim("month"), 'yyyy/MM/dd', 'dd/MM/yyyy', 'yyyy-MM-dd', 'dd-MM-yyyy') AS "month",
  CAST(coalesce(abs(parse_number(gross_price)), 0) AS decimal(12, 2)) AS gross_price,
  _source_file,
  _source_row
FROM bronze.child_gross_price
