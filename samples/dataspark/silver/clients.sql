SELECT
  try_cast(id_client AS integer) AS id_client,
  trim(nom) AS nom,
  lower(trim(email)) AS email,
  try_cast(date_inscription AS date) AS date_inscription,
  trim(pays) AS pays,
  _source_row
FROM bronze.clients
