package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions of a small domain, held against the SQL beside them. */
class EvalCommandTest {
  private static final String MODEL =
      """
      version: "0.2.0.dev0"
      semantic_model:
        - name: oranges
          datasets:
            - name: sales
              source: gold.sales
              primary_key: [sale_id]
              fields:
                - name: kind
                  expression: {dialects: [{dialect: ANSI_SQL, expression: kind}]}
                - name: amount
                  expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}
          metrics:
            - name: revenue
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
      """;

  @TempDir static Path directory;
  private static BuiltDomain domain;

  @BeforeAll
  static void build() throws Exception {
    domain =
        BuiltDomain.in(directory, "oranges")
            .file("semantic.yaml", MODEL)
            .table(
                "gold.sales",
                """
                SELECT * FROM (VALUES (1::BIGINT, 'Navel', 10), (2::BIGINT, 'Blood', 20))
                  t(sale_id, kind, amount)
                """);
    domain.release("r1");
  }

  @AfterAll
  static void close() throws Exception {
    domain.close();
  }

  private record Said(int code, String out, String err) {}

  private static Said eval(String questions) throws Exception {
    Files.writeString(domain.folder().resolve("questions.yaml"), questions);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(new ByteArrayInputStream(new byte[0]), out, err, StandardCharsets.UTF_8);
    int code =
        Main.run(terminal, "eval", domain.folder().toString(), "--warehouse=" + domain.warehouse());
    terminal.flush();
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsRightIsCountedAndWhatIsNotIsTold() throws Exception {
    Said said =
        eval(
            """
            - ask: {en: [revenue by kind], fr: ["qui a gagné la course ?"]}
              sql: SELECT kind, sum(amount) FROM sales GROUP BY kind
            - ask: {en: [revenue]}
              sql: SELECT 31
            - ask: {en: [who won the race?]}
              expect: refused
            """);

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out())
        .contains("en  revenue\n    expected answered, wrong: Revenue: 30.")
        .contains("fr  qui a gagné la course ?\n    expected answered, refused: ")
        .contains("en: 3 wordings; right 1, wrong 1, asked back 0, refused 1; precision 50.0 %")
        .doesNotContain("revenue by kind", "who won");
  }

  @Test
  void aStatementThatIsWrongIsToldWhereItStands() throws Exception {
    Said said =
        eval(
            """
            - ask: {en: [revenue by kind]}
              sql: SELECT kind, sum(amount) FROM sale GROUP BY kind
            """);

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .contains("questions.yaml:2:", "unknown table \"gold.sale\"", "did you mean")
        .doesNotContain("Exception");
  }
}
