-- Makes the five tables of the Star Schema Benchmark. Every choice is a hash of the row's number and of what is
-- chosen, so the same scale gives the same rows.
CREATE OR REPLACE TEMP MACRO draw(number, what, below) AS CAST(hash(number * 64 + what) % CAST(below AS ubigint) AS integer);

CREATE OR REPLACE TEMP MACRO region(nation) AS ['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'][1 + nation // 5];

CREATE OR REPLACE TEMP MACRO nation(number) AS [
  'ALGERIA', 'ETHIOPIA', 'KENYA', 'MOROCCO', 'MOZAMBIQUE', 'ARGENTINA', 'BRAZIL', 'CANADA', 'PERU', 'UNITED STATES',
  'CHINA', 'INDIA', 'INDONESIA', 'JAPAN', 'VIETNAM', 'FRANCE', 'GERMANY', 'ROMANIA', 'RUSSIA', 'UNITED KINGDOM',
  'EGYPT', 'IRAN', 'IRAQ', 'JORDAN', 'SAUDI ARABIA'][1 + number];

CREATE OR REPLACE TEMP MACRO city(nation, number) AS rpad(left(nation(nation), 9), 9, ' ') || number;

COPY (
  SELECT
    CAST(i + 1 AS integer) AS c_custkey,
    printf('Customer#%09d', i + 1) AS c_name,
    city(draw(i, 1, 25), draw(i, 2, 10)) AS c_city,
    nation(draw(i, 1, 25)) AS c_nation,
    region(draw(i, 1, 25)) AS c_region,
    ['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD', 'MACHINERY'][1 + draw(i, 3, 5)] AS c_mktsegment
  FROM range(30000 * ${scale}) AS t (i)
) TO '${data}/customer.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT
    CAST(i + 1 AS integer) AS s_suppkey,
    printf('Supplier#%09d', i + 1) AS s_name,
    city(draw(i, 4, 25), draw(i, 5, 10)) AS s_city,
    nation(draw(i, 4, 25)) AS s_nation,
    region(draw(i, 4, 25)) AS s_region
  FROM range(2000 * ${scale}) AS t (i)
) TO '${data}/supplier.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT
    CAST(i + 1 AS integer) AS p_partkey,
    'Part ' || (i + 1) AS p_name,
    'MFGR#' || (1 + draw(i, 6, 5)) AS p_mfgr,
    'MFGR#' || (1 + draw(i, 6, 5)) || (1 + draw(i, 7, 5)) AS p_category,
    'MFGR#' || (1 + draw(i, 6, 5)) || (1 + draw(i, 7, 5)) || (1 + draw(i, 8, 40)) AS p_brand1
  FROM range(CAST(200000 * (1 + floor(log2(${scale}))) AS bigint)) AS t (i)
) TO '${data}/part.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT
    CAST(strftime(day, '%Y%m%d') AS integer) AS d_datekey,
    CAST(day AS date) AS d_date,
    CAST(year(day) AS integer) AS d_year,
    CAST(strftime(day, '%Y%m') AS integer) AS d_yearmonthnum,
    strftime(day, '%b%Y') AS d_yearmonth,
    CAST(1 + (dayofyear(day) - 1) // 7 AS integer) AS d_weeknuminyear
  FROM range(DATE '1992-01-01', DATE '1999-01-01', INTERVAL 1 DAY) AS t (day)
) TO '${data}/dates.parquet' (FORMAT parquet, COMPRESSION zstd);

COPY (
  SELECT
    i // 4 + 1 AS lo_orderkey,
    CAST(i % 4 + 1 AS integer) AS lo_linenumber,
    CAST(1 + draw(i // 4, 10, 30000 * ${scale}) AS integer) AS lo_custkey,
    CAST(1 + draw(i, 11, CAST(200000 * (1 + floor(log2(${scale}))) AS bigint)) AS integer) AS lo_partkey,
    CAST(1 + draw(i, 12, 2000 * ${scale}) AS integer) AS lo_suppkey,
    CAST(strftime(DATE '1992-01-01' + draw(i // 4, 13, 2406), '%Y%m%d') AS integer) AS lo_orderdate,
    CAST(1 + draw(i, 14, 50) AS integer) AS lo_quantity,
    CAST((1 + draw(i, 14, 50)) * (90000 + draw(i, 15, 111000)) / 100 AS integer) AS lo_extendedprice,
    CAST(draw(i, 16, 11) AS integer) AS lo_discount,
    CAST((1 + draw(i, 14, 50)) * (90000 + draw(i, 15, 111000)) / 100 * (100 - draw(i, 16, 11)) / 100 AS integer) AS lo_revenue,
    CAST(60 * (90000 + draw(i, 15, 111000)) / 100 AS integer) AS lo_supplycost
  FROM range(6000000 * ${scale}) AS t (i)
) TO '${data}/lineorder.parquet' (FORMAT parquet, COMPRESSION zstd);
