package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL's own JDBC driver finds out about the tables. */
final class PgMetadataTest {
  @TempDir static Path directory;
  private static Fruit fruit;
  private static Connection connection;
  private static DatabaseMetaData meta;

  @BeforeAll
  static void serve() throws Exception {
    fruit = new Fruit(directory);
    connection = fruit.connect();
    meta = connection.getMetaData();
  }

  @AfterAll
  static void stop() throws Exception {
    connection.close();
    fruit.close();
  }

  private static List<String> rows(ResultSet rows, String... columns) throws SQLException {
    List<String> read = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
          cells.add(rows.getString(column));
        }
        read.add(String.join(" | ", cells.stream().map(String::valueOf).toList()));
      }
    }
    return read;
  }

  @Test
  void databasesAndSchemas() throws Exception {
    assertThat(rows(meta.getCatalogs(), "TABLE_CAT")).containsExactly("fruit");
    assertThat(rows(meta.getSchemas(), "TABLE_SCHEM"))
        .containsExactly("gold", "information_schema", "pg_catalog", "runs", "silver");
    assertThat(rows(meta.getSchemas(null, "go%"), "TABLE_SCHEM")).containsExactly("gold");
    assertThat(connection.getSchema()).isEqualTo("gold");
    assertThat(connection.getCatalog()).isEqualTo("fruit");
    assertThat(rows(meta.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "VIEW");
    assertThat(meta.getDatabaseProductName()).isEqualTo("PostgreSQL");
    assertThat(meta.getDatabaseMajorVersion()).isEqualTo(15);
  }

  @Test
  void tablesWithWhatIsSaidOfThem() throws Exception {
    assertThat(
            rows(
                meta.getTables(null, "gold", "%", new String[] {"TABLE", "VIEW"}),
                "TABLE_NAME",
                "TABLE_TYPE",
                "REMARKS"))
        .containsExactly(
            "dim_products | TABLE | What is sold",
            "fact_sales | TABLE | One row per sale",
            "paid_sales | VIEW | null");
  }

  @Test
  void whatIsSaidInTheLanguageOfTheClient() throws Exception {
    try (Connection french =
            DriverManager.getConnection(fruit.url("&options=-c%20lc_messages=fr_FR.UTF-8"));
        ResultSet tables = french.getMetaData().getTables(null, "gold", "dim_products", null)) {
      assertThat(rows(tables, "REMARKS")).containsExactly("Ce qui se vend");
    }
  }

  @Test
  void columnsWithTheirTypes() throws Exception {
    assertThat(
            rows(
                meta.getColumns(null, "gold", "fact_sales", "%"),
                "ORDINAL_POSITION",
                "COLUMN_NAME",
                "TYPE_NAME",
                "COLUMN_SIZE",
                "DECIMAL_DIGITS",
                "IS_NULLABLE",
                "REMARKS"))
        .containsExactly(
            "1 | sale_id | int4 | 10 | 0 | NO | null",
            "2 | product_id | int4 | 10 | 0 | YES | null",
            "3 | pieces | int8 | 19 | 0 | YES | Units sold (pieces)",
            "4 | amount | numeric | 12 | 2 | NO | null",
            "5 | sold_on | date | 13 | 0 | YES | null",
            "6 | seen_at | timestamp | 29 | 6 | YES | null",
            "7 | paid | bool | 1 | 0 | YES | null",
            "8 | weight | float8 | 17 | 17 | YES | null",
            "9 | note | varchar | 2147483647 | 0 | YES | null");
  }

  @Test
  void keys() throws Exception {
    assertThat(
            rows(
                meta.getPrimaryKeys(null, "gold", "fact_sales"),
                "TABLE_NAME",
                "COLUMN_NAME",
                "KEY_SEQ",
                "PK_NAME"))
        .containsExactly("fact_sales | sale_id | 1 | fact_sales_pkey");
    String[] foreign = {
      "PKTABLE_SCHEM", "PKTABLE_NAME", "PKCOLUMN_NAME", "FKTABLE_NAME", "FKCOLUMN_NAME", "KEY_SEQ"
    };
    List<String> expected =
        List.of("gold | dim_products | product_id | fact_sales | product_id | 1");
    assertThat(rows(meta.getImportedKeys(null, "gold", "fact_sales"), foreign)).isEqualTo(expected);
    assertThat(rows(meta.getExportedKeys(null, "gold", "dim_products"), foreign))
        .isEqualTo(expected);
    assertThat(
            rows(
                meta.getCrossReference(null, "gold", "dim_products", null, "gold", "fact_sales"),
                foreign))
        .isEqualTo(expected);
    assertThat(
            rows(
                meta.getIndexInfo(null, "gold", "fact_sales", true, false),
                "INDEX_NAME",
                "COLUMN_NAME",
                "NON_UNIQUE"))
        .containsExactly("fact_sales_pkey | sale_id | f");
    assertThat(rows(meta.getBestRowIdentifier(null, "gold", "fact_sales", 2, true), "COLUMN_NAME"))
        .containsExactly("sale_id");
  }

  @Test
  void typesAndEverythingElse() throws Exception {
    assertThat(rows(meta.getTypeInfo(), "TYPE_NAME"))
        .contains("bool", "int4", "int8", "float8", "numeric", "date", "timestamp", "varchar");
    assertThat(rows(meta.getFunctions(null, null, "%"), "FUNCTION_NAME")).isEmpty();
    assertThat(rows(meta.getProcedures(null, null, "%"), "PROCEDURE_NAME")).isEmpty();
    assertThat(rows(meta.getFunctionColumns(null, null, "%", "%"), "FUNCTION_NAME")).isEmpty();
    assertThat(rows(meta.getProcedureColumns(null, null, "%", "%"), "PROCEDURE_NAME")).isEmpty();
    assertThat(rows(meta.getUDTs(null, null, "%", null), "TYPE_NAME")).isEmpty();
    assertThat(rows(meta.getVersionColumns(null, "gold", "fact_sales"), "COLUMN_NAME")).isNotNull();
    assertThat(rows(meta.getTablePrivileges(null, "gold", "fact_sales"), "PRIVILEGE")).isNotNull();
    assertThat(rows(meta.getColumnPrivileges(null, "gold", "fact_sales", "%"), "PRIVILEGE"))
        .isNotNull();
    assertThat(rows(meta.getClientInfoProperties(), "NAME")).isNotEmpty();
    assertThat(meta.getSQLKeywords()).isNotEmpty();
    assertThat(meta.getMaxColumnNameLength()).isGreaterThanOrEqualTo(63);
    assertThat(meta.getUserName()).isEqualTo("ann");
    assertThat(meta.isReadOnly()).isFalse();
  }

  @Test
  void numbersOfTablesStayTheSameFromReleaseToRelease() throws Exception {
    String sql = "select oid from pg_class where relname = 'fact_sales'";
    List<String> before = rows(connection.createStatement().executeQuery(sql), "oid");
    fruit.domain.table("silver.another", "SELECT 1::INTEGER AS x").release("another");
    assertThat(rows(connection.createStatement().executeQuery(sql), "oid")).isEqualTo(before);
  }
}
