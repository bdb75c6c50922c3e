-- A purchase whose client was set aside has none here: it counts in totals and belongs to no country.
SELECT
  achat.id_achat AS fact_achat_id,
  client.dim_client_id,
  produit.dim_produit_id,
  CAST(format_date(achat.date_achat, 'yyyyMMdd') AS integer) AS dim_temps_id,
  achat.montant,
  CAST(achat.date_achat AS date) AS date_achat
FROM silver.achats AS achat
LEFT JOIN gold.dim_client AS client ON achat.id_client = client.client_id
LEFT JOIN gold.dim_produit AS produit ON achat.produit = produit.produit_nom
