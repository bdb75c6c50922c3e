-- Makes source files like those of the shop, with the same headers and the same oddities at about the same rates: a client
-- in seventy registers after the year ends, a purchase in twenty is dated after it, one in six is older than its
-- client's registration; a few names and addresses are shared. Nothing is drawn at random: every choice comes from the
-- MD5 of what it is for, so the same scale gives the same files anywhere. Scale 1 is 150 clients and about 2,300
-- purchases; a scale of n has n times as many. Scale 10 is the size of the real files.

-- A number made from a text, and the k-th draw from such a number: a whole number from 0 to below, as Lehmer's
-- generator gives them (the list holds the powers of 48271 modulo 2^31 - 1).
CREATE MACRO seed(text) AS CAST(md5_number_lower(text) % 2147483647 AS bigint);

CREATE MACRO draw(seed, k, below) AS
  seed * [48271, 182605794, 1291394886, 1914720637, 2078669041, 407355683, 1105902161, 854716505][k + 1]
    % 2147483647 % below;

-- 1,600 names; every seventieth client has the name of the one before.
CREATE MACRO name_of(n) AS
  [
    'Ada', 'Agnes', 'Alan', 'Anton', 'Bella', 'Boris', 'Carla', 'Cedric', 'Dora', 'Dylan', 'Elsa', 'Emil', 'Fiona', 'Felix',
    'Greta', 'Gustav', 'Hanna', 'Hugo', 'Ines', 'Igor', 'Jana', 'Jonas', 'Kira', 'Kevin', 'Lea', 'Louis', 'Mona', 'Max', 'Nora',
    'Nils', 'Olga', 'Oscar', 'Paula', 'Pierre', 'Rosa', 'Remi', 'Sara', 'Simon', 'Tina', 'Theo'
  ][1 + n * 677 % 1600 % 40] || ' ' || [
    'Abbott', 'Baker', 'Castle', 'Dalton', 'Easton', 'Fisher', 'Garner', 'Harper', 'Ingram', 'Jarvis', 'Keller', 'Lambert',
    'Mercer', 'Norton', 'Osborne', 'Parker', 'Quincy', 'Ramsey', 'Sawyer', 'Tanner', 'Upton', 'Vaughn', 'Walden', 'Xavier',
    'Yardley', 'Zimmer', 'Archer', 'Barlow', 'Carver', 'Draper', 'Eldred', 'Farmer', 'Glover', 'Hooper', 'Ivory', 'Joyner',
    'Knight', 'Lister', 'Mason', 'Nelson'
  ][1 + n * 677 % 1600 // 40];

CREATE TABLE clients AS
SELECT
  n AS id_client,
  name_of(if(n % 70 = 0, n - 1, n)) AS nom,
  'client' || if(n % 500 = 77, n - 1, n) || '@example.' || ['com', 'net', 'org'][1 + if(n % 500 = 77, n - 1, n) % 3] AS email,
  CAST(DATE '2023-01-19' + CAST(draw(h, 0, 1095) AS integer) AS date) AS date_inscription,
  ['Belgium', 'Canada', 'France', 'Germany', 'Italy', 'Netherland', 'Spain', 'Switzerland', 'UK'][1 + draw(h, 1, 9)] AS pays,
  1 + draw(h, 2, 30) AS purchases
FROM (SELECT n, seed('client ' || n) AS h FROM range(1, 150 * ${scale} + 1) AS r (n));

COPY (SELECT id_client, nom, email, date_inscription, pays FROM clients ORDER BY id_client)
TO '${data}/clients.csv' (HEADER);

-- Amounts as Python writes them: 51.1, not 51.10.
COPY (
  SELECT
    row_number() OVER (ORDER BY id_client, k) AS id_achat,
    id_client,
    strftime(TIMESTAMP '2025-01-19 12:00:00' + to_seconds(draw(h, 0, 365 * 86400)), '%Y-%m-%d %H:%M:%S') AS date_achat,
    CAST(CAST((1000 + draw(h, 1, 49000)) / 100 AS decimal(12, 2)) AS double) AS montant,
    ['Charger', 'Headphones', 'Keyboard', 'Laptop', 'Monitor', 'Mouse', 'Phone', 'Speaker', 'Tablet', 'Webcam'][1 + draw(h, 2, 10)] AS produit
  FROM (
    SELECT id_client, k, seed('purchase ' || id_client || ' ' || k) AS h FROM clients, range(30) AS r (k) WHERE k < purchases
  )
  ORDER BY id_achat
) TO '${data}/achats.csv' (HEADER);
