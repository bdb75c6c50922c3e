SELECT CAST(row_number() OVER (ORDER BY pays) AS integer) AS dim_pays_id, pays AS pays_nom
FROM silver.clients
GROUP BY pays
