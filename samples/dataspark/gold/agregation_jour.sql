SELECT
  period."date",
  period.annee,
  period.mois,
  period.jour,
  sum(achat.montant) AS ca_total,
  avg(achat.montant) AS ca_moyen,
  count(*) AS nb_transactions,
  count(*) AS nb_achats
FROM gold.fact_achats AS achat
JOIN gold.dim_temps AS period ON achat.dim_temps_id = period.dim_temps_id
GROUP BY period."date", period.annee, period.mois, period.jour
