package dev.lodestar.server.http;

import dev.lodestar.server.query.CellText;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.spec.Column;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A statement from its submission until it is forgotten: how far it is, and what came of it. */
final class SubmittedStatement {
  /** The most characters of one result that are kept in memory. */
  private static final long MOST_CHARACTERS = 25_000_000;

  /** How far a statement is, in Databricks' words. */
  enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED;

    boolean ended() {
      return this != PENDING && this != RUNNING;
    }
  }

  /**
   * Why a statement failed.
   *
   * @param place where in its text; empty when the text is not to blame
   */
  record Failure(String code, String message, Optional<Place> place) {}

  /** Characters of the statement, lines and columns counted from 1. */
  record Place(int line, int column, int length) {}

  /** The rows that were read, as texts. */
  record Rows(List<Column> columns, List<List<@Nullable String>> rows, boolean truncated) {
    Rows {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** All that can be told of it at one moment. */
  record Progress(State state, Optional<Rows> rows, Optional<Failure> failure) {}

  private final String id;
  private final Asked asked;
  private final Consumer<SubmittedStatement> ending;
  private final long submittedNanos = System.nanoTime();
  private final CountDownLatch end = new CountDownLatch(1);
  private Progress progress = new Progress(State.PENDING, Optional.empty(), Optional.empty());
  private @Nullable Query query;
  private long endedNanos;

  /**
   * One that nobody has begun.
   *
   * @param ending is told of its end before anybody else
   */
  SubmittedStatement(String id, Asked asked, Consumer<SubmittedStatement> ending) {
    this.id = id;
    this.asked = asked;
    this.ending = ending;
  }

  String id() {
    return id;
  }

  /** What its caller, who alone may ask for it, has asked. */
  Asked asked() {
    return asked;
  }

  synchronized Progress progress() {
    return progress;
  }

  /** Runs to its end a query that was prepared for it. */
  void run(Query prepared) {
    if (!begin(prepared)) {
      return;
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    long[] room = {MOST_CHARACTERS};
    try {
      Query.Result result =
          prepared.run(
              cells -> {
                if (room[0] <= 0) {
                  return;
                }
                List<@Nullable String> texts = new ArrayList<>(cells.size());
                for (Object cell : cells) {
                  String text = cell == null ? null : CellText.of(cell);
                  room[0] -= text == null ? 4 : text.length() + 3;
                  texts.add(text);
                }
                rows.add(texts);
              });
      boolean truncated = result.truncated() || rows.size() < result.rows();
      finish(
          new Progress(
              State.SUCCEEDED,
              Optional.of(new Rows(prepared.columns(), rows, truncated)),
              Optional.empty()));
    } catch (QueryFailed failure) {
      finish(failed(failure));
    } catch (IOException e) {
      throw new IllegalStateException("Rows are only kept in memory", e);
    }
  }

  private static Progress failed(QueryFailed failure) {
    return switch (failure.reason()) {
      case ERROR -> failed("BAD_REQUEST", String.valueOf(failure.getMessage()));
      case TIMEOUT -> failed("DEADLINE_EXCEEDED", String.valueOf(failure.getMessage()));
      case TOO_LARGE -> failed("RESOURCE_EXHAUSTED", String.valueOf(failure.getMessage()));
      case BUSY -> failed("REQUEST_LIMIT_EXCEEDED", String.valueOf(failure.getMessage()));
      case CANCELLED -> new Progress(State.CANCELED, Optional.empty(), Optional.empty());
    };
  }

  private static Progress failed(String code, String message) {
    return new Progress(
        State.FAILED, Optional.empty(), Optional.of(new Failure(code, message, Optional.empty())));
  }

  /** Notes that its text was not understood. */
  void refuse(SqlProblem problem) {
    String message =
        "Line " + problem.line() + ", column " + problem.column() + ": " + problem.getMessage();
    Place place = new Place(problem.line(), problem.column(), problem.length());
    finish(
        new Progress(
            State.FAILED,
            Optional.empty(),
            Optional.of(
                new Failure(
                    "BAD_REQUEST",
                    problem.advice().isEmpty() ? message : message + "; " + problem.advice(),
                    Optional.of(place)))));
  }

  /** Notes that the server failed it; those who wait must not wait for ever. */
  void fail(RuntimeException cause) {
    finish(failed("INTERNAL_ERROR", "The server failed: " + cause));
  }

  /** Puts an end to it, unless it has ended. */
  synchronized void cancel() {
    Query running = query;
    if (running != null) {
      running.cancel();
    } else {
      finish(new Progress(State.CANCELED, Optional.empty(), Optional.empty()));
    }
  }

  private synchronized boolean begin(Query prepared) {
    if (progress.state().ended()) {
      return false;
    }
    query = prepared;
    progress = new Progress(State.RUNNING, Optional.empty(), Optional.empty());
    return true;
  }

  private synchronized void finish(Progress last) {
    if (!progress.state().ended()) {
      progress = last;
      query = null;
      endedNanos = System.nanoTime();
      try {
        ending.accept(this);
      } catch (RuntimeException e) {
        // What was asked could not be written down, so nothing is given.
        progress = failed("INTERNAL_ERROR", String.valueOf(e.getMessage()));
        throw e;
      } finally {
        end.countDown();
      }
    }
  }

  /** Waits for its end; false when that did not come in time. */
  boolean await(Duration time) throws InterruptedException {
    return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How long it took, or has taken so far. */
  synchronized Duration elapsed() {
    long until = progress.state().ended() ? endedNanos : System.nanoTime();
    return Duration.ofNanos(until - submittedNanos);
  }

  /** How long ago it ended; empty while it has not. */
  synchronized Optional<Duration> sinceEnd() {
    return progress.state().ended()
        ? Optional.of(Duration.ofNanos(System.nanoTime() - endedNanos))
        : Optional.empty();
  }
}
