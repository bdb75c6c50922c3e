-- What a day is follows from its date.
SELECT
  CAST(format_date("date", 'yyyyMMdd') AS integer) AS date_id,
  "date",
  year("date") AS "year",
  month_name("date") AS month_name,
  day_name("date") AS day_name,
  CASE WHEN iso_day_of_week("date") >= 6 THEN 1 ELSE 0 END AS is_weekend,
  'Q' || CAST(quarter("date") AS varchar) || '-' || CAST(year("date") AS varchar) AS "quarter",
  'Week' || CAST(iso_week("date") AS varchar) || '-' || CAST(iso_year("date") AS varchar) AS week
FROM silver.calendar
