package dev.lodestar.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lodestar.tables.WarehouseAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept, in a file and in PostgreSQL alike. */
class ConversationsTest {
  @TempDir static Path directory;
  private static EmbeddedPostgres postgres;

  /** A clock that goes on a second whenever it is looked at. */
  private static final class Ticking extends Clock {
    private Instant next = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      Instant now = next;
      next = now.plus(Duration.ofSeconds(1));
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new IllegalStateException("There is one zone: " + zone);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("postgres"))
            .setPGStartupWait(Duration.ofMinutes(1))
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  static Stream<WarehouseAddress> addresses() {
    return Stream.of(
        WarehouseAddress.of(directory),
        WarehouseAddress.of(
            "shop",
            Optional.of("s3://bucket/shop"),
            Optional.of(postgres.getJdbcUrl("postgres", "postgres")),
            Map.of()));
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void whatIsSaidIsFoundAgainInItsOrder(WarehouseAddress address) {
    Conversation first;
    Message asked;
    try (Conversations kept = Conversations.of(address, new Ticking())) {
      first = kept.start("ann", "l'été à « Paris » 'x' 🍊");
      asked = kept.ask(first, "one", "fr");
      kept.end(asked, "{\"answer\": 1}");
      Message second = kept.ask(first, "two", "");
      kept.fail(second, "{\"type\": \"T\"}");
      kept.rate(asked, "POSITIVE", "as in the books");
      kept.remark(asked, "also for 2023?");
    }
    try (Conversations kept = Conversations.of(address, Clock.systemUTC())) {
      Conversation found = kept.conversation("ann", first.id()).orElseThrow();
      assertThat(found.title()).isEqualTo(first.title());
      assertThat(found.updated()).isGreaterThan(found.created());
      assertThat(kept.messages(found, 0, 10))
          .extracting(Message::content, Message::state, Message::outcome, Message::error)
          .containsExactly(
              tuple("one", Message.State.ENDED, "{\"answer\": 1}", ""),
              tuple("two", Message.State.FAILED, "", "{\"type\": \"T\"}"));
      assertThat(kept.messages(found, 1, 10)).extracting(Message::content).containsExactly("two");
      Message read = kept.message(found.id(), asked.id()).orElseThrow();
      assertThat(List.of(read.language(), read.rating(), read.ratingComment()))
          .containsExactly("fr", "POSITIVE", "as in the books");
      assertThat(kept.remarks(read)).extracting(Remark::content).containsExactly("also for 2023?");
      assertThat(kept.message("another", asked.id())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void theLatestConversationComesFirstAndWhatIsDeletedIsGone(WarehouseAddress address) {
    try (Conversations kept = Conversations.of(address, new Ticking())) {
      kept.conversations("ann", 0, 1000).forEach(kept::delete);
      Conversation older = kept.start("ann", "older");
      Conversation newer = kept.start("ann", "newer");
      Message asked = kept.ask(older, "again", "en");
      kept.remark(asked, "noted");

      assertThat(kept.conversations("ann", 0, 10))
          .extracting(Conversation::title)
          .containsExactly("older", "newer");
      assertThat(kept.conversations("ann", 1, 1))
          .extracting(Conversation::title)
          .containsExactly("newer");
      kept.delete(asked);
      assertThat(kept.messages(older, 0, 10)).isEmpty();
      assertThat(kept.remarks(older)).isEmpty();
      kept.delete(newer);
      assertThat(kept.conversation("ann", newer.id())).isEmpty();
      kept.keepEvaluation("ann", Conversations.newId(), "{\"first\": 1}");
      kept.keepEvaluation("ann", Conversations.newId(), "{\"second\": 1}");
      assertThat(kept.evaluations("ann", 0, 2))
          .containsExactly("{\"second\": 1}", "{\"first\": 1}");
    }
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void nobodyFindsWhatAnotherHasAsked(WarehouseAddress address) {
    try (Conversations kept = Conversations.of(address, new Ticking())) {
      Conversation anns = kept.start("ann", "mine");
      kept.keepEvaluation("ann", "e" + anns.id().substring(1), "{}");
      for (String other : List.of("bob", "")) {
        assertThat(kept.conversation(other, anns.id())).isEmpty();
        assertThat(kept.conversations(other, 0, 10)).isEmpty();
        assertThat(kept.evaluation(other, "e" + anns.id().substring(1))).isEmpty();
        assertThat(kept.evaluations(other, 0, 10)).isEmpty();
      }
      assertThat(kept.conversation("ann", anns.id())).isPresent();
      assertThat(kept.evaluation("ann", "e" + anns.id().substring(1))).hasValue("{}");
    }
  }

  @Test
  void whatWasKeptBeforeThereWereOwnersIsNobodys(@TempDir Path old) throws Exception {
    WarehouseAddress address = WarehouseAddress.of(old);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + old.resolve("conversations.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table nlq_conversation (id varchar(36) primary key, title text not null, created"
              + " bigint not null, updated bigint not null)");
      statement.execute(
          "create table nlq_evaluation (id varchar(36) primary key, outcome text not null, created"
              + " bigint not null)");
      statement.execute("insert into nlq_conversation values ('c', 'of old', 1, 1)");
    }
    for (int opened = 0; opened < 2; opened++) {
      try (Conversations kept = Conversations.of(address, new Ticking())) {
        assertThat(kept.conversation("", "c")).isPresent();
        assertThat(kept.conversation("ann", "c")).isEmpty();
        assertThat(kept.conversations("", 0, 10)).hasSize(1);
      }
    }
  }
}
