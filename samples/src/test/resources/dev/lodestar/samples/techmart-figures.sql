-- Figures of the real files that have been published, or worked out by others.

SELECT (SELECT count(*) FROM raw_customers), (SELECT count(*) FROM dim_products), (SELECT count(*) FROM fact_sales), (SELECT count(*) FROM dim_date)
--> 5000 | 500 | 50000 | 731

-- The headline adds cancelled and refunded sales, and tax.
SELECT sum(total_amount), round(avg(total_amount), 6), sum(quantity * unit_price) FROM fact_sales
--> 432392943.45 | 8647.858869 | 379262450.21

SELECT status, count(*), sum(total_amount) FROM fact_sales GROUP BY 1 ORDER BY 2 DESC
--> Completed | 40199 | 347505372.58
--> Cancelled | 4952 | 43037801.89
--> Refunded | 4849 | 41849768.98

SELECT category, sum(total_amount) FROM fact_sales JOIN dim_products USING (product_id) WHERE status = 'Completed' GROUP BY 1 ORDER BY 2 DESC
--> Sport | 99738715.04
--> Maison | 87524138.93
--> Mode | 83386874.02
--> Electronique | 76855644.59

SELECT count(*), sum(total_amount) FROM fact_sales WHERE is_fraudulent
--> 473 | 3797161.02

SELECT payment_method, count(*) FROM fact_sales GROUP BY 1 ORDER BY 2 DESC
--> Carte | 16754
--> PayPal | 16669
--> Virement | 16577

-- Customers, versions, current ones, deleted ones.
SELECT count(DISTINCT customer_id), count(*), count(*) FILTER (is_current), count(DISTINCT customer_id) - count(*) FILTER (is_current)
FROM dim_customers
--> 5010 | 5257 | 5005 | 5

SELECT versions, count(*) FROM (SELECT count(*) AS versions FROM dim_customers GROUP BY customer_id) GROUP BY 1 ORDER BY 1
--> 1 | 4833
--> 2 | 117
--> 3 | 50
--> 4 | 10

SELECT valid_from, count(*) FROM dim_customers WHERE valid_from >= DATE '2024-01-01' GROUP BY 1 ORDER BY 1
--> 2024-01-15 | 160
--> 2024-02-10 | 15
--> 2024-03-01 | 82

SELECT customer_segment, count(*) FROM dim_customers WHERE is_current GROUP BY 1 ORDER BY 2 DESC
--> Premium | 1696
--> Basic | 1664
--> Standard | 1645

SELECT customer_segment, count(*) FROM dim_customers
WHERE DATE '2024-02-20' >= valid_from AND (is_current OR DATE '2024-02-20' < valid_to) GROUP BY 1 ORDER BY 2 DESC
--> Premium | 1707
--> Basic | 1653
--> Standard | 1650

SELECT customer_segment, phone = '+212600001139', valid_from > registration_date, valid_to FROM dim_customers
WHERE customer_id = 1139 ORDER BY valid_from
--> Basic | false | false | 2024-01-15
--> Standard | false | true | 2024-02-10
--> Standard | true | true | 2024-03-01
--> Premium | false | true | null

SELECT count(*), count(*) FILTER (CAST(transaction_ts AS date) < first_day), count(*) FILTER (CAST(transaction_ts AS date) >= first_day), sum(total_amount)
FROM fact_sales JOIN (SELECT customer_id, min(valid_from) AS first_day FROM dim_customers GROUP BY 1) USING (customer_id)
WHERE customer_key IS NULL
--> 2248 | 2225 | 23 | 19655298.91

SELECT customer_segment, sum(total_amount) FROM fact_sales JOIN dim_customers USING (customer_key) WHERE status = 'Completed' GROUP BY 1 ORDER BY 2 DESC
--> Premium | 113101879.59
--> Basic | 109386583.48
--> Standard | 109145079.04

SELECT today.customer_segment, sum(total_amount) FROM fact_sales JOIN dim_customers AS today USING (customer_id)
WHERE status = 'Completed' AND today.is_current AND fact_sales.customer_key IS NOT NULL GROUP BY 1 ORDER BY 2 DESC
--> Premium | 112775704.28
--> Standard | 109537450.43
--> Basic | 109118043.27
