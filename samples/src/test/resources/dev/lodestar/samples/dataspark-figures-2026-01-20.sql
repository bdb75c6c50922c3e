-- Figures of the real files when everything up to the day after the newest row is believed.

SELECT (SELECT count(*) FROM dim_client), count(*), sum(montant), count(*) FILTER (dim_client_id IS NULL) FROM fact_achats
--> 1500 | 23663 | 6008544.91 | 0

SELECT (SELECT count(*) FROM dim_temps), (SELECT count(*) FROM kpi_volumes_mois)
--> 366 | 13

SELECT annee, mois, nb_achats, ca_total FROM agregation_mois WHERE (annee, mois) >= (2025, 12) ORDER BY annee, mois
--> 2025 | 12 | 2046 | 520833.47
--> 2026 | 1 | 1175 | 308922.72
