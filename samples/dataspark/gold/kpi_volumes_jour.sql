SELECT date_achat AS "date", count(*) AS nb_achats, sum(montant) AS ca_total
FROM gold.fact_achats
GROUP BY date_achat
