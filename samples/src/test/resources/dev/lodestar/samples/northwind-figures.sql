-- Figures of the real database and stream that have been published, or worked out by others.

SELECT (SELECT count(*) FROM raw_customers), (SELECT count(*) FROM raw_orders), (SELECT count(*) FROM raw_order_details),
  (SELECT count(*) FROM raw_products), (SELECT count(*) FROM raw_employees), (SELECT count(*) FROM raw_suppliers),
  (SELECT count(*) FROM raw_categories)
--> 91 | 830 | 2155 | 77 | 9 | 29 | 8

SELECT (SELECT count(*) FROM dim_customers), (SELECT count(*) FROM dim_products), (SELECT count(*) FROM fact_orders)
--> 91 | 77 | 2155

SELECT sum(montant_net), CAST(sum(unit_price * quantity) AS decimal(18, 2)), count(DISTINCT order_id), count(DISTINCT customer_id), min(order_date), max(order_date)
FROM fact_orders
--> 1265793.0395 | 1354458.59 | 830 | 89 | 1996-07-04 | 1998-05-06

SELECT revenue, customers, active_customers, orders, basket, vip_customers FROM executive_summary
--> 1265793.0395 | 91 | 89 | 830 | 1525.051855 | 23

SELECT year(order_date), count(DISTINCT order_id), sum(montant_net) FROM fact_orders GROUP BY 1 ORDER BY 1
--> 1996 | 152 | 208083.9700
--> 1997 | 408 | 617085.2035
--> 1998 | 270 | 440623.8660

SELECT country, revenue FROM revenue_by_country WHERE place <= 5 OR place = (SELECT count(*) FROM revenue_by_country) ORDER BY place
--> USA | 245584.6105
--> GERMANY | 230284.6335
--> AUSTRIA | 128003.8385
--> BRAZIL | 106925.7765
--> FRANCE | 81358.3225
--> POLAND | 3531.9500

SELECT count(*) FROM revenue_by_country
--> 21

SELECT category, sum(montant_net) FROM fact_orders JOIN dim_products USING (product_id) GROUP BY 1 ORDER BY 2 DESC
--> Beverages | 267868.1800
--> Dairy Products | 234507.2850
--> Confections | 167357.2250
--> Meat/Poultry | 163022.3595
--> Seafood | 131261.7375
--> Condiments | 106047.0850
--> Produce | 99984.5800
--> Grains/Cereals | 95744.5875

SELECT stock_status, count(*) FROM dim_products GROUP BY 1 ORDER BY 1
--> CRITIQUE | 12
--> NORMAL | 65

SELECT segment, customers, monetary FROM segments ORDER BY monetary DESC
--> VIP | 23 | 852661.77
--> LOYAL | 22 | 266726.94
--> REGULAR | 22 | 108152.81
--> AT_RISK | 22 | 38251.56

SELECT company_name, recency, frequency, monetary FROM rfm_segments ORDER BY monetary DESC LIMIT 3
--> Quick-stop | 22 | 28 | 110277.31
--> Ernst Handel | 1 | 30 | 104874.98
--> Save-a-lot Markets | 5 | 31 | 104361.95

SELECT company_name FROM dim_customers ANTI JOIN fact_orders USING (customer_id) ORDER BY 1
--> Fissa Fabrica Inter. Salchichas S.a.
--> Paris Spécialités

SELECT employee_name, sum(montant_net) AS amount FROM fact_orders JOIN dim_employees USING (employee_id)
GROUP BY 1 QUALIFY row_number() OVER (ORDER BY amount DESC) <= 3 OR row_number() OVER (ORDER BY amount) = 1 ORDER BY 2 DESC
--> Margaret Peacock | 232890.8460
--> Janet Leverling | 202812.8430
--> Nancy Davolio | 192107.6045
--> Steven Buchanan | 68792.2825

SELECT count(*), count(*) FILTER (fault IS NULL), count(*) FILTER (fault IS NULL) - (SELECT count(*) FROM fact_orders_kafka) FROM judged
--> 72 | 58 | 6

SELECT count(*), sum(quantity), sum(montant_net) FROM fact_orders_kafka
--> 52 | 590 | 25985.8677

SELECT fault, count(*) FROM judged WHERE fault IS NOT NULL GROUP BY 1 ORDER BY 1
--> in the future | 1
--> not JSON | 3
--> not an object | 1
--> out of range | 4
--> unknown customer | 2
--> unknown product | 1
--> wrong type or format | 2

SELECT _systeme_source, count(*) FROM vw_fact_orders_all GROUP BY 1 ORDER BY 1
--> kafka | 52
--> postgresql | 2155
