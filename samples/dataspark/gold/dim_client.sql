SELECT
  id_client AS dim_client_id,
  id_client AS client_id,
  nom AS client_nom,
  email AS client_email,
  date_inscription,
  pays
FROM silver.clients
