-- Figures of the real files that have been published, or worked out by others; dated up to 2025-12-31 00:00:00.

SELECT (SELECT count(*) FROM raw_clients), (SELECT count(*) FROM dim_client), (SELECT count(*) FROM raw_achats), (SELECT count(*) FROM fact_achats)
--> 1500 | 1479 | 23663 | 22422

SELECT (SELECT count(*) FROM dim_produit), (SELECT count(*) FROM dim_pays), count(*), min(date), max(date) FROM dim_temps
--> 10 | 9 | 346 | 2025-01-19 | 2025-12-30

SELECT (SELECT count(*) FROM kpi_volumes_jour), (SELECT count(*) FROM kpi_volumes_semaine), (SELECT count(*) FROM kpi_volumes_mois)
--> 346 | 51 | 12

-- Published with two digits: 251.70 and 131.10.
SELECT (SELECT sum(ca_total) FROM kpi_volumes_mois), round(moyenne, 6), mediane, round(ecart_type, 3), q25, q75, min, max
FROM kpi_distributions_statistiques
--> 5682118.45 | 253.41711 | 251.705 | 141.48 | 131.1025 | 376.48 | 10.02 | 499.99

SELECT count(*), sum(montant) FROM fact_achats WHERE dim_client_id IS NULL
--> 311 | 77387.86

SELECT pays, ca_total, round(ca_moyen, 3), nb_achats FROM kpi_ca_par_pays ORDER BY ca_total DESC
--> Germany | 691180.54 | 247.646 | 2791
--> UK | 690309.99 | 259.32 | 2662
--> Belgium | 649540.87 | 256.939 | 2528
--> Italy | 643448.88 | 255.134 | 2522
--> Netherland | 625691.96 | 255.907 | 2445
--> Switzerland | 609380.29 | 253.803 | 2401
--> Spain | 608850.20 | 254.111 | 2396
--> Canada | 606205.09 | 251.642 | 2409
--> France | 480122.77 | 245.336 | 1957

SELECT mois, nb_achats, ca, taux_croissance FROM kpi_taux_croissance JOIN kpi_volumes_mois USING (annee, mois) ORDER BY annee, mois
--> 1 | 857 | 210406.15 | null
--> 2 | 1811 | 466239.75 | 121.59
--> 3 | 1990 | 504052.91 | 8.11
--> 4 | 1929 | 486299.98 | -3.52
--> 5 | 1951 | 500253.25 | 2.87
--> 6 | 2002 | 509274.02 | 1.80
--> 7 | 1943 | 479735.10 | -5.80
--> 8 | 2064 | 524619.07 | 9.36
--> 9 | 1931 | 494416.32 | -5.76
--> 10 | 2031 | 504140.32 | 1.97
--> 11 | 1933 | 499351.85 | -0.95
--> 12 | 1980 | 503329.73 | 0.80

SELECT pays, count(*) FROM dim_client GROUP BY 1 ORDER BY 2 DESC, 1
--> Germany | 183
--> Belgium | 174
--> UK | 174
--> Switzerland | 170
--> Italy | 169
--> Canada | 162
--> Netherland | 159
--> Spain | 151
--> France | 137

SELECT produit_nom, count(*), sum(montant) FROM fact_achats JOIN dim_produit USING (dim_produit_id) GROUP BY 1 ORDER BY 2 DESC LIMIT 1
--> Mouse | 2388 | 611237.83

-- Week 1 of 2025 as it would be with the calendar year, and where its days belong.
SELECT sum(nb_achats), sum(ca_total) FROM agregation_jour WHERE annee = 2025 AND weekofyear(date) = 1
--> 124 | 32184.53

SELECT annee, nb_achats, ca_total FROM kpi_volumes_semaine WHERE semaine = 1
--> 2026 | 124 | 32184.53
