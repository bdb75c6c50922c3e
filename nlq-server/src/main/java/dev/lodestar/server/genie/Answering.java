package dev.lodestar.server.genie;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lodestar.server.answer.Answer;
import dev.lodestar.server.answer.Asker;
import dev.lodestar.server.answer.StatementRunner;
import dev.lodestar.server.catalog.LastUsed;
import dev.lodestar.server.conversation.Conversation;
import dev.lodestar.server.conversation.Conversations;
import dev.lodestar.server.conversation.Message;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;
import dev.lodestar.server.security.Places;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers messages, a few at a time, and keeps what came of them. */
final class Answering implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
  private static final int AT_A_TIME = 8;
  private static final int OPEN = 72;
  private static final int REMEMBERED = 500;
  private static final int MOST_MESSAGES = 10_000;

  private final StatementRoad road;
  private final Clock clock;
  private final Duration patience;
  private final ThreadPoolExecutor threads;
  private final Places places = new Places(OPEN, "questions are being answered or wait");
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Map<String, Remembered> talks = new LastUsed<>(REMEMBERED);

  /** A statement that will answer a message. */
  record Running(String statement, String sql) {}

  /** What was said in a conversation, as one asker understood it. */
  private record Remembered(Asker asker, Talk talk) {}

  /** A message to be answered, with all that it takes. */
  private record Task(
      Caller caller,
      Space space,
      Space.Open open,
      Conversations kept,
      Conversation conversation,
      Message message,
      CountDownLatch end) {}

  /**
   * @param patience how long whoever asks is kept waiting, so that there is most often no need to
   *     ask again
   */
  Answering(StatementRoad road, Clock clock, Duration patience) {
    this.road = road;
    this.clock = clock;
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            AT_A_TIME, AT_A_TIME, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
    threads.allowCoreThreadTimeOut(true);
  }

  /** The statement that a message waits for. */
  @Nullable Running running(Message message) {
    return running.get(message.id());
  }

  /** Forgets how a conversation was understood, as something in it was removed. */
  void forget(Conversation conversation) {
    synchronized (talks) {
      talks.remove(conversation.id());
    }
  }

  /** Takes in a question, and waits a moment for its answer. */
  Message ask(
      Caller caller,
      Space space,
      Conversations kept,
      Conversation conversation,
      String content,
      Optional<Language> language)
      throws GenieProblem, QueryFailed, IOException, InterruptedException {
    Space.Open open = space.open(caller);
    Optional<String> full = places.take(caller);
    if (full.isPresent()) {
      throw new GenieProblem(GenieProblem.Kind.BUSY, full.get());
    }
    boolean begun = false;
    Task task;
    try {
      Message asked = kept.ask(conversation, content, language.map(Language::code).orElse(""));
      task = new Task(caller, space, open, kept, conversation, asked, new CountDownLatch(1));
      threads.execute(() -> answer(task));
      begun = true;
    } finally {
      if (!begun) {
        places.give(caller.name());
      }
    }
    Message message = task.message();
    // Whether it came to its end in time shows in the message.
    boolean ended = task.end().await(patience.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("Message {} ended: {}", message.id(), ended);
    return kept.message(conversation.id(), message.id()).orElse(message);
  }

  private void answer(Task task) {
    Message message = task.message();
    try {
      Asker asker = task.open().asker();
      Talk talk = talk(task, asker);
      Answer answer =
          talk.ask(
              asker, message.content(), Language.of(message.language()), sql -> rows(task, sql));
      synchronized (talks) {
        talks.put(task.conversation().id(), new Remembered(asker, talk.after(answer)));
      }
      Running ran = running.get(message.id());
      task.kept()
          .end(
              message,
              AnswerJson.of(
                      answer,
                      ran == null ? null : ran.statement(),
                      next(task.open(), answer),
                      task.open().catalog().release().id(),
                      asker.today().toString(),
                      clock.millis())
                  .toString());
    } catch (QueryFailed e) {
      task.kept().fail(message, error(type(e.reason()), String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      LOG.error("Cannot answer message {} of {}", message.id(), task.space().id(), e);
      task.kept().fail(message, error("UNEXPECTED_REPLY_PROCESS_EXCEPTION", failure(task, e)));
    } finally {
      running.remove(message.id());
      places.give(task.caller().name());
      task.end().countDown();
    }
  }

  private StatementRunner.Rows rows(Task task, String sql) throws QueryFailed {
    StatementRoad.Submitted submitted;
    try {
      submitted = road.submit(task.caller(), task.space().id(), task.open().catalog(), sql);
    } catch (GenieProblem busy) {
      throw new QueryFailed(QueryFailed.Reason.ERROR, String.valueOf(busy.getMessage()), busy);
    }
    running.put(task.message().id(), new Running(submitted.id(), sql));
    return submitted.rows();
  }

  /** What was said before; gone through again where that is not known any more. */
  private Talk talk(Task task, Asker asker) throws QueryFailed, IOException {
    synchronized (talks) {
      Remembered known = talks.get(task.conversation().id());
      if (known != null && known.asker() == asker) {
        return known.talk();
      }
    }
    return Talk.of(
        task.kept().messages(task.conversation(), 0, MOST_MESSAGES).stream()
            .filter(before -> before.state() == Message.State.ENDED)
            .toList(),
        asker);
  }

  /** What went wrong; only the server's log tells it to those from whom something is kept back. */
  private static String failure(Task task, Exception cause) {
    return task.open().catalog().access().isEverything()
        ? "The server failed: " + cause
        : "The server failed; its log says how";
  }

  private static List<String> next(Space.Open open, Answer answer) {
    return switch (answer.status()) {
      case ANSWERED -> open.asker().followUps(answer);
      case ASKED_BACK -> answer.choices();
      case TOLD, REFUSED ->
          open.files().samples(answer.language().code()).stream().limit(3).toList();
    };
  }

  private static String type(QueryFailed.Reason reason) {
    return switch (reason) {
      case ERROR, TOO_LARGE, BUSY -> "SQL_EXECUTION_EXCEPTION";
      case TIMEOUT -> "REPLY_PROCESS_TIMEOUT_EXCEPTION";
      case CANCELLED -> "MESSAGE_CANCELLED_WHILE_EXECUTING_EXCEPTION";
    };
  }

  static String error(String type, String message) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("error", message).toString();
  }

  /** Ends when what is being answered has ended; a language model is not waited for. */
  @Override
  public void close() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
      threads.shutdownNow();
    }
    if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("A question is still being answered");
    }
  }
}
