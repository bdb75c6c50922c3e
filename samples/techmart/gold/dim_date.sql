SELECT
  CAST(format_date(date_value, 'yyyyMMdd') AS integer) AS date_id,
  date_value AS "date",
  year(date_value) AS "year",
  quarter(date_value) AS "quarter",
  month(date_value) AS "month",
  month_name(date_value) AS month_name,
  iso_week(date_value) AS "week",
  day(date_value) AS "day",
  day_name(date_value) AS day_name,
  iso_day_of_week(date_value) >= 6 AS is_weekend
FROM TABLE(date_spine(DATE '${first-day}', DATE '${last-day}', 'day'))
