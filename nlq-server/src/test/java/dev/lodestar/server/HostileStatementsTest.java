package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.genie.Orchard;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.pgwire.Database;
import dev.lodestar.server.pgwire.PgServer;
import dev.lodestar.server.print.RowFormat;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.server.query.QueryFailed;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements that try to reach more than tables, or that only grow, at every door: each is refused
 * before DuckDB is given any of it, tells nothing, and leaves the door as it was.
 */
final class HostileStatementsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOD = "select count(*) as sales from sales";

  @TempDir static Path directory;
  private static BuiltDomain orchard;
  private static ServedDomain served;
  private static HttpServer http;
  private static PgServer postgres;
  private static List<String> statements;

  /** What came of a statement, in a door's words. */
  private record Told(boolean answered, String text) {}

  private interface Door {
    Told ask(String sql) throws Exception;
  }

  @BeforeAll
  static void open() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret.csv"), "word\nswordfish\n");
    statements = statements(secret);
    orchard = Orchard.in(directory);
    served = orchard.served();
    http = new HttpServer(List.of(served), EngineSettings.FOR_A_FEW_QUERIES).start("127.0.0.1", 0);
    postgres =
        new PgServer(List.of(new Database(served, http.engine("orchard")))).start("127.0.0.1", 0);
    Class.forName("org.apache.calcite.avatica.remote.Driver");
  }

  @AfterAll
  static void close() throws Exception {
    postgres.close();
    http.close();
    orchard.close();
  }

  @Test
  void areRefusedOverHttp() throws Exception {
    URI address = URI.create("http://localhost:" + http.port() + "/api/2.0/sql/statements");
    HttpClient client = HttpClient.newHttpClient();
    allAreRefused(
        sql -> {
          HttpRequest request =
              HttpRequest.newBuilder(address)
                  .POST(
                      BodyPublishers.ofString(
                          JSON.writeValueAsString(Map.of("statement", sql, "wait_timeout", "50s"))))
                  .build();
          JsonNode answer = JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
          assertThat(answer.at("/status/error/error_code").asText())
              .as(start(sql))
              .isNotEqualTo("INTERNAL_ERROR");
          return new Told(
              answer.at("/status/state").asText().equals("SUCCEEDED"), answer.toString());
        });
  }

  @Test
  void areRefusedByTheSimpleProtocolOfPostgres() throws Exception {
    try (Connection connection = postgres("&preferQueryMode=simple");
        Statement statement = connection.createStatement()) {
      allAreRefused(sql -> rows(statement, sql, () -> statement.execute(sql)));
    }
  }

  @Test
  void areRefusedByTheExtendedProtocolOfPostgres() throws Exception {
    try (Connection connection = postgres("")) {
      allAreRefused(
          sql -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              return rows(statement, sql, statement::execute);
            } catch (SQLException e) {
              return refusal(sql, e);
            }
          });
    }
  }

  @Test
  void areRefusedByAvatica() throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:avatica:remote:serialization=protobuf;url=http://localhost:"
                    + http.port()
                    + "/avatica");
        Statement statement = connection.createStatement()) {
      allAreRefused(sql -> rows(statement, sql, () -> statement.execute(sql)));
    }
  }

  @Test
  void areRefusedByTheModelContextProtocol() throws Exception {
    try (McpSyncClient client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder("http://localhost:" + http.port())
                    .endpoint("/api/2.0/mcp/genie/orchard")
                    .build())
            .build()) {
      client.initialize();
      allAreRefused(
          sql -> {
            McpSchema.CallToolResult result =
                client.callTool(new McpSchema.CallToolRequest("run_query", Map.of("sql", sql)));
            return new Told(
                !Boolean.TRUE.equals(result.isError()), String.valueOf(result.content()));
          });
    }
  }

  @Test
  void areRefusedByTheShell() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(InputStream.nullInputStream(), out, out, StandardCharsets.UTF_8);
    SqlShell shell =
        new SqlShell(
            new TablesHere(served, directory.resolve("orchard"), http.engine("orchard"), terminal),
            terminal,
            RowFormat.CSV);
    allAreRefused(
        sql -> {
          out.reset();
          boolean answered = false;
          try {
            answered = shell.statement(sql, Lines.NONE);
          } catch (QueryFailed | UsageProblem e) {
            terminal.err().println(e.getMessage());
          }
          terminal.flush();
          return new Told(answered, out.toString(StandardCharsets.UTF_8));
        });
  }

  private static void allAreRefused(Door door) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String sql : statements) {
      Told told = door.ask(sql);
      // What DuckDB cannot do is told as a query that failed.
      if (told.answered()
          || told.text().contains("The query failed")
          || told.text().contains("swordfish")
          || told.text().contains(directory.resolve("warehouse").toString())) {
        wrong.add(start(sql) + "\n  " + start(told.text()));
      }
      Told good = door.ask(GOOD);
      assertThat(good.answered()).as("a good statement after %s", start(sql)).isTrue();
      assertThat(good.text()).as(start(sql)).contains("4");
    }
    assertThat(wrong).isEmpty();
    assertThat(directory.resolve("out.csv")).doesNotExist();
  }

  private interface Execution {
    boolean run() throws SQLException;
  }

  private static Connection postgres(String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/orchard?user=ann" + options);
  }

  private static Told rows(Statement statement, String sql, Execution execution) {
    try {
      StringBuilder cells = new StringBuilder();
      boolean hasRows = execution.run();
      while (hasRows) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            cells.append(rows.getString(1)).append('\n');
          }
        }
        hasRows = statement.getMoreResults();
      }
      return new Told(true, cells.toString());
    } catch (SQLException e) {
      return refusal(sql, e);
    }
  }

  private static Told refusal(String sql, SQLException e) {
    assertThat(String.valueOf(e.getSQLState()))
        .as(start(sql) + ": " + e.getMessage())
        .doesNotStartWith("XX");
    return new Told(false, String.valueOf(e.getMessage()));
  }

  private static String start(String text) {
    return text.length() < 200 ? text : text.substring(0, 200) + " …";
  }

  private static List<String> statements(Path secret) throws Exception {
    List<String> statements = new ArrayList<>();
    try (InputStream in = HostileStatementsTest.class.getResourceAsStream("hostile.sql")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(
              line ->
                  line.replace("SECRET", secret.toString())
                      .replace("OUT", secret.resolveSibling("out.csv").toString()))
          .forEach(statements::add);
    }
    statements.add("select " + "(".repeat(50_000) + "1" + ")".repeat(50_000));
    statements.add("select 1" + " + nothing".repeat(20_000));
    statements.add("select " + "case when true then ".repeat(10_000));
    statements.add("select * from " + "(select * from ".repeat(10_000));
    statements.add("select '" + "x".repeat(500_000));
    statements.add("/*".repeat(100_000));
    statements.add("select \"" + "\0".repeat(1_000));
    assertThat(statements).hasSizeGreaterThan(200);
    return statements;
  }
}
