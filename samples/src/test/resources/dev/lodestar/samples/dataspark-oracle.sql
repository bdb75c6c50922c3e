-- What gold must be, worked out from the raw files without the product: plain DuckDB, other means than the models use
-- (days and weeks as pieces of text, amounts in cents as whole numbers, the month before by a join, quantiles from a
-- sorted list). One table per gold table, under its own name, `steps` (what became of the rows of each table on the
-- way) and `broken_rules`.
--
-- ${data} is the folder of the source files, ${as-of} the last moment that is believed.

CREATE TABLE raw_clients AS FROM read_csv('${data}/clients.csv', header = true, all_varchar = true);
CREATE TABLE raw_achats AS FROM read_csv('${data}/achats.csv', header = true, all_varchar = true);

CREATE TABLE dim_client AS
SELECT
  CAST(id_client AS integer) AS dim_client_id, CAST(id_client AS integer) AS client_id, nom AS client_nom,
  email AS client_email, CAST(date_inscription AS date) AS date_inscription, pays
FROM raw_clients
WHERE date_inscription || ' 00:00:00' <= '${as-of}';

CREATE TABLE achats AS
SELECT
  CAST(id_achat AS integer) AS id_achat, CAST(id_client AS integer) AS id_client, date_achat[:10] AS jour, produit,
  CAST(montant AS decimal(12, 2)) AS montant, CAST(CAST(montant AS decimal(12, 2)) * 100 AS bigint) AS cents
FROM raw_achats
WHERE date_achat <= '${as-of}';

CREATE TABLE dim_produit AS
SELECT position AS dim_produit_id, produits[position] AS produit_nom
FROM (SELECT list_sort(list(DISTINCT produit)) AS produits FROM achats), range(1, len(produits) + 1) AS r (position);

CREATE TABLE dim_pays AS
SELECT position AS dim_pays_id, noms[position] AS pays_nom
FROM (SELECT list_sort(list(DISTINCT pays)) AS noms FROM dim_client), range(1, len(noms) + 1) AS r (position);

CREATE TABLE dim_temps AS
SELECT
  CAST(replace(jour, '-', '') AS integer) AS dim_temps_id, CAST(jour AS date) AS date, CAST(jour[:4] AS integer) AS annee,
  CAST(jour[6:7] AS integer) AS mois, CAST(jour[9:] AS integer) AS jour, CAST(strftime(CAST(jour AS date), '%V') AS integer) AS semaine,
  (CAST(jour[6:7] AS integer) + 2) // 3 AS trimestre, CAST(strftime(CAST(jour AS date), '%u') AS integer) - 1 AS jour_semaine,
  strftime(CAST(jour AS date), '%A') AS nom_jour, strftime(CAST(jour AS date), '%B') AS nom_mois
FROM (SELECT DISTINCT jour FROM achats);

CREATE TABLE fact_achats AS
SELECT
  id_achat AS fact_achat_id,
  (SELECT dim_client_id FROM dim_client WHERE client_id = id_client) AS dim_client_id,
  (SELECT dim_produit_id FROM dim_produit WHERE produit_nom = produit) AS dim_produit_id,
  CAST(replace(jour, '-', '') AS integer) AS dim_temps_id,
  montant,
  CAST(jour AS date) AS date_achat
FROM achats;

---------------------------------------------------------------------------------------------------- sums of periods

CREATE MACRO euros(cents) AS CAST(cents AS decimal(18, 0)) / 100;

CREATE TABLE days AS SELECT jour, count(*) AS n, sum(cents) AS cents FROM achats GROUP BY jour;

CREATE TABLE weeks AS
SELECT strftime(CAST(jour AS date), '%G-%V') AS week, sum(n) AS n, sum(cents) AS cents FROM days GROUP BY 1;

CREATE TABLE months AS SELECT jour[:7] AS month, sum(n) AS n, sum(cents) AS cents FROM days GROUP BY 1;

CREATE TABLE agregation_jour AS
SELECT
  CAST(jour AS date) AS date, CAST(jour[:4] AS integer) AS annee, CAST(jour[6:7] AS integer) AS mois, CAST(jour[9:] AS integer) AS jour,
  CAST(euros(cents) AS decimal(18, 2)) AS ca_total, cents / n / 100 AS ca_moyen, n AS nb_transactions, n AS nb_achats
FROM days;

CREATE TABLE agregation_semaine AS
SELECT
  CAST(week[:4] AS integer) AS annee, CAST(week[6:] AS integer) AS semaine,
  CAST(euros(cents) AS decimal(18, 2)) AS ca_total, cents / n / 100 AS ca_moyen, n AS nb_transactions, n AS nb_achats
FROM weeks;

CREATE TABLE agregation_mois AS
SELECT
  CAST(month[:4] AS integer) AS annee, CAST(month[6:] AS integer) AS mois, (CAST(month[6:] AS integer) + 2) // 3 AS trimestre,
  CAST(euros(cents) AS decimal(18, 2)) AS ca_total, cents / n / 100 AS ca_moyen, n AS nb_transactions, n AS nb_achats
FROM months;

CREATE TABLE kpi_volumes_jour AS SELECT date, nb_achats, ca_total FROM agregation_jour;
CREATE TABLE kpi_volumes_semaine AS SELECT annee, semaine, nb_achats, ca_total FROM agregation_semaine;
CREATE TABLE kpi_volumes_mois AS SELECT annee, mois, nb_achats, ca_total FROM agregation_mois;

CREATE TABLE kpi_taux_croissance AS
SELECT
  this.annee, this.mois, this.ca_total AS ca,
  CAST(round(100 * (this.ca_total - before.ca_total) / before.ca_total, 2) AS decimal(9, 2)) AS taux_croissance
FROM agregation_mois AS this
LEFT JOIN agregation_mois AS before ON 12 * this.annee + this.mois = 12 * before.annee + before.mois + 1;

---------------------------------------------------------------------------------------------------- the rest

CREATE TABLE kpi_ca_par_pays AS
SELECT pays, CAST(euros(sum(cents)) AS decimal(18, 2)) AS ca_total, sum(cents) / count(*) / 100 AS ca_moyen, count(*) AS nb_achats
FROM achats JOIN dim_client ON client_id = id_client
GROUP BY pays;

-- The value at a share of the way through a sorted list, between two values if it falls there.
CREATE MACRO at_share(sorted, share) AS
  sorted[1 + CAST(floor(share * (len(sorted) - 1)) AS bigint)] * (1 - (share * (len(sorted) - 1)) % 1)
    + sorted[1 + CAST(ceil(share * (len(sorted) - 1)) AS bigint)] * ((share * (len(sorted) - 1)) % 1);

CREATE TABLE kpi_distributions_statistiques AS
SELECT
  'montant' AS metrique,
  sum(cents) / count(*) / 100 AS moyenne,
  at_share(list_sort(list(CAST(cents AS double))), 0.5e0) / 100 AS mediane,
  sqrt((sum(cents * cents) - sum(cents) * (sum(cents) / count(*))) / (count(*) - 1)) / 100 AS ecart_type,
  min(montant) AS min,
  max(montant) AS max,
  at_share(list_sort(list(CAST(cents AS double))), 0.25e0) / 100 AS q25,
  at_share(list_sort(list(CAST(cents AS double))), 0.75e0) / 100 AS q75
FROM achats;

---------------------------------------------------------------------------------------------------- on the way

CREATE TABLE steps AS
SELECT 'silver.clients' AS table_name, (SELECT count(*) FROM raw_clients) AS rows_in, count(*) AS rows_out FROM dim_client
UNION ALL SELECT 'silver.achats', (SELECT count(*) FROM raw_achats), count(*) FROM achats;

CREATE TABLE broken_rules AS
SELECT 'silver.clients' AS table_name, 'inscription_passee' AS rule, rows_in - rows_out AS rows_broken FROM steps WHERE table_name = 'silver.clients'
UNION ALL SELECT 'silver.achats', 'achat_passe', rows_in - rows_out FROM steps WHERE table_name = 'silver.achats'
-- A row that is set aside is asked for its client as well.
UNION ALL SELECT 'silver.achats', 'client_connu', count(*) FROM raw_achats
WHERE CAST(id_client AS integer) NOT IN (SELECT client_id FROM dim_client)
UNION ALL SELECT 'gold.fact_achats', 'client_connu', count(*) FROM fact_achats WHERE dim_client_id IS NULL;
