-- One row per product of Sports Bar. The code is made from the corrected name, so that it is the same whatever becomes
-- of the number.
WITH given AS (
  SELECT
    trim(product_id) AS given_id,
    regexp_replace(trim(product_name), 'protien', 'Protein', 'gi') AS product,
    initcap(regexp_replace(trim(category), 'protien', 'Protein', 'gi')) AS category,
    _source_file,
    _source_row
  FROM bronze.child_products
),
numbered AS (
  SELECT given.*, coalesce(right_one.product_id, given.given_id) AS best_id
  FROM given
  LEFT JOIN bronze.product_id_corrections AS right_one ON given.given_id = right_one.given_id
)
SELECT
  sha256(product) AS product_code,
  CASE WHEN regexp_like(best_id, '^[0-9]+$') THEN best_id ELSE '999999' END AS product_id,
  given_id,
  CASE
    WHEN category IN ('Energy Bars', 'Protein Bars') THEN 'Nutrition Bars'
    WHEN category = 'Granola & Cereals' THEN 'Breakfast Foods'
    WHEN category = 'Recovery Dairy' THEN 'Dairy & Recovery'
    WHEN category = 'Healthy Snacks' THEN 'Healthy Snacks'
    WHEN category = 'Electrolyte Mix' THEN 'Hydration & Electrolytes'
    ELSE 'Other'
  END AS division,
  category,
  product,
  regexp_extract(product, '\(([^)]*)\)', 1) AS "variant",
  _source_file,
  _source_row
FROM numbered
