package dev.lodestar.server.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.sql.SqlProblem;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Questions in words of many trades, answered by the rows that DuckDB gives for the statement above
 * them, which was written by hand; or ASK, or REFUSED.
 */
class AnswersTest {
  private static final List<String> MODELS =
      List.of(
          "school", "library", "energy", "hotel", "staff", "calls", "market", "losses", "twins",
          "orders", "clinic", "dairy", "abroad", "parcels");

  private static final Map<String, SmallTables> TABLES = new LinkedHashMap<>();

  @BeforeAll
  static void open() throws SQLException {
    for (String model : MODELS) {
      SmallTables tables = SmallTables.of(model, "2025-12-31");
      tables.open();
      TABLES.put(model, tables);
    }
  }

  @AfterAll
  static void close() throws SQLException {
    for (SmallTables tables : TABLES.values()) {
      tables.close();
    }
  }

  static Stream<Arguments> questions() {
    return MODELS.stream().flatMap(AnswersTest::questions);
  }

  private static Stream<Arguments> questions(String model) {
    String[] statement = {""};
    return SmallTables.resource(model + ".answers")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .flatMap(
            line -> {
              if (line.startsWith("> ")) {
                statement[0] = line.substring(2);
                return Stream.empty();
              }
              return Stream.of(Arguments.of(model, line, statement[0]));
            });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("questions")
  void areAnsweredAsDuckDbDoes(String model, String question, String expected)
      throws SQLException, SqlProblem {
    SmallTables tables = TABLES.get(model);
    boolean rows = expected.startsWith("SELECT") || expected.startsWith("WITH");
    boolean ordered = !rows || expected.contains("ORDER BY");
    String answer = tables.answer(question);
    assertThat(ordered ? answer : sorted(answer))
        .isEqualTo(
            !rows ? expected : ordered ? tables.rows(expected) : sorted(tables.rows(expected)));
    tables.saidAgain(question);
  }

  private static String sorted(String rows) {
    String[] all = rows.split("; ");
    Arrays.sort(all);
    return String.join("; ", all);
  }
}
