SELECT CAST(row_number() OVER (ORDER BY produit) AS integer) AS dim_produit_id, produit AS produit_nom
FROM silver.achats
GROUP BY produit
