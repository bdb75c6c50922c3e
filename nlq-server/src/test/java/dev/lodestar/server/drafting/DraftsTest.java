package dev.lodestar.server.drafting;

import static dev.lodestar.server.answer.Answer.Thought.Kind.REMARKED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.genie.Orchard;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.answers.AnswerFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what a language model says: good, malformed, hostile, or nothing at all. */
class DraftsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LocalDate TODAY = LocalDate.of(2025, 12, 31);
  private static final String UNKNOWN = "how much dosh per kind";

  @TempDir static Path directory;
  private static BuiltDomain orchard;
  private static ServedDomain served;
  private static QueryEngine engine;
  private ScriptedModel model;

  @BeforeAll
  static void build() throws Exception {
    orchard = Orchard.in(directory);
    served = orchard.served();
    engine = QueryEngine.over(orchard.address());
  }

  @AfterAll
  static void close() throws Exception {
    engine.close();
    served.close();
    orchard.close();
  }

  @BeforeEach
  void script() throws Exception {
    model = new ScriptedModel(Api.OPENAI);
  }

  @AfterEach
  void end() {
    model.close();
  }

  private LanguageModel called(Egress egress, boolean always, Path audit, Duration timeout) {
    return new LanguageModel(
        model.api(),
        model.url(),
        "scripted",
        Optional.of("secret"),
        egress,
        always,
        timeout,
        audit);
  }

  private LanguageModel called(Egress egress, boolean always, Path audit) {
    return called(egress, always, audit, Duration.ofMinutes(1));
  }

  private Answer ask(String question, Egress egress, boolean always) throws Exception {
    Path audit = Files.createTempFile(directory, "audit", ".jsonl");
    return asker(Optional.of(called(egress, always, audit)))
        .ask(question, Optional.empty(), Optional.empty());
  }

  private Answer ask(String question) throws Exception {
    return ask(question, Egress.NAMES, false);
  }

  private static Asker asker(Optional<LanguageModel> helper) throws Exception {
    return Asker.over(
        AnswerFiles.of(served.domain()).model().orElseThrow(),
        catalog(),
        engine,
        TODAY,
        true,
        helper);
  }

  private static Catalog catalog() {
    return served.current().orElseThrow();
  }

  private Answer ask(String question, Egress egress, boolean always, String... said)
      throws Exception {
    Stream.of(said).forEach(model::says);
    return ask(question, egress, always);
  }

  /** Revenue by a field, with conditions. */
  private static String draft(String field, String where) {
    return """
        {"answerable": true, "listed": null,
         "measures": [{"kind": "metric", "name": "revenue"}],
         "groups": [{"kind": "field", "name": "%s"}],
         "where": [%s], "having": [], "order": [], "limit": null}
        """
        .formatted(field, where);
  }

  private static String one(String field, String value) throws Exception {
    return "{\"kind\": \"one_of\", \"name\": \""
        + field
        + "\", \"values\": ["
        + JSON.writeValueAsString(value)
        + "], \"negated\": false}";
  }

  @Test
  void aGoodDraftIsAnsweredAndSaidAgainInWords() throws Exception {
    Answer answer = ask(UNKNOWN, Egress.NAMES, false, draft("sales.kind", ""));

    assertThat(answer.status()).isEqualTo(Answer.Status.ANSWERED);
    assertThat(answer.text()).isEqualTo("Revenue by kind: 2 rows.");
    assertThat(answer.rows().toString()).isEqualTo("[[Blood, 20.00], [Navel, 22.75]]");
    assertThat(answer.isDrafted()).isTrue();
    assertThat(model.keys()).containsExactly("Bearer secret");
    JsonNode request = JSON.readTree(model.heard().get(0));
    assertThat(request.at("/response_format/type").asText()).isEqualTo("json_schema");
    assertThat(request.at("/response_format/json_schema/schema/required").isArray()).isTrue();
  }

  @Test
  void aPartOfAListWithoutAnOrderIsTheFirstByName() throws Exception {
    String draft =
        """
        {"answerable": true, "listed": "sales", "measures": [],
         "groups": [{"kind": "field", "name": "sales.kind"}],
         "where": [], "having": [], "order": [],
         "limit": {"kind": "percent", "number": 1, "per": []}}
        """;

    Answer answer = ask(UNKNOWN, Egress.NAMES, false, draft);

    assertThat(answer.status()).isEqualTo(Answer.Status.ANSWERED);
    assertThat(answer.rows().toString()).isEqualTo("[[Blood]]");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          top 1 kind by revenue | Among equals, the first by name stays.
          second best kind by revenue | Equals are placed by name.
          les 2 meilleures sortes par chiffre d'affaires | À égalité, le premier par ordre alphabétique reste.
          la deuxième meilleure sorte par chiffre d'affaires | À égalité, les places suivent l'ordre alphabétique.
          """)
  void whoComesFirstAmongEqualsIsSaid(String question, String said) throws Exception {
    assertThat(ask(question).thoughts()).extracting(Answer.Thought::text).contains(said);
  }

  @Test
  void whatTheParserUnderstandsIsNotTold() throws Exception {
    assertThat(ask("revenue by kind").isDrafted()).isFalse();
    assertThat(model.heard()).isEmpty();
  }

  @Test
  void problemsAreToldTwiceAndThenItIsARefusal() throws Exception {
    Answer answer =
        ask(
            UNKNOWN,
            Egress.NAMES,
            false,
            "Certainly! Here is your query:",
            draft("sales.colour", ""),
            draft("sales.kind", one("sales.kind", "Seville")));

    assertThat(answer.status()).isEqualTo(Answer.Status.REFUSED);
    assertThat(answer.text()).contains("\"dosh\"");
    assertThat(answer.thoughts())
        .extracting(Answer.Thought::text)
        .containsExactly("What the language model scripted wrote did not fit the data.");
    assertThat(model.heard()).hasSize(3);
    assertThat(model.heard().get(1)).contains("not JSON");
    assertThat(model.heard().get(2)).contains("there is no field").contains("sales.colour");
  }

  @Test
  void aMendedDraftIsTaken() throws Exception {
    Answer answer = ask(UNKNOWN, Egress.NAMES, false, draft("kind", ""), draft("sales.kind", ""));

    assertThat(answer.rows()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sales.kind) FROM sales; DROP TABLE sales; --",
        "runs.error",
        "sales.sale_id' OR '1'='1",
        "sales",
        ".",
        "secrets.password"
      })
  void aNameThatIsNoneReachesNoStatement(String name) throws Exception {
    String draft = draft(name.replace("\"", ""), "");
    assertThat(ask(UNKNOWN, Egress.NAMES, false, draft, draft, draft).status())
        .isEqualTo(Answer.Status.REFUSED);
  }

  @Test
  void aHostileValueIsAValue() throws Exception {
    String hostile = "' OR 1=1; DROP TABLE sales; --";
    Answer contains =
        ask(
            UNKNOWN,
            Egress.NAMES,
            false,
            draft(
                "sales.kind",
                "{\"kind\": \"contains\", \"name\": \"sales.kind\", \"values\": [\""
                    + hostile
                    + "\"], \"negated\": false}"));

    assertThat(contains.status()).isEqualTo(Answer.Status.ANSWERED);
    assertThat(contains.rows()).isEmpty();
    assertThat(contains.sql()).contains("''' or 1=1; drop table sales; --'");
  }

  @Test
  void nothingToAnswerStaysARefusal() throws Exception {
    Answer answer =
        ask("what is the meaning of life", Egress.NAMES, false, "{\"answerable\": false}");

    assertThat(answer.status()).isEqualTo(Answer.Status.REFUSED);
    assertThat(answer.thoughts())
        .extracting(Answer.Thought::text)
        .containsExactly("The language model scripted found no answer either.");
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void aDraftComesInEachForm(Api api) throws Exception {
    speak(api);
    Answer answer = ask(UNKNOWN, Egress.NAMES, false, "{oops", draft("sales.kind", ""));

    assertThat(answer.text()).isEqualTo("Revenue by kind: 2 rows.");
    assertThat(answer.isDrafted()).isTrue();
    assertThat(model.keys()).containsExactly("Bearer secret", "Bearer secret");
    assertThat(model.heard().get(0)).contains("additionalProperties", "dosh");
    assertThat(model.heard().get(1)).contains("not JSON");
  }

  @ParameterizedTest
  @EnumSource(Api.class)
  void aModelThatGivesNoAnswerLeavesTheParsersRefusal(Api api) throws Exception {
    speak(api);
    model.refuses(429);
    assertNoAnswer(ask(UNKNOWN));
    model.refuses(500);
    assertNoAnswer(ask(UNKNOWN));
    model.breaksOff();
    assertNoAnswer(ask(UNKNOWN));
    model.sleeps();
    LanguageModel hasty =
        called(Egress.NAMES, false, directory.resolve("slow.jsonl"), Duration.ofSeconds(1));
    assertNoAnswer(asker(Optional.of(hasty)).ask(UNKNOWN, Optional.empty(), Optional.empty()));
    assertThat(model.heard()).hasSize(4);
  }

  private void speak(Api api) throws Exception {
    model.close();
    model = new ScriptedModel(api);
  }

  private static void assertNoAnswer(Answer answer) {
    assertThat(answer.status()).isEqualTo(Answer.Status.REFUSED);
    assertThat(answer.text()).contains("\"dosh\"");
    assertThat(answer.thoughts())
        .extracting(Answer.Thought::text)
        .containsExactly("The language model scripted gave no answer.");
  }

  @Test
  void namesAloneGoOutUnlessValuesMay() throws Exception {
    ask(UNKNOWN, Egress.NAMES, false, draft("sales.kind", ""));
    assertThat(model.heard().get(0))
        .contains("sales.kind", "chiffre d'affaires")
        .doesNotContain("Navel", "Blood", "Lyon", "Spain", "22.75");

    ask(UNKNOWN, Egress.VALUES, false, draft("sales.kind", ""));
    assertThat(model.heard().get(1)).contains("Navel", "Lyon").doesNotContain("22.75");
  }

  @Test
  void whatWasToldIsNotedByItsKind() throws Exception {
    Path audit = directory.resolve("told.jsonl");
    model.says("?").says(draft("sales.kind", ""));
    asker(Optional.of(called(Egress.VALUES, false, audit)))
        .ask(UNKNOWN, Optional.empty(), Optional.empty());

    List<String> told = new ArrayList<>();
    for (String line : Files.readAllLines(audit)) {
      told.add(JSON.readTree(line).path("told").toString());
    }
    assertThat(told)
        .containsExactly(
            "[\"question\",\"names\",\"values\"]",
            "[\"question\",\"names\",\"values\",\"problems\"]");
    assertThat(Files.readString(audit)).doesNotContain("dosh").doesNotContain("secret");
  }

  @Test
  void aRemarkWhoseNumbersStandInTheRowsIsToldBesideTheAnswer() throws Exception {
    Path audit = directory.resolve("remarks.jsonl");
    model.says(remark("Navel earned the most, 22.75, and Blood 20."));
    Answer answer = remarked("revenue by kind", audit);

    assertThat(answer.text())
        .isEqualTo(
            "Revenue by kind: 2 rows.\n"
                + "scripted remarks: Navel earned the most, 22.75, and Blood 20.");
    assertThat(answer.thoughts()).extracting(Answer.Thought::kind).contains(REMARKED);
    assertThat(answer.isDrafted()).isFalse();
    assertThat(answer.isUnaided()).isFalse();
    assertThat(model.heard().get(0)).contains("Navel | 22.75", "Blood | 20.00", "in English");
    assertThat(Files.readString(audit)).contains("[\"question\",\"rows\"]").doesNotContain("Navel");
  }

  @Test
  void aRemarkWithANumberThatStandsInNoRowIsMendedOrLeftOut() throws Exception {
    Path audit = directory.resolve("doubtful.jsonl");
    model.says(remark("Navel earned 14 % more.")).says(remark("Navel is first with 22.75."));
    assertThat(remarked("revenue by kind", audit).text()).endsWith("Navel is first with 22.75.");
    assertThat(model.heard().get(1)).contains("the number 14 % stands in no row");

    model.says(remark("They sum up to 42.75.")).says(remark("Together 42.75."));
    Answer left = remarked("revenue by kind", audit);
    assertThat(left.text()).isEqualTo("Revenue by kind: 2 rows.");
    assertThat(left.isUnaided()).isFalse();
    assertThat(left.thoughts())
        .extracting(Answer.Thought::text)
        .contains(
            "A remark of the language model scripted was left out, as the rows do not bear it out.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"oops", "{\"remark\": [", "\u0000"})
  void withoutARemarkTheAnswerStandsByItself(String said) throws Exception {
    model.says(said);
    Answer answer = remarked("chiffre d'affaires par ville", directory.resolve("none.jsonl"));

    assertThat(answer.status()).isEqualTo(Answer.Status.ANSWERED);
    assertThat(answer.text()).doesNotContain("\n");
    assertThat(answer.thoughts())
        .extracting(Answer.Thought::text)
        .contains("Le modèle de langage scripted n'a fait aucune remarque.");
  }

  @Test
  void rowsGoOutOnlyWhereResultsMay() throws Exception {
    for (Egress egress : List.of(Egress.NONE, Egress.NAMES, Egress.VALUES)) {
      assertThat(ask("revenue by kind", egress, false).rows()).hasSize(2);
    }
    assertThat(ask("revenue", Egress.RESULTS, false).rows()).hasSize(1);
    assertThat(model.heard()).isEmpty();
  }

  private Answer remarked(String question, Path audit) throws Exception {
    return asker(Optional.of(called(Egress.RESULTS, false, audit)))
        .ask(question, Optional.empty(), Optional.empty());
  }

  private static String remark(String text) throws Exception {
    return JSON.writeValueAsString(Map.of("remark", text));
  }

  @Test
  void whatParserAndModelReadDifferentlyIsAskedBack() throws Exception {
    Answer same = ask("revenue by kind", Egress.NAMES, true, draft("sales.kind", ""));
    assertThat(same.status()).isEqualTo(Answer.Status.ANSWERED);
    assertThat(same.isDrafted()).isFalse();

    Answer other = ask("revenue by kind", Egress.NAMES, true, draft("sales.town", ""));
    assertThat(other.status()).isEqualTo(Answer.Status.ASKED_BACK);
    assertThat(other.choices()).containsExactly("revenue by kind", "revenue by town");
  }

  @Test
  void anyDraftIsAnsweredOrRefused() throws Exception {
    Random random = new Random(7);
    Asker asker = asker(Optional.of(called(Egress.NAMES, false, directory.resolve("any.jsonl"))));
    int answered = 0;
    for (int i = 0; i < 50; i++) {
      String draft = anyDraft(random);
      model.says(draft).says("{\"answerable\": false}");
      Answer answer = asker.ask(UNKNOWN, Optional.empty(), Optional.empty());
      if (answer.status() == Answer.Status.ANSWERED) {
        answered++;
        model.forget();
      }
      assertThat(answer.status()).as(draft).isNotEqualTo(Answer.Status.ASKED_BACK);
    }
    assertThat(answered).isGreaterThan(5);
  }

  private static String any(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  private static String field(Random random) {
    return "sales." + any(random, "kind", "town", "origin", "amount", "sold_on", "sale_id");
  }

  private static String plain(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "{\"kind\": \"metric\", \"name\": \"revenue\"}";
      case 1 -> "{\"kind\": \"rows\", \"name\": \"sales\"}";
      case 2 -> "{\"kind\": \"values\", \"name\": \"" + field(random) + "\", \"from\": \"sales\"}";
      default ->
          "{\"kind\": \"field\", \"name\": \""
              + field(random)
              + "\", \"aggregation\": \""
              + any(random, "sum", "average", "min", "max", "median", "count", "count_distinct")
              + "\"}";
    };
  }

  private static String range(int year) {
    return "{\"first\": \"" + year + "-01-01\", \"last\": \"" + year + "-12-31\"}";
  }

  private static String measure(Random random, int deep) {
    String of = deep == 0 ? plain(random) : measure(random, deep - 1);
    String more =
        switch (random.nextInt(10)) {
          case 0 -> "\"share\"";
          case 1 -> "\"running\"";
          case 2 -> "\"change\", \"back\": 1, \"in_percent\": true";
          case 3 -> "\"per_group\", \"group\": " + group(random);
          case 4 -> "\"ratio\", \"below\": " + plain(random);
          case 5 -> "\"part_of\", \"condition\": " + condition(random);
          case 6 -> "\"in\", \"time\": " + range(2025);
          case 7 -> "\"between\", \"earlier\": " + range(2024) + ", \"later\": " + range(2025);
          default -> "";
        };
    return more.isEmpty() ? of : "{\"of\": " + of + ", \"kind\": " + more + "}";
  }

  private static String group(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> "{\"kind\": \"field\", \"name\": \"" + field(random) + "\"}";
      case 1 ->
          "{\"kind\": \"time\", \"name\": \""
              + any(random, "year", "half", "quarter", "month", "week", "day")
              + "\"}";
      default ->
          "{\"kind\": \"part\", \"name\": \""
              + any(random, "month_of_year", "day_of_week", "hour_of_day", "fiscal_year")
              + "\", \"when\": \""
              + field(random)
              + "\"}";
    };
  }

  private static String condition(Random random) {
    return switch (random.nextInt(4)) {
      case 0 ->
          "{\"kind\": \"during\", \"times\": ["
              + range(2025)
              + "], \"negated\": "
              + random.nextBoolean()
              + "}";
      case 1 ->
          "{\"kind\": \"any_of\", \"conditions\": ["
              + compared(random)
              + ", "
              + compared(random)
              + "]}";
      default -> compared(random);
    };
  }

  private static String compared(Random random) {
    return "{\"kind\": \""
        + any(random, "one_of", "less", "unlike", "missing", "true", "starts", "contains")
        + "\", \"name\": \""
        + field(random)
        + "\", \"values\": [\""
        + any(random, "Navel", "5", "x'y")
        + "\"], \"negated\": "
        + random.nextBoolean()
        + "}";
  }

  private static String anyDraft(Random random) {
    String having = "{\"measure\": " + plain(random) + ", \"kind\": \"more\", \"number\": 1}";
    return "{\"answerable\": true, \"listed\": null, \"measures\": ["
        + measure(random, random.nextInt(3))
        + "], \"groups\": ["
        + (random.nextInt(4) == 0 ? "" : group(random))
        + "], \"where\": ["
        + (random.nextBoolean() ? "" : condition(random))
        + "], \"having\": ["
        + (random.nextInt(4) > 0 ? "" : having)
        + "], \"order\": [], \"limit\": "
        + any(random, "null", "{\"kind\": \"first\", \"number\": 3, \"per\": []}")
        + "}";
  }

  @Test
  void theFileSaysWhichModelAndTheEnvironmentItsKey() throws Exception {
    LanguageModelFile file =
        read(
            """
            url: https://models.example/v1
            model: small
            key-variable: MODEL_KEY
            egress: names+values
            ask: always
            timeout: 5
            """,
            Map.of("MODEL_KEY", "secret"));

    assertThat(file.problems()).isEmpty();
    LanguageModel read = file.model().orElseThrow();
    assertThat(read.key()).contains("secret");
    assertThat(read.toString()).isEqualTo("small at https://models.example/v1");
    assertThat(read.egress()).isEqualTo(Egress.VALUES);
    assertThat(read.always()).isTrue();
    assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({
    "ollama, http://localhost:11434",
    "anthropic, https://api.anthropic.com/v1",
    "gemini, https://generativelanguage.googleapis.com/v1beta"
  })
  void whoHasAnAddressOfItsOwnNeedsNone(String api, URI url) throws Exception {
    LanguageModelFile file = read("api: " + api + "\nmodel: small\negress: names\n", Map.of());

    assertThat(file.problems()).isEmpty();
    assertThat(file.model().orElseThrow().url()).isEqualTo(url);
  }

  @Test
  void withoutEgressNoModelIsAsked() throws Exception {
    LanguageModelFile file = read("url: https://models.example/v1\nmodel: small\n", Map.of());

    assertThat(file.problems()).isEmpty();
    assertThat(file.model()).isEmpty();
  }

  @Test
  void problemsOfTheFileAreAllTold() throws Exception {
    LanguageModelFile file =
        read("url: models.example\negress: names\nkey-variable: NOT_SET\nkey: 123\n", Map.of());

    assertThat(file.model()).isEmpty();
    assertThat(file.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "unknown key \"key\"",
            "not an address: \"models.example\" (neither http nor https)",
            "missing key \"model\"",
            "the environment has no variable \"NOT_SET\"");
  }

  private static LanguageModelFile read(String text, Map<String, String> environment)
      throws Exception {
    orchard.file(LanguageModelFile.NAME, text);
    try {
      return LanguageModelFile.of(served.domain(), environment);
    } finally {
      Files.delete(orchard.folder().resolve(LanguageModelFile.NAME));
    }
  }
}
