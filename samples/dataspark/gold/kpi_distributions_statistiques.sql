SELECT
  'montant' AS metrique,
  avg(montant) AS moyenne,
  median(montant) AS mediane,
  stddev_samp(montant) AS ecart_type,
  min(montant) AS "min",
  max(montant) AS "max",
  percentile_cont(0.25) WITHIN GROUP (ORDER BY montant) AS q25,
  percentile_cont(0.75) WITHIN GROUP (ORDER BY montant) AS q75
FROM gold.fact_achats
