package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What tools ask when they start is answered, and as a PostgreSQL answers it that has the same
 * tables.
 */
final class ToolsTest {
  private static final List<String> SAME_TABLES =
      List.of(
          "CREATE SCHEMA gold",
          "CREATE SCHEMA silver",
          "CREATE SCHEMA runs",
          "DROP SCHEMA public",
          "CREATE TABLE silver.raw (x integer)",
          "CREATE TABLE gold.dim_products (product_id integer PRIMARY KEY, name varchar)",
          "INSERT INTO gold.dim_products SELECT i, 'fruit ' || i FROM generate_series(1, 3) t(i)",
          "CREATE TABLE gold.fact_sales (sale_id integer PRIMARY KEY,"
              + " product_id integer REFERENCES gold.dim_products, pieces bigint,"
              + " amount numeric(12,2) NOT NULL, sold_on date, seen_at timestamp, paid boolean,"
              + " weight double precision, note varchar)",
          "INSERT INTO gold.fact_sales SELECT i, i % 3 + 1, i * 10, i / 4.0,"
              + " DATE '2024-01-01' + i, TIMESTAMP '2024-01-01 10:20:30.123456' + i * interval '1h',"
              + " i % 2 = 0, i / 3.0::double precision, CASE WHEN i % 4 > 0 THEN 'n° ' || i END"
              + " FROM generate_series(0, 99) t(i)",
          "CREATE VIEW gold.paid_sales AS SELECT sale_id, amount FROM gold.fact_sales WHERE paid",
          "COMMENT ON TABLE gold.dim_products IS 'What is sold'",
          "COMMENT ON COLUMN gold.dim_products.product_id IS 'Its number'",
          "COMMENT ON COLUMN gold.dim_products.name IS 'Its name, for people'",
          "COMMENT ON TABLE gold.fact_sales IS 'One row per sale'",
          "COMMENT ON COLUMN gold.fact_sales.pieces IS 'Units sold (pieces)'",
          "REVOKE ALL ON DATABASE fruit FROM public",
          "CREATE USER ann",
          "GRANT CONNECT ON DATABASE fruit TO ann",
          "GRANT USAGE ON SCHEMA gold, silver, runs TO ann",
          "GRANT SELECT, REFERENCES ON ALL TABLES IN SCHEMA gold, silver TO ann",
          "ALTER USER ann SET search_path = gold",
          "ALTER USER ann SET default_transaction_isolation = 'repeatable read'",
          "ALTER USER ann SET default_transaction_read_only = on");

  @TempDir static Path directory;
  private static Fruit fruit;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void serve() throws Exception {
    fruit = new Fruit(directory);
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("postgres"))
            .setPGStartupWait(Duration.ofMinutes(1))
            .start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE fruit");
    }
    try (Connection connection = postgres.getDatabase("postgres", "fruit").getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : SAME_TABLES) {
        statement.execute(sql);
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
    fruit.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datagrip",
        "dbeaver",
        "metabase",
        "odbc",
        "pgadmin",
        "pgcli",
        "powerbi",
        "superset",
        "tableau"
      })
  void areAnsweredAsByPostgres(String tool) throws Exception {
    Replay replay = Replay.of(tool);
    String mode = replay.simple() ? "&preferQueryMode=simple" : "";
    String same = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/fruit?user=ann" + mode;
    assertThat(answeredOtherwise(replay.blocks(), fruit.url(mode))).as("answers here").isEmpty();
    assertThat(answeredOtherwise(replay.blocks(), fruit.url(mode + "&prepareThreshold=-1")))
        .as("answers here, in binary")
        .isEmpty();
    List<Replay.Block> common =
        replay.blocks().stream().filter(block -> !block.onlyHere()).toList();
    assertThat(answeredOtherwise(common, same)).as("PostgreSQL's own answers").isEmpty();
  }

  private static List<String> answeredOtherwise(List<Replay.Block> blocks, String url)
      throws SQLException {
    List<String> otherwise = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url)) {
      for (Replay.Block block : blocks) {
        List<String> answer = Replay.answer(connection, block);
        if (!answer.equals(block.answer())) {
          otherwise.add(block.sql() + "\n" + String.join("\n", answer));
        }
      }
    }
    return otherwise;
  }
}
