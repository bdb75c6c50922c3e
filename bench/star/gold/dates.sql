SELECT
  d_datekey,
  d_date,
  d_year,
  d_yearmonthnum,
  d_yearmonth,
  d_weeknuminyear
FROM bronze.dates
