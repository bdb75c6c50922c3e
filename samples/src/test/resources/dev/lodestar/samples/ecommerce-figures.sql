-- Figures of the real files that have been published, or worked out by others.

SELECT count(*), count(DISTINCT transaction_id), count(DISTINCT customer_id), count(DISTINCT product_id), sum(quantity), sum(net_amount_inr)
FROM gld_fact_order_items
--> 183378 | 104756 | 88495 | 48702 | 245635 | 3406779440

-- The sums over all currencies are amounts of nothing; they are those of the original's dashboard.
SELECT CAST(sum(gross_amount) AS bigint), CAST(sum(net_amount) AS bigint) FROM gld_fact_order_items
--> 1791061312 | 1814717452

SELECT month_name, count(*), count(DISTINCT transaction_id), sum(net_amount_inr), CAST(sum(gross_amount) AS bigint)
FROM fact_transactions_denorm GROUP BY month_name ORDER BY min(transaction_date)
--> August | 63206 | 36121 | 1166335200 | 612704064
--> September | 57418 | 32911 | 1072077501 | 566693424
--> October | 62754 | 35724 | 1168366739 | 611663824

SELECT unit_price_currency, count(*), count(DISTINCT transaction_id), CAST(sum(net_amount) AS bigint), sum(net_amount_inr)
FROM gld_fact_order_items GROUP BY 1 ORDER BY 5 DESC
--> INR | 100505 | 57418 | 1788203090 | 1788203090
--> USD | 22123 | 12655 | 4733549 | 417936110
--> GBP | 18465 | 10529 | 3369046 | 397487898
--> SGD | 10789 | 6111 | 3369686 | 229750427
--> AED | 12818 | 7370 | 9197736 | 222407551
--> AUD | 9336 | 5380 | 3122564 | 179708038
--> CAD | 9342 | 5293 | 2721781 | 171286326

SELECT category_name, sum(net_amount_inr) FROM fact_transactions_denorm GROUP BY 1 ORDER BY 2 DESC
--> Electronics | 2582157626
--> Home & Kitchen | 473584540
--> Apparel | 130521513
--> Sports & Outdoors | 86923444
--> Beauty & Personal Care | 52689512
--> Toys & Games | 41650826
--> Books | 24991457
--> Grocery | 14260522

-- The biggest day and its categories.
SELECT transaction_date, sum(net_amount_inr) FROM gld_fact_order_items GROUP BY 1 ORDER BY 2 DESC LIMIT 1
--> 2025-08-30 | 69608852

SELECT category_name, sum(net_amount_inr) FROM fact_transactions_denorm
WHERE transaction_date = DATE '2025-08-30' GROUP BY 1 ORDER BY 2 DESC LIMIT 3
--> Electronics | 53122823
--> Home & Kitchen | 9489283
--> Apparel | 2637624

-- The first and the tenth product of August.
SELECT product_id, sku, brand_name, category_name, inr FROM (
  SELECT product_id, sku, brand_name, category_name, sum(net_amount_inr) AS inr, row_number() OVER (ORDER BY inr DESC) AS place
  FROM fact_transactions_denorm WHERE month_name = 'August' GROUP BY ALL
) WHERE place = 1
--> 2000000138275 | ZNTH-CE-00AO3 | Zenith | Electronics | 1294433

SELECT product_id, inr FROM (
  SELECT product_id, sum(net_amount_inr) AS inr, row_number() OVER (ORDER BY inr DESC) AS place
  FROM fact_transactions_denorm WHERE month_name = 'August' GROUP BY ALL
) WHERE place = 10
--> 2000000162744 | 831561

SELECT channel, month_name, round(sum(net_amount_inr) / count(DISTINCT customer_id), 2)
FROM fact_transactions_denorm GROUP BY ALL ORDER BY channel, min(transaction_date)
--> Mobile | August | 33961.94
--> Mobile | September | 34191.14
--> Mobile | October | 34012.93
--> Website | August | 32529.94
--> Website | September | 32614.15
--> Website | October | 33266.44

-- This and the last one depend on customers that were rebuilt.
SELECT country, count(*) FROM gld_dim_customers GROUP BY 1 ORDER BY 2 DESC
--> India | 164509
--> United States | 36154
--> United Kingdom | 29965
--> United Arab Emirates | 20923
--> Singapore | 17636
--> Australia | 15384
--> Canada | 15129

SELECT channel, count(*), sum(net_amount_inr) FROM gld_fact_order_items GROUP BY 1 ORDER BY 1
--> Mobile | 100988 | 1898286358
--> Website | 82390 | 1508493082

SELECT coupon_code, count(*), sum(coupon_flag) FROM gld_fact_order_items GROUP BY 1 ORDER BY 2 DESC
--> null | 119548 | 0
--> fest20 | 21844 | 21844
--> prime5 | 18476 | 18476
--> new10 | 14309 | 14309
--> save50 | 9201 | 9201

SELECT count(*), sum(net_amount_inr) FROM fact_transactions_denorm WHERE is_weekend = 1
--> 60500 | 1111255091

-- The heat map as the original draws it, currencies added up, and in rupees.
SELECT day_name, hour_of_day, CAST(sum(net_amount) AS bigint) FROM fact_transactions_denorm GROUP BY ALL ORDER BY 3 DESC LIMIT 1
--> Friday | 19 | 14851849

SELECT day_name, hour_of_day, CAST(sum(net_amount) AS bigint) FROM fact_transactions_denorm GROUP BY ALL ORDER BY 3 LIMIT 1
--> Monday | 21 | 7514970

SELECT day_name, hour_of_day, sum(net_amount_inr) FROM fact_transactions_denorm GROUP BY ALL ORDER BY 3 DESC LIMIT 1
--> Sunday | 17 | 26007428

SELECT count(*), count(DISTINCT customer_id), sum(net_amount_inr)
FROM gld_fact_order_items ANTI JOIN gld_dim_customers USING (customer_id)
--> 171 | 84 | 2901892
