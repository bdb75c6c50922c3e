-- A month against the one before. The first month may have begun before the data did: the growth of the second says
-- little then.
WITH mois AS (
  SELECT annee, mois, ca_total AS ca, lag(ca_total) OVER (ORDER BY annee, mois) AS ca_avant
  FROM gold.kpi_volumes_mois
)
SELECT annee, mois, ca, CAST(100 * (ca - ca_avant) / ca_avant AS decimal(9, 2)) AS taux_croissance
FROM mois
