WITH jours AS (
  SELECT DISTINCT CAST(date_achat AS date) AS jour_achat
  FROM silver.achats
)
SELECT
  CAST(format_date(jour_achat, 'yyyyMMdd') AS integer) AS dim_temps_id,
  jour_achat AS "date",
  year(jour_achat) AS annee,
  month(jour_achat) AS mois,
  day(jour_achat) AS jour,
  iso_week(jour_achat) AS semaine,
  quarter(jour_achat) AS trimestre,
  iso_day_of_week(jour_achat) - 1 AS jour_semaine,
  day_name(jour_achat) AS nom_jour,
  month_name(jour_achat) AS nom_mois
FROM jours
