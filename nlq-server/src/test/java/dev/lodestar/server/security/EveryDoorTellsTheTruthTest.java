package dev.lodestar.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.pgwire.Database;
import dev.lodestar.server.pgwire.PgServer;
import dev.lodestar.server.query.EngineSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements of many shapes, {@code -Dtruth.statements=1000} of them when there is time, give the
 * same rows through every door as DuckDB itself gives over the same rows, of which it was told
 * without any of ours.
 */
final class EveryDoorTellsTheTruthTest {
  private static final int STATEMENTS = Integer.getInteger("truth.statements", 150);
  private static final int ASKERS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  /** What asking some of the statements came to: how many rows, and what was wrong. */
  private record Asked(int rows, List<String> wrong) {}

  @Test
  void theSameRowsAsDuckDb() throws Exception {
    int rows = 0;
    List<String> wrong = new ArrayList<>();
    try (BuiltDomain shop = Shop.in(directory, "shop", "*")) {
      shop.release("run-1");
      ServedDomain served = shop.served();
      ExecutorService threads = Executors.newFixedThreadPool(ASKERS);
      try (HttpServer http =
              new HttpServer(List.of(served), EngineSettings.FOR_A_FEW_QUERIES)
                  .start("127.0.0.1", 0);
          PgServer pg =
              new PgServer(List.of(new Database(served, http.engine("shop"))))
                  .start("127.0.0.1", 0)) {
        List<Future<Asked>> asked = new ArrayList<>();
        for (int i = 0; i < ASKERS; i++) {
          Random random = new Random(1_000_003 + i);
          asked.add(threads.submit(() -> ask(random, http.port(), pg.port())));
        }
        for (Future<Asked> one : asked) {
          rows += one.get().rows();
          wrong.addAll(one.get().wrong());
        }
      } finally {
        threads.shutdownNow();
      }
    }
    assertThat(wrong).isEmpty();
    // Otherwise they would ask nothing.
    assertThat(rows).isGreaterThan(5 * STATEMENTS);
  }

  private static Asked ask(Random random, int httpPort, int pgPort) throws Exception {
    int rows = 0;
    List<String> wrong = new ArrayList<>();
    HttpClient client = HttpClient.newHttpClient();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Connection postgres =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + pgPort + "/shop?user=ann")) {
      tell(duckDb);
      for (int i = 0; i < STATEMENTS / ASKERS; i++) {
        String sql = new TrueSelect(random).next();
        List<String> right = overJdbc(duckDb, sql);
        rows += right.size();
        List<String> overHttp = overHttp(client, httpPort, sql);
        List<String> overPostgres = overJdbc(postgres, sql);
        if (!overHttp.equals(right) || !overPostgres.equals(right)) {
          wrong.add(
              sql + "\n  DuckDB " + right + "\n  HTTP " + overHttp + "\n  PG " + overPostgres);
        }
      }
    }
    return new Asked(rows, wrong);
  }

  private static void tell(Connection duckDb) throws SQLException {
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET default_null_order = 'nulls_last'");
      statement.execute("CREATE TABLE dim_customers AS " + Shop.CUSTOMERS);
      statement.execute("CREATE TABLE fact_sales AS " + Shop.SALES);
      statement.execute(
          "CREATE TABLE dim_products AS SELECT i::INTEGER AS product_id, 'product ' || i AS product"
              + " FROM range(4) t(i)");
    }
  }

  private static List<String> overJdbc(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet cells = statement.executeQuery(sql)) {
      while (cells.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= cells.getMetaData().getColumnCount(); i++) {
          row.append(plain(cells.getString(i))).append('|');
        }
        rows.add(row.toString());
      }
    }
    rows.sort(null);
    return rows;
  }

  private static List<String> overHttp(HttpClient client, int port, String sql) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/2.0/sql/statements"))
            .POST(
                BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("statement", sql, "wait_timeout", "50s"))))
            .build();
    JsonNode answer = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    List<String> rows = new ArrayList<>();
    for (JsonNode cells : answer.at("/result/data_array")) {
      StringBuilder row = new StringBuilder();
      cells.forEach(cell -> row.append(plain(cell.isNull() ? null : cell.asText())).append('|'));
      rows.add(row.toString());
    }
    rows.sort(null);
    if (!answer.at("/status/state").asText().equals("SUCCEEDED")) {
      rows.add(answer.toString());
    }
    return rows;
  }

  /** Doors write 1, 1.0 and 1.00, and t and true; the value is the same. */
  private static String plain(@org.jspecify.annotations.Nullable String cell) {
    if (cell == null) {
      return "NULL";
    }
    if (cell.equals("t") || cell.equals("f")) {
      return cell.equals("t") ? "true" : "false";
    }
    if (!cell.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
      return cell;
    }
    BigDecimal number = new BigDecimal(cell).round(new java.math.MathContext(12));
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
