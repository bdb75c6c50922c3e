# PostgreSQL's ODBC driver (psqlODBC), by which Excel, Access, Power BI and Tableau connect as well: a table's key.
#
# After a statement of it in questdb/questdb#6019. The layout is ours.

select oid, typbasetype from pg_type where typname = 'lo'
> (none)

select ta.attname, ia.attnum, ic.relname, n.nspname, tc.relname
from pg_catalog.pg_attribute ta, pg_catalog.pg_attribute ia, pg_catalog.pg_class tc, pg_catalog.pg_index i, pg_catalog.pg_namespace n, pg_catalog.pg_class ic
where tc.relname = 'fact_sales' AND n.nspname = 'gold' AND tc.oid = i.indrelid AND n.oid = tc.relnamespace AND i.indisprimary = 't'
  AND ia.attrelid = i.indexrelid AND ta.attrelid = i.indrelid AND ta.attnum = i.indkey[ia.attnum-1]
  AND (NOT ta.attisdropped) AND (NOT ia.attisdropped) AND ic.oid = i.indexrelid
order by ia.attnum
> sale_id | 1 | fact_sales_pkey | gold | fact_sales
