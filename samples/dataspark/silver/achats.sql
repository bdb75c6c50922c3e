-- Purchases with the highest amount that is plausible: the mean and three standard deviations of all amounts.
WITH types AS (
  SELECT
    try_cast(id_achat AS integer) AS id_achat,
    try_cast(id_client AS integer) AS id_client,
    try_cast(date_achat AS timestamp) AS date_achat,
    CAST(parse_number(montant) AS decimal(12, 2)) AS montant,
    trim(produit) AS produit,
    _source_row
  FROM bronze.achats
)
SELECT
  id_achat,
  id_client,
  date_achat,
  montant,
  produit,
  avg(montant) OVER () + 3 * stddev_samp(montant) OVER () AS plafond,
  _source_row
FROM types
