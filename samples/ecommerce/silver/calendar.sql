-- One row per day. Of a day that comes twice the file may say two things, so what a day is follows from its date; what
-- the file says is only compared with that.
SELECT
  parse_date(trim("date"), 'dd-MM-yyyy') AS "date",
  lower(trim(day_name)) AS given_day_name,
  try_cast("year" AS integer) AS given_year,
  try_cast("quarter" AS integer) AS given_quarter,
  abs(try_cast(week_of_year AS integer)) AS given_week,
  _source_file,
  _source_row
FROM bronze.calendar
