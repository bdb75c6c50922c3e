SELECT
  iso_year(date_achat) AS annee,
  iso_week(date_achat) AS semaine,
  sum(montant) AS ca_total,
  avg(montant) AS ca_moyen,
  count(*) AS nb_transactions,
  count(*) AS nb_achats
FROM gold.fact_achats
GROUP BY iso_year(date_achat), iso_week(date_achat)
