package dev.lodestar.server.pgwire;

import dev.lodestar.server.query.Chunk;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.Rows;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of tables, computed as they are sent. */
final class Streamed implements Answer {
  private final Query query;
  private final List<@Nullable Object> values;
  private final Asked asked;
  private @Nullable Rows rows;
  private @Nullable Chunk chunk;
  private int next;
  private long sent;
  private boolean ended;

  Streamed(Query query, List<@Nullable Object> values, Asked asked) {
    this.asked = asked;
    this.query = query;
    this.values = values;
  }

  @Override
  public boolean send(RowWriter to, long most) throws PgError, IOException {
    try {
      return sendRows(to, most);
    } catch (QueryFailed e) {
      asked.ended(e.reason() == QueryFailed.Reason.CANCELLED ? "canceled" : "failed", sent);
      throw PgError.of(e);
    }
  }

  private boolean sendRows(RowWriter to, long most) throws PgError, IOException, QueryFailed {
    if (rows == null && !ended) {
      rows = query.open(values);
    }
    long wanted = most > 0 ? most : Long.MAX_VALUE;
    while (wanted > 0 && !ended) {
      Chunk current = chunk;
      if (current == null || next == current.rows()) {
        current = Objects.requireNonNull(rows).next();
        chunk = current;
        next = 0;
        if (current == null) {
          ended = true;
          asked.ended("succeeded", sent);
          close();
          break;
        }
      }
      int end = next + (int) Math.min(current.rows() - next, wanted);
      to.rows(current, next, end);
      sent += end - next;
      wanted -= end - next;
      next = end;
    }
    return ended;
  }

  @Override
  public void cancel() {
    query.cancel();
  }

  @Override
  public String tag() {
    return "SELECT " + sent;
  }

  @Override
  public void close() throws PgError {
    Rows open = rows;
    rows = null;
    chunk = null;
    if (open != null) {
      asked.ended("left", sent);
      try {
        open.close();
      } catch (QueryFailed e) {
        throw PgError.of(e);
      }
    }
  }
}
