SELECT client.pays, sum(achat.montant) AS ca_total, avg(achat.montant) AS ca_moyen, count(*) AS nb_achats
FROM gold.fact_achats AS achat
JOIN gold.dim_client AS client ON achat.dim_client_id = client.dim_client_id
GROUP BY client.pays
