SELECT year(date_achat) AS annee, month(date_achat) AS mois, count(*) AS nb_achats, sum(montant) AS ca_total
FROM gold.fact_achats
GROUP BY year(date_achat), month(date_achat)
