# DataGrip 2025: connecting, and what introspection asks before tables.
#
# After a log of it in datafusion-contrib/datafusion-postgres#165. The layout is ours.

SET extra_float_digits = 3

SET application_name = 'DataGrip 2025.2.3'

select version() like 'PostgreSQL 1%'
> t

select current_database() as a, current_schemas(false) as b
> fruit | ['gold']

SHOW TRANSACTION ISOLATION LEVEL
> repeatable read

select count(*) from (select round(extract(epoch from pg_postmaster_start_time() at time zone 'UTC')) as startup_time) s
> 1

select case when pg_catalog.pg_is_in_recovery() then null else (pg_catalog.txid_current() % 4294967296)::varchar::bigint end > 0 as current_txid
> t

select count(*) from (
  select L.transactionid::varchar::bigint as transaction_id
  from pg_catalog.pg_locks L
  where L.transactionid is not null
  order by pg_catalog.age(L.transactionid) desc
  limit 1) l where false
> 0

@ name, description, is_template, allow_connections
select N.oid::bigint as id, datname as name, D.description, datistemplate as is_template, datallowconn as allow_connections,
  pg_catalog.pg_get_userbyid(N.datdba) as "owner"
from pg_catalog.pg_database N
  left join pg_catalog.pg_shdescription D on N.oid = D.objoid
where datname = 'fruit'
order by case when datname = pg_catalog.current_database() then -1::bigint else N.oid::bigint end
> fruit | null | f | t

@ name, description
select N.oid::bigint as id, N.xmin as state_number, nspname as name, D.description, pg_catalog.pg_get_userbyid(N.nspowner) as "owner"
from pg_catalog.pg_namespace N
  left join pg_catalog.pg_description D on N.oid = D.objoid
where nspname in ('gold', 'silver')
order by case when nspname = pg_catalog.current_schema() then -1::bigint else N.oid::bigint end
> gold | null
> silver | null

show DateStyle
> ISO, MDY

@ role_name, is_super, can_login
select R.oid::bigint as role_id, rolname as role_name, rolsuper is_super, rolinherit is_inherit, rolcreaterole can_createrole,
  rolcreatedb can_createdb, rolcanlogin can_login, rolreplication /* false */ is_replication, rolconnlimit conn_limit,
  rolvaliduntil valid_until, rolbypassrls /* false */ bypass_rls, rolconfig config, D.description
from pg_catalog.pg_roles R
  left join pg_catalog.pg_shdescription D on D.objoid = R.oid
where rolname = 'ann'
> ann | f | t

select member id, roleid role_id, admin_option from pg_catalog.pg_auth_members where member < 100 and roleid < 100 order by id, roleid::text
> (none)

@ name, location
select T.oid::bigint as id, T.spcname as name, T.xmin as state_number, pg_catalog.pg_get_userbyid(T.spcowner) as owner,
  pg_catalog.pg_tablespace_location(T.oid) /* null */ as location, T.spcoptions /* null */ as options, D.description as comment
from pg_catalog.pg_tablespace T
  left join pg_catalog.pg_shdescription D on D.objoid = T.oid
where T.spcname = 'pg_default'
> pg_default | 

# Tables of a schema with what they are, as the tree shows them.
@ table_kind, table_name, description
$ {gold}
select T.relkind as table_kind, T.relname as table_name, T.oid as table_id, T.xmin as table_state_number, false as table_with_oids,
  T.reltablespace as tablespace_id, T.reloptions as options, T.relpersistence as persistence,
  (select pg_catalog.array_agg(inhparent::bigint order by inhseqno)::varchar from pg_catalog.pg_inherits where T.oid = inhrelid) as ancestors,
  T.relispartition as is_partition, pg_catalog.pg_get_partkeydef(T.oid) as partition_key,
  pg_catalog.pg_get_userbyid(T.relowner) as "owner", pg_catalog.obj_description(T.oid, 'pg_class') as description
from pg_catalog.pg_class T
where relnamespace = ?::oid and relkind in ('r', 'm', 'v', 'f', 'p')
order by table_kind, table_name
> r | dim_products | What is sold
> r | fact_sales | One row per sale
> v | paid_sales | null
