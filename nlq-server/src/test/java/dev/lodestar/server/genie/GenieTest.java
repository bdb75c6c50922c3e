package dev.lodestar.server.genie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.answer.StatementRunner;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message goes through, with statements that take as long as a test wants. */
class GenieTest {
  private static final String SPACE = "orchard";

  /** What the statements that wait come to, one after the other. */
  private final BlockingQueue<Optional<StatementRunner.Rows>> ends = new ArrayBlockingQueue<>(9);

  private final StatementRoad road =
      new StatementRoad() {
        @Override
        public Submitted submit(Caller caller, String domain, Catalog catalog, String sql) {
          return new Slow();
        }

        @Override
        public boolean remembers(Caller caller, String statement) {
          return true;
        }
      };

  /** A statement that ends when the test says so; without rows when it is cancelled. */
  private final class Slow implements StatementRoad.Submitted {
    @Override
    public String id() {
      return "s1";
    }

    @Override
    public StatementRunner.Rows rows() throws QueryFailed {
      try {
        return ends.take()
            .orElseThrow(() -> new QueryFailed(QueryFailed.Reason.CANCELLED, "no more", null));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @TempDir Path directory;
  private BuiltDomain orchard;
  private ServedDomain served;
  private QueryEngine engine;
  private Genie genie;

  @BeforeEach
  void open() throws Exception {
    orchard = Orchard.in(directory);
    served = orchard.served();
    engine = QueryEngine.over(orchard.address());
    genie = genie(Clock.systemUTC());
  }

  private Genie genie(Clock clock) {
    Genie made = new Genie(road, clock, Duration.ZERO);
    made.serve(served, engine);
    return made;
  }

  @AfterEach
  void close() throws Exception {
    genie.close();
    engine.close();
    served.close();
    orchard.close();
  }

  private JsonNode message(JsonNode started) throws GenieProblem {
    return genie.message(
        Caller.ANYONE,
        SPACE,
        started.path("conversation_id").asText(),
        started.path("message_id").asText());
  }

  /** Asks for a message until it has a status. */
  private JsonNode await(JsonNode started, String status) throws Exception {
    JsonNode message = message(started);
    while (!message.path("status").asText().equals(status)) {
      assertThat(message.path("status").asText()).isIn("SUBMITTED", "EXECUTING_QUERY");
      TimeUnit.MILLISECONDS.sleep(5);
      message = message(started);
    }
    return message;
  }

  private static final StatementRunner.Rows ROWS =
      new StatementRunner.Rows(
          List.of(new Column("revenue", ColumnType.parse("double").orElseThrow())),
          List.of(List.of("1.5")),
          false);

  @Test
  void aMessageNamesItsStatementWhileThatRuns() throws Exception {
    JsonNode started = genie.start(Caller.ANYONE, SPACE, "{\"content\": \"total revenue\"}");
    JsonNode running = await(started, "EXECUTING_QUERY");

    assertThat(running.at("/attachments/0/query/statement_id").asText()).isEqualTo("s1");
    assertThat(running.at("/attachments/0/query/query").asText()).contains("SUM(amount)");
    ends.add(Optional.of(ROWS));
    assertThat(await(started, "COMPLETED").at("/lodestar/text").asText())
        .isEqualTo("Revenue: 1.5.");
  }

  @Test
  void aMessageWhoseStatementIsCancelledHasFailed() throws Exception {
    JsonNode started = genie.start(Caller.ANYONE, SPACE, "{\"content\": \"total revenue\"}");
    ends.add(Optional.empty());
    JsonNode failed = await(started, "FAILED");

    assertThat(failed.at("/error/type").asText())
        .isEqualTo("MESSAGE_CANCELLED_WHILE_EXECUTING_EXCEPTION");
    assertThat(failed.at("/error/error").asText()).isEqualTo("no more");
  }

  @Test
  void whatAStoppedServerLeftBehindHasFailed() throws Exception {
    JsonNode started = genie.start(Caller.ANYONE, SPACE, "{\"content\": \"total revenue\"}");
    await(started, "EXECUTING_QUERY");
    Genie stopped = genie;
    genie = genie(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));

    assertThat(message(started).at("/error/error").asText())
        .isEqualTo("The server was stopped before it had an answer; ask again");
    ends.add(Optional.of(ROWS));
    stopped.close();
  }

  @Test
  void theSameConversationTwiceHasTheSameStatements() throws Exception {
    String[] sql = new String[2];
    for (int time = 0; time < 2; time++) {
      ends.add(Optional.of(StatementRunner.Rows.NONE));
      ends.add(Optional.of(StatementRunner.Rows.NONE));
      JsonNode started = genie.start(Caller.ANYONE, SPACE, "{\"content\": \"revenue by kind\"}");
      await(started, "COMPLETED");
      if (time == 1) {
        // Nothing is remembered but what was kept.
        genie.close();
        genie = genie(Clock.systemUTC());
      }
      JsonNode next =
          genie.ask(
              Caller.ANYONE,
              SPACE,
              started.path("conversation_id").asText(),
              "{\"content\": \"only 2025\"}");
      sql[time] = await(next, "COMPLETED").at("/attachments/0/query/query").asText();
    }

    assertThat(sql[0]).contains("2025").isEqualTo(sql[1]);
  }

  @Test
  void aDomainWithoutAModelSaysWhatToDo() throws Exception {
    try (BuiltDomain bare =
        BuiltDomain.in(directory.resolve("other"), "bare").table("gold.one", "SELECT 1 AS one")) {
      ServedDomain domain = bare.served();
      genie.serve(domain, engine);
      assertThatThrownBy(() -> genie.start(Caller.ANYONE, "bare", "{\"content\": \"total\"}"))
          .hasMessageContaining("has released nothing yet");
      bare.release("r1");
      assertThatThrownBy(() -> genie.start(Caller.ANYONE, "bare", "{\"content\": \"total\"}"))
          .hasMessageContaining("has no semantic.yaml");
      assertThat(genie.space(Caller.ANYONE, "bare", false).at("/lodestar/note").asText())
          .contains("lodestar semantic");
      domain.close();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # written                   | language | suggestions
          rev                         | en       | revenue measure 3
          Total REV                   | en       | revenue measure 3
          chiffre d'aff               | fr       | chiffre d'affaires measure 13
          revenue by to               | en       | town field 2
          chiffre d'affaires par vi   | fr       | ville field 2
          revenue in par              | en       | Paris value of origin, town 3
          revenue of nav              | en       | Navel value of kind 3
          r                           | en       | -
          revenue                     | en       | -
          revenue by weather          | en       | -
          """)
  void goesOnWithWhatTheModelKnows(String written, String language, String suggestions)
      throws Exception {
    StringBuilder told = new StringBuilder();
    for (JsonNode next :
        genie
            .suggestions(Caller.ANYONE, SPACE, written, Optional.of(language))
            .get("suggestions")) {
      told.append(told.length() == 0 ? "" : "; ")
          .append(next.get("text").asText())
          .append(' ')
          .append(next.get("kind").asText())
          .append(next.get("of").asText().isEmpty() ? "" : " of " + next.get("of").asText())
          .append(' ')
          .append(next.get("replaces").asInt());
    }
    assertThat(told.toString()).isEqualTo(suggestions == null ? "" : suggestions);
  }
}
