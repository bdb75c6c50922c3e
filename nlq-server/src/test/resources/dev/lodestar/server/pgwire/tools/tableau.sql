# Tableau: settings, what the connection can do (temporary tables: it goes on without), tables by the driver, a view of data.
#
# After logs of Tableau Desktop in cube-js/cube#10721, crate/crate#10213, amazon-archives/sql-jdbc#2 and
# risingwavelabs/risingwave#10459. Its lists of tables and columns are those of the JDBC driver. The layout is ours.

SET extra_float_digits = 3

SET application_name = 'Tableau'

SET client_encoding TO 'UTF8'

SET client_min_messages TO 'warning'

SET TIME ZONE 'UTC'

SELECT 1
> 1

# Nothing can be made here; Tableau goes on without such tables.
CREATE LOCAL TEMPORARY TABLE "#Tableau_1_2_Connect_CheckCreateTempTableCap" ( "COL" INTEGER ) ON COMMIT PRESERVE ROWS
! 25006 only here

DROP TABLE "#Tableau_1_2_Connect_CheckCreateTempTableCap"
! 25006 only here

SELECT * INTO TEMPORARY TABLE "#Tableau_1_1_Connect_CheckSelectIntoCap" FROM (SELECT 1 AS "COL") AS "CHECKTEMP"
! 25006 only here

SELECT * FROM "#Tableau_1_1_Connect_CheckSelectIntoCap"
! 42P01

# Whether columns may be grouped by their place, and sub-selects stand in FROM.
SELECT "SUBCOL" AS "COL" FROM ( SELECT 1 AS "SUBCOL" ) "SUBQUERY" GROUP BY 1
> 1

SELECT 1 AS "COL" FROM (SELECT 1 AS "COL") AS "CHECKTEMP" LIMIT 1
> 1

# The types of a table's columns, without a row.
SELECT * FROM "gold"."fact_sales" LIMIT 0
> (none)

SELECT "fact_sales"."amount" AS "amount", "fact_sales"."note" AS "note" FROM "gold"."fact_sales" "fact_sales" WHERE (1 = 0)
> (none)

# A sheet: sums by a name and by the months of a date.
SELECT "dim_products"."name" AS "name", SUM("fact_sales"."amount") AS "sum:amount:ok", DATE_TRUNC( 'MONTH', CAST("fact_sales"."sold_on" AS TIMESTAMP) ) AS "tmn:sold_on:ok"
FROM "gold"."fact_sales" "fact_sales"
  INNER JOIN "gold"."dim_products" "dim_products" ON ("fact_sales"."product_id" = "dim_products"."product_id")
WHERE (("fact_sales"."sold_on" >= (DATE '2024-02-01')) AND ("fact_sales"."sold_on" < (DATE '2024-04-01')))
GROUP BY 1, 3
HAVING (COUNT(1) > 0)
ORDER BY 1, 3
> fruit 1 | 101.25 | 2024-02-01 00:00:00
> fruit 1 | 206.25 | 2024-03-01 00:00:00
> fruit 2 | 111.25 | 2024-02-01 00:00:00
> fruit 2 | 186.25 | 2024-03-01 00:00:00
> fruit 3 | 113.75 | 2024-02-01 00:00:00
> fruit 3 | 188.75 | 2024-03-01 00:00:00

# The ends of a filter.
SELECT MIN("fact_sales"."amount") AS "TEMP(min)", MAX("fact_sales"."amount") AS "TEMP(max)", COUNT(1) AS "TEMP(count)"
FROM "gold"."fact_sales" "fact_sales" HAVING (COUNT(1) > 0)
> 0.00 | 24.75 | 100
