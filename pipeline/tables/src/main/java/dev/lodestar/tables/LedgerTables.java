package dev.lodestar.tables;

import java.util.List;

/**
 * The tables in the database: those of Iceberg's catalogue as its {@code JdbcCatalog} (version V1)
 * defines them, and those of the ledger.
 */
final class LedgerTables {
  private static final int VERSION = 2;

  private static final List<String> DEFINITIONS =
      List.of(
          """
          create table if not exists iceberg_tables (
            catalog_name varchar(255) not null,
            table_namespace varchar(255) not null,
            table_name varchar(255) not null,
            metadata_location varchar(1000),
            previous_metadata_location varchar(1000),
            iceberg_type varchar(5),
            primary key (catalog_name, table_namespace, table_name))""",
          """
          create table if not exists iceberg_namespace_properties (
            catalog_name varchar(255) not null,
            namespace varchar(255) not null,
            property_key varchar(255),
            property_value varchar(1000),
            primary key (catalog_name, namespace, property_key))""",
          """
          create table if not exists lodestar_ledger (
            version integer not null)""",
          """
          create table if not exists lodestar_runs (
            run_id varchar(200) primary key,
            domain varchar(200) not null,
            state varchar(20) not null,
            started_ms bigint not null,
            finished_ms bigint,
            runner varchar(200) not null,
            host varchar(500) not null,
            pid bigint not null,
            error text,
            plan_hash varchar(200) not null,
            outcome text)""",
          """
          create table if not exists lodestar_steps (
            run_id varchar(200) not null,
            position integer not null,
            table_name varchar(400) not null,
            rows_in bigint not null,
            rows_out bigint not null,
            quarantined bigint not null,
            deduplicated bigint not null,
            dropped bigint not null,
            files integer not null,
            bytes bigint not null,
            seconds double precision not null,
            primary key (run_id, position))""",
          """
          create table if not exists lodestar_broken_rules (
            run_id varchar(200) not null,
            position integer not null,
            rule varchar(400) not null,
            broken bigint not null,
            primary key (run_id, position, rule))""",
          """
          create table if not exists lodestar_expectations (
            run_id varchar(200) not null,
            position integer not null,
            table_name varchar(400) not null,
            rule varchar(400) not null,
            asks varchar(20) not null,
            otherwise varchar(20) not null,
            rows_checked bigint not null,
            rows_broken bigint not null,
            holds integer not null,
            found text,
            primary key (run_id, position))""",
          """
          create table if not exists lodestar_releases (
            release_id bigint primary key,
            run_id varchar(200) not null unique,
            released_ms bigint not null,
            restores bigint)""",
          """
          create table if not exists lodestar_release_tables (
            release_id bigint not null,
            table_name varchar(400) not null,
            snapshot bigint not null,
            primary key (release_id, table_name))""",
          """
          create table if not exists lodestar_release_views (
            release_id bigint not null,
            position integer not null,
            view_name varchar(400) not null,
            select_text text not null,
            columns text not null,
            primary key (release_id, position))""",
          """
          create table if not exists lodestar_lease (
            one integer primary key,
            token bigint not null,
            held integer not null,
            owner varchar(500) not null,
            host varchar(500) not null,
            pid bigint not null,
            pid_started_ms bigint not null,
            heartbeat_ms bigint not null)""");

  /** Only where the catalogue is not inside of the warehouse. */
  private static final String WAREHOUSE =
      """
      create table if not exists lodestar_warehouse (
        one integer primary key,
        location varchar(1000) not null,
        id varchar(100) not null)""";

  /** What version 2 has that version 1 had not; the tables that are new come from above. */
  private static final List<String> SINCE_VERSION_1 =
      List.of("alter table lodestar_releases add column restores bigint");

  private LedgerTables() {}

  /** Makes the tables when there are none; any number of processes may try at once. */
  static void prepare(Database database) {
    if (!exists(database, "lodestar_ledger")) {
      database.inTransaction(
          () -> {
            database.lockAgainstOthers();
            DEFINITIONS.forEach(database::execute);
            return database.execute(
                "insert into lodestar_ledger select "
                    + VERSION
                    + " where not exists (select 1 from lodestar_ledger)");
          });
    }
    if (version(database) == 1) {
      database.inTransaction(() -> version(database) == 1 ? fromVersion1(database) : VERSION);
    }
    checkVersion(version(database), database);
  }

  private static int fromVersion1(Database database) {
    SINCE_VERSION_1.forEach(database::execute);
    DEFINITIONS.forEach(database::execute);
    database.execute("update lodestar_ledger set version = " + VERSION);
    return VERSION;
  }

  private static int version(Database database) {
    return database
        .first("select version from lodestar_ledger", row -> row.getInt(1))
        .orElseThrow(() -> new WarehouseException("No ledger version in " + database.name()));
  }

  private static void checkVersion(int version, Database database) {
    if (version != VERSION) {
      throw new WarehouseException(
          "Cannot use the ledger in "
              + database.name()
              + ": it has version "
              + version
              + ", this program knows version "
              + VERSION);
    }
  }

  /** Makes the table for the {@link WarehouseMark}. */
  static void prepareMark(Database database) {
    if (!exists(database, "lodestar_warehouse")) {
      database.inTransaction(
          () -> {
            database.lockAgainstOthers();
            return database.execute(WAREHOUSE);
          });
    }
  }

  private static boolean exists(Database database, String table) {
    String sql =
        database.isSqlite()
            ? "select 1 from sqlite_master where name = ?"
            : "select 1 from information_schema.tables where table_schema = current_schema()"
                + " and table_name = ?";
    return database.first(sql, row -> row.getInt(1), table).isPresent();
  }
}
