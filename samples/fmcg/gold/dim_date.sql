WITH months AS (
  SELECT
    date_value,
    CAST(EXTRACT(YEAR FROM date_value) AS integer) AS year_number,
    CAST(EXTRACT(MONTH FROM date_value) AS integer) AS month_number,
    'Q' || CAST(EXTRACT(QUARTER FROM date_value) AS varchar) AS quarter_name
  FROM TABLE(date_spine(DATE '${first-month}', DATE '${last-month}', 'month'))
)
SELECT
  date_value AS month_start_date,
  year_number * 100 + month_number AS date_key,
  year_number AS "year",
  month_name(date_value) AS month_name,
  substring(month_name(date_value), 1, 3) AS month_short_name,
  quarter_name AS "quarter",
  CAST(year_number AS varchar) || '-' || quarter_name AS year_quarter
FROM months
