package dev.lodestar.spec.semantic;

import dev.lodestar.spec.answers.MarkedAnswers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a semantic.yaml is shown where it stands, inside of JSON too. */
class ProblemsOfASemanticModelTest {
  private static final String HEAD =
      """
      version: "0.2.0.dev0"
      semantic_model:
        - name: shop
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          version: "«0.3»"⏎semantic_model: []                                   | Ossie version "0.3" is not one that Lodestar reads | use one of 0.1.1, 0.2.0.dev0
          semantic_model: []                                                    | missing key "version"                | say which Ossie it is: "version: 0.2.0.dev0"
          version: "0.1.1"                                                      | missing key "semantic_model"         | add "semantic_model:" with a model below it
          version: "0.1.1"⏎semantic_model: []                                   | no semantic model                    | a domain has one model; list all its datasets there
          version: "0.1.1"⏎«semantic-model»: []⏎semantic_model: [{name: a, datasets: []}] | unknown key "semantic-model" | use one of version, dialects, vendors, semantic_model; did you mean "semantic_model"?
          version: "0.1.1"⏎semantic_model: [{name: a, datasets: []}, {name: «b», datasets: []}] | a second semantic model | a domain has one model; list all its datasets there
          version: "0.1.1"⏎semantic_model: [«shop»]                             | expected a model, found one value    | write keys with values
          version: "0.1.1"⏎semantic_model: [{name: a, datasets: [{name: b, source: c, fields: [{name: d, expression: {dialects: [{dialect: ANSI_SQL, expression: e}]}, «datatype»: Date}]}]}] | unknown key "datatype" | use one of name, expression, dimension, label, description, ai_context, custom_extensions
          """)
  void ofAFile(String text, String message, String advice) {
    MarkedAnswers.of(folder, "semantic.yaml", text).isRejected(message, advice);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"«nam»": "x"}                                    | unknown key "nam"                                   | use one of name, synonyms, description, hidden, grain, time, shown-as, counted-by; did you mean "name"?
          {"name": {"en": "x", "«de»": "y"}}                | unknown language "de"                               | use one of en, fr; the languages of a domain stand in domain.yaml
          {"synonyms": {"fr": ["x", "«x»"]}}                | "x" is listed twice in "fr"                         | keep one of them
          {"synonyms": {"«de»": ["x"]}}                     | unknown language "de"                               | use one of en, fr; the languages of a domain stand in domain.yaml
          {"hidden": «m»aybe}                               | not JSON: expected a value, found "m"               | write JSON, as in {"name": {"en": "Revenue"}}
          {"hidden": "«maybe»"}                             | unknown hidden "maybe"                              | use one of false, true
          {"name": "x" «1»: "y"}                       | not JSON: expected "," or "}", found "1"            | write JSON, as in {"name": {"en": "Revenue"}}
          {"name": "x", «}»                                 | not JSON: a comma before "}"                        | take the comma out
          {«n»ame: "x"}                                     | not JSON: expected a key in double quotes, found "n" | write JSON, as in {"name": {"en": "Revenue"}}
          {"name": "x", "«name»": "y"}                      | duplicate key "name"                                | keep one of them
          «["name"]»                                        | expected a JSON object, found a list                | write JSON, as in {"name": {"en": "Revenue"}}
          {"grain": «"»a line}                              | not JSON: a text that is not closed in its line     | close it with "
          """)
  void ofJson(String json, String message, String advice) {
    MarkedAnswers.of(
            folder,
            "semantic.yaml",
            HEAD
                + "    datasets:\n"
                + "      - name: sales\n"
                + "        source: gold.sales\n"
                + "        custom_extensions:\n"
                + "          - vendor_name: LODESTAR\n"
                + "            data: |\n"
                + "              "
                + json
                + "\n")
        .isRejected(message, advice);
  }

  @Test
  void jsonThatEndsTooEarly() {
    MarkedAnswers.of(
            folder,
            "semantic.yaml",
            HEAD
                + """
                    datasets: []
                    custom_extensions:
                      - vendor_name: LODESTAR
                        data: '{"currency": "EUR"«'»
                """)
        .isRejected(
            "not JSON: it ends too early",
            "close what is open, and write JSON, as in {\"name\": {\"en\": \"Revenue\"}}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "calendar": {"fiscal-year-starts": «13»}                | no such month 13 | write the number of a month, 1 for January to 12 for December
          "calendar": {"fiscal-year-starts": "«May»"}             | expected a whole number for "fiscal-year-starts", found "May" | write a number above 0
          "calendar": {"week-starts": "«friday»"}                 | unknown week-starts "friday" | use one of monday, saturday, sunday
          "calendar": {"today": "«yesterday»"}                    | unknown day "yesterday"  | write clock, latest for the last date in the data, or a date like 2025-12-31
          "verified-queries": [«{"ask": "Who?"}»]                 | neither sql nor measures | give a SELECT below sql, or metrics of semantic.yaml as measures: [revenue]
          "verified-queries": [{"ask": "Who?", "«sql»": "SELECT 1", "measures": ["a"]}] | both sql and measures | give a SELECT below sql, or metrics of semantic.yaml as measures: [revenue]
          "verified-queries": [{"ask": "Who?", "sql": "SELECT 1", "«limit»": 3}] | "limit" beside sql | say it in the SELECT
          "verified-queries": [{"ask": "Who?", "measures": ["a"], "by": ["«decade»(b)"]}] | unknown grain "decade" | use one of day, hour, month, quarter, week, year
          "verified-queries": [{"ask": "Who?", "measures": ["a"], "order": ["«a downwards»"]}] | unknown order "a downwards" | write a measure or what is grouped by, and asc or desc, as in "revenue desc"
          """)
  void ofTheModel(String json, String message, String advice) {
    MarkedAnswers.of(
            folder,
            "semantic.yaml",
            HEAD
                + "    datasets: []\n"
                + "    custom_extensions:\n"
                + "      - vendor_name: LODESTAR\n"
                + "        data: |\n"
                + "          {"
                + json
                + "}\n")
        .isRejected(message, advice);
  }

  @Test
  void mistakeInJsonOfFoldedLinesIsSomewhereInIt() {
    MarkedAnswers.of(
            folder,
            "semantic.yaml",
            HEAD
                + """
                    datasets: []
                    custom_extensions:
                      - vendor_name: LODESTAR
                        data: '«{"name": {"en": "A name that goes»
                          on"}, "currncy": "EUR"}'
                """)
        .isRejected(
            "unknown key \"currncy\"",
            "use one of name, synonyms, description, hidden, calendar, currency, default-metric,"
                + " filters, verified-queries, sample-questions; did you mean \"currency\"?");
  }

  @Test
  void keysInsteadOfJson() {
    MarkedAnswers.of(
            folder,
            "semantic.yaml",
            HEAD
                + """
                    datasets: []
                    custom_extensions:
                      - vendor_name: LODESTAR
                        data: «{currency: EUR}»
                """)
        .isRejected(
            "expected JSON as a text for \"data\", found keys with values",
            "write \"data: |\" and JSON in the lines below it");
  }

  @Test
  void unevenColumnsOfARelationship() {
    MarkedAnswers.of(
            folder,
            "semantic.yaml",
            HEAD
                + """
                    datasets: []
                    relationships:
                      - name: a_to_b
                        from: a
                        to: b
                        from_columns: [x, y]
                        «to_columns»: [x]
                """)
        .isRejected(
            "2 columns on one side and 1 on the other",
            "name as many columns in to_columns as in from_columns, in the same order");
  }
}
