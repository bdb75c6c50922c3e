# One statement a line; all must be refused. SECRET is a file beside the warehouse, OUT one that must not come to be.
select * from read_csv('SECRET')
select * from read_csv_auto('SECRET')
select * from read_text('SECRET')
select * from read_blob('SECRET')
select * from read_parquet('SECRET')
select * from read_json('SECRET')
select * from 'SECRET'
select * from "SECRET"
select * from glob('/*')
select * from parquet_metadata('SECRET')
select * from sniff_csv('SECRET')
select content from read_text('/etc/passwd')
select * from '/etc/passwd'
select getenv('HOME')
select * from pg_class, read_csv('SECRET')
select * from pg_class, read_text('SECRET')
select * from pg_class, 'SECRET'
select * from pg_class, "SECRET"
select (select word from read_csv('SECRET')) from pg_class
select * from pg_class union all select * from read_csv('SECRET')
select pg_read_file('SECRET')
select pg_read_file('/etc/passwd'), version()
select pg_ls_dir('/')
select pg_sleep(1000)
select lo_import('SECRET')
select * from pg_class, glob('/*')
select * from pg_class, duckdb_settings()
select * from pg_class, duckdb_secrets()
select * from duckdb_settings()
select * from duckdb_tables
select * from duckdb_extensions()
select * from pragma_database_list
select * from pg_class, pragma_database_list
select * from pg_class, pragma_version()
select * from sqlite_master
select * from pg_class, sqlite_master
select * from pg_class, query('select 1')
select * from pg_class, query_table('pg_class')
select getenv('HOME'), version()
select current_setting('temp_directory')
select current_setting('allowed_directories')
select current_setting('home_directory')
select current_setting('secret_directory'), 1 from pg_class
select which_secret('s3://x', 's3') from pg_class
copy (select 1) to 'OUT'
copy sales to 'OUT'
copy sales from 'SECRET'
copy sales from program 'cat SECRET'
copy (select * from pg_class) to 'OUT'
export database 'OUT'
import database 'SECRET'
attach 'OUT' as x
attach ':memory:' as x
detach memory
use memory
install httpfs
load httpfs
force install httpfs
pragma database_list
pragma enable_external_access=true
call pragma_version()
checkpoint
vacuum
explain analyze select * from read_csv('SECRET')
explain copy (select 1) to 'OUT'
prepare x as select * from read_csv('SECRET')
execute x
create table t (x int)
create table t as select 1
create temp table t as select 1
create or replace view sales as select 1
create macro f() as 1
create function f() returns int as 'select 1' language sql
create schema x
create secret x (type s3)
create type t as enum ('a')
create extension dblink
create role x superuser
create sequence s
create index i on sales (sale_id)
alter table sales add column x int
alter role ann superuser
drop table sales
drop view paid_sales
drop schema gold cascade
truncate sales
insert into sales values (1)
insert into pg_class (relname) values ('x')
update sales set paid = true
update pg_class set relname = 'x'
delete from sales
delete from pg_class
merge into sales using dim_products on true when matched then delete
with x as (insert into pg_class (relname) values ('x') returning oid) select * from x
with x as (delete from pg_class returning oid) select * from x
with x as (update pg_class set relname = 'x' returning oid) select * from x
with x as (delete from sales returning *) select * from x
with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r
select * into t from pg_class
select * into t from sales
select * from sales for update
lock table sales
grant all on sales to ann
revoke all on sales from ann
comment on table sales is 'x'
do $$ begin perform 1; end $$
call f()
set role admin
set session authorization admin
set server_version = '1'
set is_superuser = on
listen x
notify x
reindex table sales
cluster sales
refresh materialized view x
analyze sales
security label on table sales is 'x'
reassign owned by ann to bob
select dblink('host=localhost', 'select 1')
select * from dblink('x', 'y') as t(a int)
select query_to_xml('select 1', true, true, '')
select xmlparse(document '<a/>')
select * from gold.sales; drop table sales
select 1; copy (select 1) to 'OUT'
select 1 /* ; */ ; drop table sales
select 'a' || 'b'; attach 'OUT' as x
/* select */ drop table sales
select version(); drop table pg_class
select * from pg_catalog.pg_class; insert into pg_class (relname) values ('x')
select * from memory.main.sales
select * from temp.main."gold.sales"
select * from "gold.sales"
select * from system.main.duckdb_tables
select * from information_schema.nothing
select * from main.pg_class, read_csv('SECRET')
select * from pg_class where relname = (select content from read_text('SECRET'))
select * from pg_class p join read_text('SECRET') r on true
select "read_text"('SECRET') from pg_class
select * from pg_class, "read_text"('SECRET')
select * from pg_class, READ_TEXT('SECRET')
select * from pg_class, read_text/**/('SECRET')
select * from pg_class, "READ_CSV"('SECRET')
select * from pg_class, main.read_csv('SECRET')
select * from pg_class, system.main.read_csv('SECRET')
select set_config('x', '1', false) from read_csv('SECRET')
table 'SECRET'
table "SECRET"
values ((select content from read_text('SECRET')))
from read_csv('SECRET')
from 'SECRET' select *
summarize sales
describe sales
show tables from 'SECRET'
pivot sales on paid
unpivot sales on paid
select columns('.*') from sales
select unnest([1, 2])
select [x for x in [1, 2]]
select list_transform([1], x -> x)
select struct_pack(a := 1)
select json_serialize_sql('select 1')
select json_execute_serialized_sql('{}')
select * from pg_class, json_execute_serialized_sql('{}')
select * from range(1000000000000)
select nextval('s')
select currval('s')
select txid_current() from sales
select error('x')
select pg_terminate_backend(1) from sales
select load_aws_credentials()
select * from iceberg_scan('SECRET')
select * from sqlite_scan('SECRET', 'x')
select * from postgres_scan('host=localhost', 'public', 'x')
select * from pg_class, postgres_query('x', 'select 1')
select * from parquet_scan('SECRET')
select * from arrow_scan(1, 2, 3)
select * from pandas_scan(1)
select * from python_map_function()
select * from seq_scan('sales')
select * from test_all_types()
select * from repeat_row(1, num_rows = 10)
select * from checkpoint()
select * from force_checkpoint()
select * from gold.nothing
select * from bronze.nothing
select * from other.sales
select * from fruit.gold.nothing
select/**/content/**/from/**/read_text('SECRET')
SELECT * FROM ReAd_CsV('SECRET')
select * from main.read_csv('SECRET')
select * from table(read_csv('SECRET'))
select * from sales, lateral read_csv('SECRET')
select * from unnest(glob('/*'))
select * from memory.main.x
select * from hot.main."gold.sales#1"
select * from temp.main."gold.sales"
select * from "gold.sales"
select * from gold."sales#1"
select * from "../../SECRET"
values (read_text('SECRET'))
select * from (values (1)) t(x) where exists (select 1 from read_text('SECRET'))
select * from sales where sale_id in (select 1 from read_csv('SECRET'))
select 1 from sales order by (select max(word) from read_csv('SECRET'))
select case when true then read_text('SECRET') end as x
select * from 'https://example.org/x.csv'
select * from read_parquet(['https://example.org/x.parquet'])
select shell('id') as x
select system('id') as x
select nextval('x') as x
select write_log('x') as x
select * from duckdb_functions()
/* select 1 */ attach 'SECRET' as s
select relname from pg_class where oid = any("1) or exists (select 1 from duckdb_settings()) or (true")
select relname from pg_class where oid <> all("1) or exists (select 1 from duckdb_settings()) or (true")
select relname from pg_class where oid = any("1)); rollback; drop table pg_description; select ((1")
select relname from pg_class where relname operator(pg_catalog."is null or exists (select 1 from duckdb_settings()) or '' =") 'x'
select nothing from pg_class where relname = any('{')
