# pgcli: what it completes names from.
#
# After a log of it in datafusion-contrib/datafusion-postgres#147. The layout is ours.

SELECT * FROM unnest(current_schemas(true))
> pg_catalog
> gold

# pgcli sends an array for the kinds.
$ gold, '{r,p,f}'
SELECT n.nspname schema_name, c.relname table_name
FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ? AND c.relkind = ANY(?)
ORDER BY 1,2
> gold | dim_products
> gold | fact_sales

SELECT nsp.nspname schema_name, cls.relname table_name, att.attname column_name, att.atttypid::regtype::text type_name,
  att.atthasdef AS has_default, pg_catalog.pg_get_expr(def.adbin, def.adrelid, true) as default
FROM pg_catalog.pg_attribute att
INNER JOIN pg_catalog.pg_class cls ON att.attrelid = cls.oid
INNER JOIN pg_catalog.pg_namespace nsp ON cls.relnamespace = nsp.oid
LEFT OUTER JOIN pg_attrdef def ON def.adrelid = att.attrelid AND def.adnum = att.attnum
WHERE nsp.nspname = 'gold' AND cls.relkind = ANY('{v,m}') AND NOT att.attisdropped AND att.attnum > 0
ORDER BY 1, 2, att.attnum
> gold | paid_sales | sale_id | integer | f | null
> gold | paid_sales | amount | numeric | f | null

SELECT s_p.nspname AS parentschema, t_p.relname AS parenttable,
  unnest((select array_agg(attname ORDER BY i) from (select unnest(confkey) as attnum, generate_subscripts(confkey, 1) as i) x
    JOIN pg_catalog.pg_attribute c USING(attnum) WHERE c.attrelid = fk.confrelid)) AS parentcolumn,
  s_c.nspname AS childschema, t_c.relname AS childtable,
  unnest((select array_agg(attname ORDER BY i) from (select unnest(conkey) as attnum, generate_subscripts(conkey, 1) as i) x
    JOIN pg_catalog.pg_attribute c USING(attnum) WHERE c.attrelid = fk.conrelid)) AS childcolumn
FROM pg_catalog.pg_constraint fk
JOIN pg_catalog.pg_class t_p ON t_p.oid = fk.confrelid
JOIN pg_catalog.pg_namespace s_p ON s_p.oid = t_p.relnamespace
JOIN pg_catalog.pg_class t_c ON t_c.oid = fk.conrelid
JOIN pg_catalog.pg_namespace s_c ON s_c.oid = t_c.relnamespace
WHERE fk.contype = 'f'
> gold | dim_products | product_id | gold | fact_sales | product_id

SELECT d.datname FROM pg_catalog.pg_database d WHERE d.datname NOT LIKE 'template%' AND d.datname <> 'postgres' ORDER BY 1
> fruit
