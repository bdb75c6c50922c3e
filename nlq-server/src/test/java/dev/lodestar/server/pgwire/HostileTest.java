package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that try to reach more than tables and what is told of them. */
final class HostileTest {
  @TempDir Path directory;

  @Test
  void noneReachesAFileASettingOrAnotherStatement() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret.csv"), "word\nswordfish\n");
    try (Fruit fruit = new Fruit(directory);
        Connection connection = DriverManager.getConnection(fruit.url("&preferQueryMode=simple"));
        Statement statement = connection.createStatement()) {
      List<String> answered = new ArrayList<>();
      for (String sql : statements(secret)) {
        try {
          if (statement.execute(sql)) {
            do {
              try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                  String cell = String.valueOf(rows.getString(1));
                  assertThat(cell).as(sql).doesNotContain("swordfish", directory.toString());
                }
              }
            } while (statement.getMoreResults());
          }
          answered.add(sql);
        } catch (SQLException e) {
          assertThat(String.valueOf(e.getMessage())).as(sql).doesNotContain("swordfish");
          assertThat(e.getSQLState()).as(sql + ": " + e.getMessage()).doesNotStartWith("XX");
        }
        try (ResultSet rows = statement.executeQuery("select count(*) from fact_sales")) {
          assertThat(rows.next()).as(sql).isTrue();
          assertThat(rows.getLong(1)).as(sql).isEqualTo(100);
        }
      }
      assertThat(answered).as("statements that were answered").isEmpty();
      assertThat(directory.resolve("out.csv")).doesNotExist();
    }
  }

  private static List<String> statements(Path secret) throws Exception {
    try (var in = HostileTest.class.getResourceAsStream("hostile.sql")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(
              line ->
                  line.replace("SECRET", secret.toString())
                      .replace("OUT", secret.resolveSibling("out.csv").toString()))
          .toList();
    }
  }
}
