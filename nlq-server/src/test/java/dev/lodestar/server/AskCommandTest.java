package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions asked of a small domain, from the command line to the rows. */
class AskCommandTest {
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
                - name: sale_id
                  expression: {dialects: [{dialect: ANSI_SQL, expression: sale_id}]}
                - name: sold_on
                  expression: {dialects: [{dialect: ANSI_SQL, expression: sold_on}]}
                  dimension: {is_time: true}
                - name: kind
                  expression: {dialects: [{dialect: ANSI_SQL, expression: kind}]}
                  custom_extensions:
                    - vendor_name: LODESTAR
                      data: |
                        {"name": {"en": "kind", "fr": "sorte"}}
                - name: amount
                  expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "sale", "fr": "vente"}, "time": "sold_on"}
          metrics:
            - name: revenue
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "revenue", "fr": "chiffre d'affaires"}}
            - name: margin
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount / 2)}]}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "margin", "fr": "marge"}, "hidden": true}
          custom_extensions:
            - vendor_name: LODESTAR
              data: |
                {"verified-queries": [
                  {"ask": {"en": ["Which kind brought the most revenue?"]},
                   "sql": "SELECT 'by hand' AS kind, 1 AS revenue"}]}
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
                SELECT * FROM (VALUES
                  (1::BIGINT, DATE '2025-01-10', 'Navel', 10.50::DECIMAL(10,2)),
                  (2::BIGINT, DATE '2025-02-10', 'Blood', 20.00::DECIMAL(10,2)),
                  (3::BIGINT, DATE '2025-02-11', 'Navel', 5.25::DECIMAL(10,2)),
                  (4::BIGINT, DATE '2024-02-11', 'Navel', 7.00::DECIMAL(10,2)))
                  t(sale_id, sold_on, kind, amount)
                """);
    domain.release("r1");
  }

  @AfterAll
  static void close() throws Exception {
    domain.close();
  }

  private record Said(int code, String out, String err) {}

  private static Said ask(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ask",
                domain.folder().toString(),
                "--warehouse=" + domain.warehouse(),
                "--today=2025-12-31"));
    arguments.addAll(List.of(more));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(new ByteArrayInputStream(new byte[0]), out, err, StandardCharsets.UTF_8);
    int code = Main.run(terminal, arguments.toArray(String[]::new));
    terminal.flush();
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static JsonNode json(String question) throws Exception {
    return new ObjectMapper().readTree(ask(question, "--json").out());
  }

  @Test
  void showsTheSentenceTheTableTheChartAndTheStatement() {
    Said said = ask("revenue by month in 2025");

    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .startsWith("Revenue by month, from 2025-01-01 to 2025-12-31: 2 rows.")
        .contains("2025-01-01    10.50", "2025-02-01    25.25")
        .contains("2025-02-01 ██████████████████████████████████████████████████")
        .contains("  SELECT date_trunc('month', sold_on) AS month, SUM(amount) AS revenue");
  }

  @Test
  void tellsWhatTheModelSaysOfItself() throws Exception {
    Said help = ask("help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .startsWith("You can ask about revenue. Totals, ")
        .contains("1. revenue by month")
        .doesNotContain("margin");
    JsonNode meaning = json("comment est calculé le chiffre d'affaires ?");
    assertThat(meaning.get("status").asText()).isEqualTo("told");
    assertThat(meaning.get("text").asText())
        .isEqualTo("Chiffre d'affaires. Calcul : SUM(sales.amount).");
    assertThat(meaning.get("rows")).isEmpty();
    assertThat(json("how is margin calculated?").get("status").asText()).isEqualTo("refused");
  }

  @Test
  void oneRowIsReadInTheSentence() throws Exception {
    assertThat(json("worst kind by revenue").get("text").asText())
        .isEqualTo("Bottom 1 kind by revenue: Blood; 20.00.");
    assertThat(json("until when does the data go?").get("text").asText())
        .isEqualTo("First sold on and latest sold on: 2024-02-11; 2025-02-11.");
  }

  @Test
  void aHiddenMetricIsNeitherAnsweredNorTold() throws Exception {
    for (String question : List.of("margin by kind", "marge par sorte", "profit by kind")) {
      JsonNode answer = json(question);
      assertThat(answer.get("status").asText()).isEqualTo("refused");
      assertThat(answer.get("text").asText().replace("\"margin\"", "").replace("« marge »", ""))
          .doesNotContain("margin", "marge");
    }
  }

  @Test
  void columnsAreCalledAsTheAskerCallsThem() {
    assertThat(ask("growth of revenue by month in 2025").out())
        .contains("Month       Revenue  Growth of revenue\n----------  -------  ---");
    assertThat(ask("chiffre d'affaires par sorte").out())
        .contains("Sorte  Chiffre d'affaires\n-----  ---");
  }

  @Test
  void printsOneObjectWithTheAgreedKeys() throws Exception {
    JsonNode answer = json("chiffre d'affaires par sorte");

    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly(
            "question",
            "status",
            "text",
            "sql",
            "columns",
            "rows",
            "choices",
            "chart",
            "thoughts",
            "elapsed-ms");
    assertThat(answer.get("status").asText()).isEqualTo("answered");
    assertThat(answer.get("rows").toString()).isEqualTo("[[\"Blood\",20.0],[\"Navel\",22.75]]");
  }

  @Test
  void refusesAndNamesTheWord() throws Exception {
    JsonNode answer = json("revenue by colour");

    assertThat(answer.get("status").asText()).isEqualTo("refused");
    assertThat(answer.get("text").asText()).contains("\"colour\"");
    assertThat(answer.get("rows")).isEmpty();
  }

  @Test
  void aVerifiedQueryAnswersWhateverTheWords() throws Exception {
    JsonNode answer = json("highest revenue kind");

    assertThat(answer.get("rows").toString()).isEqualTo("[[\"by hand\",1]]");
    assertThat(answer.get("thoughts").toString()).contains("\"verified\"");
  }

  @Test
  void goesOnFromTheQuestionBefore() throws Exception {
    Path file = Files.writeString(directory.resolve("asked.txt"), "revenue by kind\n+ only 2024\n");
    Said said = ask("--file=" + file, "--json");

    List<String> lines = said.out().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(new ObjectMapper().readTree(lines.get(1)).get("rows").toString())
        .isEqualTo("[[\"Navel\",7.0]]");
  }
}
