-- Weeks are those of the ISO year: 29 December 2025 belongs to the first week of 2026.
SELECT iso_year(date_achat) AS annee, iso_week(date_achat) AS semaine, count(*) AS nb_achats, sum(montant) AS ca_total
FROM gold.fact_achats
GROUP BY iso_year(date_achat), iso_week(date_achat)
