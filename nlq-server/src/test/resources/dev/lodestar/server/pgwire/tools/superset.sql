# Superset, and whatever else stands on SQLAlchemy (1.4 as Superset has it, and 2.0): reflection of a table.
#
# After SQLAlchemy's source (dialects/postgresql/base.py) and statements of Superset in the tests of cube-js/cube.
# The layout is ours.

select pg_catalog.version() like 'PostgreSQL 1%'
> t

select current_schema()
> gold

show standard_conforming_strings
> on

show transaction isolation level
> repeatable read

SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY nspname
> gold
> information_schema
> runs
> silver

$ gold
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relkind in ('r', 'p') ORDER BY 1
> dim_products
> fact_sales

$ gold
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relkind IN ('v', 'm')
> paid_sales

$ fact_sales
select relname from pg_class c join pg_namespace n on n.oid=c.relnamespace where pg_catalog.pg_table_is_visible(c.oid) and relname=?
> fact_sales

@ relname
$ gold, fact_sales
SELECT c.oid, c.relname FROM pg_catalog.pg_class c
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE (n.nspname = ?) AND c.relname = ? AND c.relkind in ('r', 'v', 'm', 'f', 'p')
> fact_sales

@ attname, format_type, default, attnotnull, comment, generated, identity_options
$ {gold.fact_sales}
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
   WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef) AS DEFAULT,
  a.attnotnull, a.attrelid as table_oid, pgd.description as comment, a.attgenerated as generated,
  (SELECT json_build_object('always', a.attidentity = 'a', 'start', s.seqstart, 'increment', s.seqincrement, 'minvalue', s.seqmin,
     'maxvalue', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle)
   FROM pg_catalog.pg_sequence s JOIN pg_catalog.pg_class c on s.seqrelid = c."oid"
   WHERE c.relkind = 'S' AND a.attidentity != ''
     AND s.seqrelid = pg_catalog.pg_get_serial_sequence(a.attrelid::regclass::text, a.attname)::regclass::oid) as identity_options
FROM pg_catalog.pg_attribute a
LEFT JOIN pg_catalog.pg_description pgd ON (pgd.objoid = a.attrelid AND pgd.objsubid = a.attnum)
WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
> sale_id | integer | null | t | null |  | null
> product_id | integer | null | f | null |  | null
> pieces | bigint | null | f | Units sold (pieces) |  | null
> amount | numeric(12,2) | null | t | null |  | null
> sold_on | date | null | f | null |  | null
> seen_at | timestamp without time zone | null | f | null |  | null
> paid | boolean | null | f | null |  | null
> weight | double precision | null | f | null |  | null
> note | character varying | null | f | null |  | null

SELECT t.typname as "name", pg_catalog.pg_type_is_visible(t.oid) as "visible", n.nspname as "schema", e.enumlabel as "label"
FROM pg_catalog.pg_type t
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_enum e ON t.oid = e.enumtypid
WHERE t.typtype = 'e' ORDER BY "schema", "name", e.oid
> (none)

$ {gold.fact_sales}, {gold.fact_sales}
SELECT a.attname FROM pg_attribute a JOIN (
  SELECT unnest(ix.indkey) attnum, generate_subscripts(ix.indkey, 1) ord
  FROM pg_index ix WHERE ix.indrelid = ? AND ix.indisprimary) k ON a.attnum=k.attnum
WHERE a.attrelid = ? ORDER BY k.ord
> sale_id

$ {gold.fact_sales}
SELECT r.conname, pg_catalog.pg_get_constraintdef(r.oid, true) like 'FOREIGN KEY (product_id) REFERENCES %dim_products(product_id)' as condef, n.nspname as conschema
FROM pg_catalog.pg_constraint r, pg_namespace n, pg_class c
WHERE r.conrelid = ? AND r.contype = 'f' AND c.oid = confrelid AND n.oid = c.relnamespace
ORDER BY 1
> fact_sales_product_id_fkey | t | gold

# SQLAlchemy 1.4 takes the columns of an index apart at the blanks.
@ relname, indisunique, attname, indkey, indoption, amname, indnkeyatts
$ {gold.fact_sales}
SELECT i.relname as relname, ix.indisunique, ix.indexprs, a.attname, a.attnum, c.conrelid, ix.indkey::varchar, ix.indoption::varchar,
  i.reloptions, am.amname, pg_get_expr(ix.indpred, ix.indrelid), ix.indnkeyatts as indnkeyatts
FROM pg_class t
  join pg_index ix on t.oid = ix.indrelid
  join pg_class i on i.oid = ix.indexrelid
  left outer join pg_attribute a on t.oid = a.attrelid and a.attnum = ANY(ix.indkey)
  left outer join pg_constraint c on (ix.indrelid = c.conrelid and ix.indexrelid = c.conindid and c.contype in ('p', 'u', 'x'))
  left outer join pg_am am on i.relam = am.oid
WHERE t.relkind IN ('r', 'v', 'f', 'm', 'p') and t.oid = ? and ix.indisprimary = 't'
ORDER BY t.relname, i.relname
> fact_sales_pkey | t | sale_id | 1 | 0 | btree | 1

# SQLAlchemy 2.0: all tables at once.
$ gold
SELECT attr.conname, array_agg(attr.attname::text ORDER BY attr.ord) AS cols, attr.description
FROM (
  SELECT con.conrelid, con.conname, con.ord, pg_catalog.pg_attribute.attname, con.description
  FROM pg_catalog.pg_attribute
  JOIN (
    SELECT pg_catalog.pg_constraint.conrelid AS conrelid, pg_catalog.pg_constraint.conname AS conname,
      unnest(pg_catalog.pg_constraint.conkey) AS attnum, generate_subscripts(pg_catalog.pg_constraint.conkey, 1) AS ord,
      pg_catalog.pg_description.description AS description
    FROM pg_catalog.pg_constraint
    LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid
    JOIN pg_catalog.pg_class ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid
    JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace
    WHERE pg_catalog.pg_constraint.contype = 'p' AND pg_catalog.pg_namespace.nspname = ?
  ) AS con ON pg_catalog.pg_attribute.attnum = con.attnum AND pg_catalog.pg_attribute.attrelid = con.conrelid
) AS attr
GROUP BY attr.conrelid, attr.conname, attr.description ORDER BY attr.conname
> dim_products_pkey | ['product_id'] | null
> fact_sales_pkey | ['sale_id'] | null

SELECT pgd.description as table_comment FROM pg_catalog.pg_description pgd
WHERE pgd.objsubid = 0 AND pgd.objoid = 'gold.fact_sales'::regclass::oid
> One row per sale

# A chart. Cut off, a date is still a date here.
SELECT DATE_TRUNC('quarter', sold_on) AS sold_on, sum(amount) AS "SUM(amount)" FROM gold.fact_sales
WHERE sold_on >= TO_DATE('2024-01-01', 'YYYY-MM-DD') AND sold_on < TO_DATE('2025-01-01', 'YYYY-MM-DD')
GROUP BY DATE_TRUNC('quarter', sold_on) ORDER BY "SUM(amount)" DESC LIMIT 1000
> 2024-01-01 | 1023.75 only here
> 2024-04-01 | 213.75 only here

SELECT count(*) AS count FROM gold.fact_sales
WHERE seen_at >= TO_TIMESTAMP('2024-01-02 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND seen_at < TO_TIMESTAMP('2024-01-03 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US')
LIMIT 50000
> 24
