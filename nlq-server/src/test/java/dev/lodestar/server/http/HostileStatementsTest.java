package dev.lodestar.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.EngineSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements that PostgreSQL's door refuses, at this one, and some that only grow. */
final class HostileStatementsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void noneReachesMoreThanTables() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret.csv"), "word\nswordfish\n");
    try (BuiltDomain domain = BuiltDomain.in(directory, "fruit")) {
      domain.table("gold.fact_sales", "SELECT 1 AS sale_id").release("run-1");
      ServedDomain served = domain.served();
      HttpClient client = HttpClient.newHttpClient();
      List<String> statements = statements(secret);
      assertThat(statements).hasSizeGreaterThan(200);
      List<String> answered = new ArrayList<>();
      try (HttpServer server =
          new HttpServer(
                  List.of(served), EngineSettings.FOR_A_FEW_QUERIES, HttpServerTest.LONG_ENOUGH)
              .start("127.0.0.1", 0)) {
        URI address = URI.create("http://localhost:" + server.port() + "/api/2.0/sql/statements");
        for (String sql : statements) {
          HttpResponse<String> response =
              client.send(
                  HttpRequest.newBuilder(address)
                      .POST(
                          BodyPublishers.ofString(
                              JSON.writeValueAsString(
                                  Map.of("statement", sql, "wait_timeout", "50s"))))
                      .build(),
                  BodyHandlers.ofString());
          assertThat(response.body())
              .as(start(sql))
              .doesNotContain("swordfish", directory.resolve("warehouse").toString());
          JsonNode answer = JSON.readTree(response.body());
          assertThat(answer.at("/status/error/error_code").asText())
              .as(start(sql))
              .isNotEqualTo("INTERNAL_ERROR");
          if (answer.at("/status/state").asText().equals("SUCCEEDED")) {
            answered.add(start(sql));
          }
        }
      }
      assertThat(answered).as("statements that were answered").isEmpty();
      assertThat(directory.resolve("out.csv")).doesNotExist();
    }
  }

  private static String start(String sql) {
    return sql.length() < 200 ? sql : sql.substring(0, 200) + " …";
  }

  private static List<String> statements(Path secret) throws Exception {
    List<String> statements = new ArrayList<>();
    try (var in =
        HostileStatementsTest.class.getResourceAsStream(
            "/dev/lodestar/server/pgwire/hostile.sql")) {
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
    return statements;
  }
}
