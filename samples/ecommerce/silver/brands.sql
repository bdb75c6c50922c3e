-- One row per brand. Stray signs leave the code; a category that is spelt out gets its code.
SELECT
  upper(regexp_replace(brand_code, '[^A-Za-z0-9]', '', 'g')) AS brand_code,
  trim(brand_name) AS brand_name,
  CASE upper(trim(category_code))
    WHEN 'GROCERY' THEN 'GRCY'
    WHEN 'BOOKS' THEN 'BKS'
    WHEN 'TOYS' THEN 'TOY'
    ELSE upper(trim(category_code))
  END AS category_code,
  _source_file,
  _source_row
FROM bronze.brands
