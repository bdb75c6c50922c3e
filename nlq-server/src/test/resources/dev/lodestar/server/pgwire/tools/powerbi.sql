# Power BI: Npgsql 4.0 (which Power BI ships) and Npgsql 6 to 9 load types; the navigator lists tables, columns, keys.
#
# After logs of Power BI in datafusion-contrib/datafusion-postgres#218 and crate/crate#10068, and Npgsql's source
# (PostgresDatabaseInfo). Npgsql asks in text, all statements of its start in one message. The layout is ours.
protocol: simple

# Npgsql 4.0.
@ nspname, typname, oid, typrelid, typbasetype, type, elemoid, ord
SELECT ns.nspname, a.typname, a.oid, a.typrelid, a.typbasetype,
  CASE WHEN pg_proc.proname='array_recv' THEN 'a' ELSE a.typtype END AS type,
  CASE WHEN pg_proc.proname='array_recv' THEN a.typelem WHEN a.typtype='r' THEN rngsubtype ELSE 0 END AS elemoid,
  CASE WHEN pg_proc.proname IN ('array_recv','oidvectorrecv') THEN 3    /* Arrays last */
       WHEN a.typtype='r' THEN 2                                        /* Ranges before */
       WHEN a.typtype='d' THEN 1                                        /* Domains before */
       ELSE 0                                                           /* Base types first */
  END AS ord
FROM pg_type AS a
JOIN pg_namespace AS ns ON (ns.oid = a.typnamespace)
JOIN pg_proc ON pg_proc.oid = a.typreceive
LEFT OUTER JOIN pg_class AS cls ON (cls.oid = a.typrelid)
LEFT OUTER JOIN pg_type AS b ON (b.oid = a.typelem)
LEFT OUTER JOIN pg_class AS elemcls ON (elemcls.oid = b.typrelid)
LEFT OUTER JOIN pg_range ON (pg_range.rngtypid = a.oid)
WHERE (a.typtype IN ('b', 'r', 'e', 'd')                                 /* Base, range, enum, domain */
  OR (a.typtype = 'c' AND cls.relkind='c')
  OR (pg_proc.proname='array_recv' AND (
    b.typtype IN ('b', 'r', 'e', 'd')
    OR (b.typtype = 'p' AND b.typname IN ('record', 'void'))
    OR (b.typtype = 'c' AND elemcls.relkind='c')))
  OR (a.typtype = 'p' AND a.typname IN ('record', 'void')))
  AND a.typname IN ('int4', 'text', 'varchar', 'numeric', 'date', 'timestamp', 'bool', 'float8', 'int8', 'name', '_int4', '_text')
ORDER BY ord, a.oid
> pg_catalog | bool | 16 | 0 | 0 | b | 0 | 0
> pg_catalog | name | 19 | 0 | 0 | b | 0 | 0
> pg_catalog | int8 | 20 | 0 | 0 | b | 0 | 0
> pg_catalog | int4 | 23 | 0 | 0 | b | 0 | 0
> pg_catalog | text | 25 | 0 | 0 | b | 0 | 0
> pg_catalog | float8 | 701 | 0 | 0 | b | 0 | 0
> pg_catalog | varchar | 1043 | 0 | 0 | b | 0 | 0
> pg_catalog | date | 1082 | 0 | 0 | b | 0 | 0
> pg_catalog | timestamp | 1114 | 0 | 0 | b | 0 | 0
> pg_catalog | numeric | 1700 | 0 | 0 | b | 0 | 0
> pg_catalog | _int4 | 1007 | 0 | 0 | a | 23 | 3
> pg_catalog | _text | 1009 | 0 | 0 | a | 25 | 3

# Npgsql 6 and later: four statements at once, the types of most rooms last.
SELECT version() LIKE 'PostgreSQL 1%';
SELECT ns.nspname, t.oid, t.typname, t.typtype, t.typnotnull, t.elemtypoid
FROM (
  -- Arrays have typtype b: those are told by how they are received.
  SELECT typ.oid, typ.typnamespace, typ.typname, typ.typtype, typ.typrelid, typ.typnotnull, typ.relkind,
    elemtyp.oid AS elemtypoid, elemtyp.typname AS elemtypname, elemcls.relkind AS elemrelkind,
    CASE WHEN elemproc.proname='array_recv' THEN 'a' ELSE elemtyp.typtype END AS elemtyptype
  FROM (
    SELECT typ.oid, typnamespace, typname, typrelid, typnotnull, relkind, typelem AS elemoid,
      CASE WHEN proc.proname='array_recv' THEN 'a' ELSE typ.typtype END AS typtype,
      CASE WHEN proc.proname='array_recv' THEN typ.typelem
           WHEN typ.typtype='r' THEN rngsubtype
           WHEN typ.typtype='m' THEN (SELECT rngtypid FROM pg_range WHERE rngmultitypid = typ.oid)
           WHEN typ.typtype='d' THEN typ.typbasetype
      END AS elemtypoid
    FROM pg_type AS typ
    LEFT JOIN pg_class AS cls ON (cls.oid = typ.typrelid)
    LEFT JOIN pg_proc AS proc ON proc.oid = typ.typreceive
    LEFT JOIN pg_range ON (pg_range.rngtypid = typ.oid)
  ) AS typ
  LEFT JOIN pg_type AS elemtyp ON elemtyp.oid = elemtypoid
  LEFT JOIN pg_class AS elemcls ON (elemcls.oid = elemtyp.typrelid)
  LEFT JOIN pg_proc AS elemproc ON elemproc.oid = elemtyp.typreceive
) AS t
JOIN pg_namespace AS ns ON (ns.oid = typnamespace)
WHERE (typtype IN ('b', 'r', 'm', 'e', 'd')
  OR (typtype = 'c' AND relkind='c')
  OR (typtype = 'p' AND typname IN ('record', 'void', 'unknown'))
  OR (typtype = 'a' AND (elemtyptype IN ('b', 'r', 'm', 'e', 'd')
    OR (elemtyptype = 'p' AND elemtypname IN ('record', 'void'))
    OR (elemtyptype = 'c' AND elemrelkind='c'))))
  AND typname IN ('unknown', 'int2', 'int4', '_int4', 'numeric', '_numeric', 'timestamptz', '_varchar')
ORDER BY CASE
  WHEN typtype IN ('b', 'e', 'p') THEN 0
  WHEN typtype = 'c' THEN 1
  WHEN typtype = 'r' THEN 2
  WHEN typtype = 'm' THEN 3
  WHEN typtype = 'd' AND elemtyptype <> 'a' THEN 4
  WHEN typtype = 'a' THEN 5
  WHEN typtype = 'd' AND elemtyptype = 'a' THEN 6
END, t.oid;
SELECT typ.oid, att.attname, att.atttypid
FROM pg_type AS typ
JOIN pg_namespace AS ns ON (ns.oid = typ.typnamespace)
JOIN pg_class AS cls ON (cls.oid = typ.typrelid)
JOIN pg_attribute AS att ON (att.attrelid = typ.typrelid)
WHERE (typ.typtype = 'c' AND cls.relkind='c') AND attnum > 0 AND NOT attisdropped
ORDER BY typ.oid, att.attnum;
SELECT pg_type.oid, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid=enumtypid ORDER BY oid, enumsortorder;
> t
> pg_catalog | 21 | int2 | b | f | null
> pg_catalog | 23 | int4 | b | f | null
> pg_catalog | 705 | unknown | p | f | null
> pg_catalog | 1184 | timestamptz | b | f | null
> pg_catalog | 1700 | numeric | b | f | null
> pg_catalog | 1007 | _int4 | a | f | 23
> pg_catalog | 1015 | _varchar | a | f | 1043
> pg_catalog | 1231 | _numeric | a | f | 1700
> (none)
> (none)

DISCARD ALL

select character_set_name from INFORMATION_SCHEMA.character_sets
> UTF8

select TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE
from INFORMATION_SCHEMA.tables
where TABLE_SCHEMA not in ('information_schema', 'pg_catalog', 'runs')
order by TABLE_SCHEMA, TABLE_NAME
> gold | dim_products | BASE TABLE
> gold | fact_sales | BASE TABLE
> gold | paid_sales | VIEW
> silver | raw | BASE TABLE

select COLUMN_NAME, ORDINAL_POSITION, IS_NULLABLE, case when (data_type like '%unsigned%') then DATA_TYPE || ' unsigned' else DATA_TYPE end as DATA_TYPE
from INFORMATION_SCHEMA.columns
where TABLE_SCHEMA = 'gold' and TABLE_NAME = 'fact_sales'
order by TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION
> sale_id | 1 | NO | integer
> product_id | 2 | YES | integer
> pieces | 3 | YES | bigint
> amount | 4 | NO | numeric
> sold_on | 5 | YES | date
> seen_at | 6 | YES | timestamp without time zone
> paid | 7 | YES | boolean
> weight | 8 | YES | double precision
> note | 9 | YES | character varying

select i.CONSTRAINT_SCHEMA || '_' || i.CONSTRAINT_NAME as INDEX_NAME, ii.COLUMN_NAME, ii.ORDINAL_POSITION,
  case when i.CONSTRAINT_TYPE = 'PRIMARY KEY' then 'Y' else 'N' end as PRIMARY_KEY
from INFORMATION_SCHEMA.table_constraints i
inner join INFORMATION_SCHEMA.key_column_usage ii
  on i.CONSTRAINT_SCHEMA = ii.CONSTRAINT_SCHEMA and i.CONSTRAINT_NAME = ii.CONSTRAINT_NAME
  and i.TABLE_SCHEMA = ii.TABLE_SCHEMA and i.TABLE_NAME = ii.TABLE_NAME
where i.TABLE_SCHEMA = 'gold' and i.TABLE_NAME = 'fact_sales' and i.CONSTRAINT_TYPE in ('PRIMARY KEY', 'UNIQUE')
order by i.CONSTRAINT_SCHEMA || '_' || i.CONSTRAINT_NAME, ii.TABLE_SCHEMA, ii.TABLE_NAME, ii.ORDINAL_POSITION
> gold_fact_sales_pkey | sale_id | 1 | Y

# Whose key this table's is.
select pkcol.COLUMN_NAME as PK_COLUMN_NAME, fkcol.TABLE_SCHEMA AS FK_TABLE_SCHEMA, fkcol.TABLE_NAME AS FK_TABLE_NAME,
  fkcol.COLUMN_NAME as FK_COLUMN_NAME, fkcol.ORDINAL_POSITION as ORDINAL,
  fkcon.CONSTRAINT_SCHEMA || '_' || fkcol.TABLE_NAME || '_' || 'dim_products' || '_' || fkcon.CONSTRAINT_NAME as FK_NAME
from (select distinct constraint_catalog, constraint_schema, unique_constraint_schema, constraint_name, unique_constraint_name
  from INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS) fkcon
inner join INFORMATION_SCHEMA.KEY_COLUMN_USAGE fkcol
  on fkcon.CONSTRAINT_SCHEMA = fkcol.CONSTRAINT_SCHEMA and fkcon.CONSTRAINT_NAME = fkcol.CONSTRAINT_NAME
inner join INFORMATION_SCHEMA.KEY_COLUMN_USAGE pkcol
  on fkcon.UNIQUE_CONSTRAINT_SCHEMA = pkcol.CONSTRAINT_SCHEMA and fkcon.UNIQUE_CONSTRAINT_NAME = pkcol.CONSTRAINT_NAME
where pkcol.TABLE_SCHEMA = 'gold' and pkcol.TABLE_NAME = 'dim_products' and pkcol.ORDINAL_POSITION = fkcol.ORDINAL_POSITION
order by FK_NAME, fkcol.ORDINAL_POSITION
> product_id | gold | fact_sales | product_id | 1 | gold_fact_sales_dim_products_fact_sales_product_id_fkey

# Whose key this table refers to.
select pkcol.TABLE_SCHEMA AS PK_TABLE_SCHEMA, pkcol.TABLE_NAME AS PK_TABLE_NAME, pkcol.COLUMN_NAME as PK_COLUMN_NAME,
  fkcol.COLUMN_NAME as FK_COLUMN_NAME, fkcol.ORDINAL_POSITION as ORDINAL,
  fkcon.CONSTRAINT_SCHEMA || '_' || 'fact_sales' || '_' || pkcol.TABLE_NAME || '_' || fkcon.CONSTRAINT_NAME as FK_NAME
from (select distinct constraint_catalog, constraint_schema, unique_constraint_schema, constraint_name, unique_constraint_name
  from INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS) fkcon
inner join INFORMATION_SCHEMA.KEY_COLUMN_USAGE fkcol
  on fkcon.CONSTRAINT_SCHEMA = fkcol.CONSTRAINT_SCHEMA and fkcon.CONSTRAINT_NAME = fkcol.CONSTRAINT_NAME
inner join INFORMATION_SCHEMA.KEY_COLUMN_USAGE pkcol
  on fkcon.UNIQUE_CONSTRAINT_SCHEMA = pkcol.CONSTRAINT_SCHEMA and fkcon.UNIQUE_CONSTRAINT_NAME = pkcol.CONSTRAINT_NAME
where fkcol.TABLE_SCHEMA = 'gold' and fkcol.TABLE_NAME = 'fact_sales' and pkcol.ORDINAL_POSITION = fkcol.ORDINAL_POSITION
order by FK_NAME, fkcol.ORDINAL_POSITION
> gold | dim_products | product_id | product_id | 1 | gold_fact_sales_dim_products_fact_sales_product_id_fkey

# What the navigator shows of a table, and what a chart of DirectQuery asks.
select "$Table"."product_id" as "product_id", "$Table"."name" as "name" from "gold"."dim_products" "$Table" order by "$Table"."product_id" limit 4096
> 1 | fruit 1
> 2 | fruit 2
> 3 | fruit 3

select "rows"."name" as "name", sum("rows"."pieces") as "a0"
from (
  select "$Outer"."pieces", "$Inner"."name"
  from "gold"."fact_sales" as "$Outer"
  inner join "gold"."dim_products" as "$Inner" on ("$Outer"."product_id" = "$Inner"."product_id")
) "rows"
group by "name" order by "name" limit 1000001
> fruit 1 | 16830
> fruit 2 | 16170
> fruit 3 | 16500
