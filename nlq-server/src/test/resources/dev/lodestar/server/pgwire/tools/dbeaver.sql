# DBeaver 25: connecting, and opening a schema, a table, its keys and its indexes.
#
# After DBeaver's source (ext.postgresql: PostgreDataSource, PostgreSchema, PostgreDataTypeCache) and logs of it in
# datafusion-contrib/datafusion-postgres#135, dbeaver/dbeaver#35810 and cockroachdb/cockroach#28309. The layout is ours.

SET extra_float_digits = 3

SET application_name = 'DBeaver 25.1.5 - Main <fruit>'

SELECT current_schema(), session_user
> gold | ann

@ nspname, description
SELECT n.oid, n.*, d.description
FROM pg_catalog.pg_namespace n
LEFT OUTER JOIN pg_catalog.pg_description d
  ON d.objoid = n.oid AND d.objsubid = 0 AND d.classoid = 'pg_namespace'::regclass
WHERE n.nspname = 'gold' ORDER BY nspname
> gold | null

SHOW search_path
> gold

@ datname, datallowconn, datistemplate
SELECT db.oid, db.* FROM pg_catalog.pg_database db WHERE datname = 'fruit'
> fruit | t | f

@ name, setting
SELECT * FROM pg_catalog.pg_settings WHERE name = 'standard_conforming_strings'
> standard_conforming_strings | on

# Words that are none of SQL's own, by an array as a text.
SELECT count(*) > 0 FROM pg_catalog.pg_get_keywords() WHERE word <> ALL ('{a,abs,absolute,select,zone}')
> t

SELECT * FROM pg_catalog.pg_enum WHERE 1 <> 1 LIMIT 1
> (none)

SELECT reltype FROM pg_catalog.pg_class WHERE 1 <> 1 LIMIT 1
> (none)

@ typname, typtype, typcategory, typlen, relkind, base_type_name
SELECT t.oid, t.*, c.relkind, format_type(nullif(t.typbasetype, 0), t.typtypmod) AS base_type_name, d.description
FROM pg_catalog.pg_type t
LEFT OUTER JOIN pg_catalog.pg_type et ON et.oid = t.typelem
LEFT OUTER JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
LEFT OUTER JOIN pg_catalog.pg_description d ON t.oid = d.objoid
WHERE t.typname IS NOT NULL AND (c.relkind IS NULL OR c.relkind = 'c') AND (et.typcategory IS NULL OR et.typcategory <> 'C')
  AND t.typname IN ('int4', 'int8', 'varchar', 'numeric', 'date', 'timestamp', 'bool', 'float8', '_int4')
ORDER BY t.typname
> _int4 | b | A | -1 | null | null
> bool | b | B | 1 | null | null
> date | b | D | 4 | null | null
> float8 | b | N | 8 | null | null
> int4 | b | N | 4 | null | null
> int8 | b | N | 8 | null | null
> numeric | b | N | -1 | null | null
> timestamp | b | D | 8 | null | null
> varchar | b | S | -1 | null | null

@ relname, relkind, relnatts, relhasindex, description, partition_expr, partition_key
$ {gold}
SELECT c.oid, c.*, d.description, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_expr, pg_catalog.pg_get_partkeydef(c.oid) AS partition_key
FROM pg_catalog.pg_class c
LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass
WHERE c.relnamespace = ? AND c.relkind not in ('i', 'I', 'c')
ORDER BY c.relname
> dim_products | r | 2 | t | What is sold | null | null
> fact_sales | r | 9 | t | One row per sale | null | null
> paid_sales | v | 2 | f | null | null | null

@ relname, attname, attnum, attnotnull, atttypmod, attlen, def_value, description, objid
$ {gold.fact_sales}
SELECT c.relname, a.*, pg_catalog.pg_get_expr(ad.adbin, ad.adrelid, true) AS def_value, dsc.description, dep.objid
FROM pg_catalog.pg_attribute a
INNER JOIN pg_catalog.pg_class c ON (a.attrelid = c.oid)
LEFT OUTER JOIN pg_catalog.pg_attrdef ad ON (a.attrelid = ad.adrelid AND a.attnum = ad.adnum)
LEFT OUTER JOIN pg_catalog.pg_description dsc ON (c.oid = dsc.objoid AND a.attnum = dsc.objsubid)
LEFT OUTER JOIN pg_depend dep ON dep.refobjid = a.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = a.attnum AND dep.classid = dep.refclassid
WHERE NOT a.attisdropped AND c.relkind NOT IN ('i', 'I', 'c') AND a.attnum > 0 AND c.oid = ?
ORDER BY a.attnum
> fact_sales | sale_id | 1 | t | -1 | 4 | null | null | null
> fact_sales | product_id | 2 | f | -1 | 4 | null | null | null
> fact_sales | pieces | 3 | f | -1 | 8 | null | Units sold (pieces) | null
> fact_sales | amount | 4 | t | 786438 | -1 | null | null | null
> fact_sales | sold_on | 5 | f | -1 | 4 | null | null | null
> fact_sales | seen_at | 6 | f | -1 | 8 | null | null | null
> fact_sales | paid | 7 | f | -1 | 1 | null | null | null
> fact_sales | weight | 8 | f | -1 | 8 | null | null | null
> fact_sales | note | 9 | f | -1 | -1 | null | null | null

# DBeaver takes conkey and confkey as arrays of numbers, the number in each being a column's.
@ conname, contype, tabrelname, conkey, confkey, consrc_copy
$ {gold}
SELECT c.oid, c.*, t.relname AS tabrelname, rt.relnamespace AS refnamespace, d.description,
  case when c.contype = 'c' then "substring"(pg_get_constraintdef(c.oid), 7) else null end consrc_copy
FROM pg_catalog.pg_constraint c
INNER JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
LEFT OUTER JOIN pg_catalog.pg_class rt ON rt.oid = c.confrelid
LEFT OUTER JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_constraint'::regclass
WHERE t.relnamespace = ?
ORDER BY c.conname
> dim_products_pkey | p | dim_products | [1] | null | null
> fact_sales_pkey | p | fact_sales | [1] | null | null
> fact_sales_product_id_fkey | f | fact_sales | [2] | [1] | null

# The columns of an index are numbers with blanks between.
@ relname, tabrelname, indisunique, indisprimary, keys, indoption, expr
$ {gold}
SELECT i.*, i.indkey AS keys, c.relname, c.relnamespace, c.relam, c.reltablespace, tc.relname AS tabrelname, dsc.description,
  pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS pred_expr, pg_catalog.pg_get_expr(i.indexprs, i.indrelid, true) AS expr,
  pg_catalog.pg_relation_size(i.indexrelid) AS index_rel_size, pg_catalog.pg_stat_get_numscans(i.indexrelid) AS index_num_scans
FROM pg_catalog.pg_index i
INNER JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
INNER JOIN pg_catalog.pg_class tc ON tc.oid = i.indrelid
LEFT OUTER JOIN pg_catalog.pg_description dsc ON i.indexrelid = dsc.objoid
WHERE c.relnamespace = ? ORDER BY tabrelname, c.relname
> dim_products_pkey | dim_products | t | t | 1 | 0 | null
> fact_sales_pkey | fact_sales | t | t | 1 | 0 | null

select description from pg_shdescription join pg_database on objoid = pg_database.oid where datname = 'fruit'
> (none)

# What a view says.
$ {gold.paid_sales}
SELECT pg_catalog.pg_get_viewdef(?, true) LIKE '%paid%'
> t

SELECT x.* FROM gold.fact_sales x WHERE x.sale_id = 7
> 7 | 2 | 70 | 1.75 | 2024-01-08 | 2024-01-01 17:20:30.123456 | f | 2.3333333333333335 | n° 7
