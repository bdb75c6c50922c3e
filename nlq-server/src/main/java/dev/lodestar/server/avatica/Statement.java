package dev.lodestar.server.avatica;

import dev.lodestar.server.query.Chunk;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.Rows;
import dev.lodestar.server.query.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.calcite.avatica.Meta.Frame;
import org.jspecify.annotations.Nullable;

/** A statement of a client: its text, and how far its rows were fetched. */
final class Statement {
  private static final int USUAL_FRAME = 1_000;
  private static final int LARGEST_FRAME = 10_000;

  private final int number;
  private String sql = "";
  private @Nullable Rows rows;
  private @Nullable Chunk chunk;
  private BiConsumer<String, Long> note = (status, count) -> {};
  private int next;
  private long sent;
  private long most;

  Statement(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  synchronized String sql() {
    return sql;
  }

  synchronized void of(String text) {
    sql = text;
  }

  /**
   * Begins anew.
   *
   * @param note is told how it ended, and with how many rows
   */
  synchronized void begin(Rows begun, long mostRows, BiConsumer<String, Long> note) {
    close();
    this.note = note;
    rows = begun;
    chunk = null;
    next = 0;
    sent = 0;
    most = mostRows > 0 ? mostRows : Long.MAX_VALUE;
  }

  /** The next rows, from where the client says it is. */
  synchronized Frame fetch(long offset, int wanted) {
    if (offset != sent) {
      throw AvaticaDoor.refused(
          "24000", "Row " + offset + " was asked for, and " + sent + " is next");
    }
    int size = wanted > 0 ? Math.min(wanted, LARGEST_FRAME) : USUAL_FRAME;
    List<Object> frame = new ArrayList<>();
    Rows reading = rows;
    try {
      while (reading != null && frame.size() < size && sent < most) {
        Chunk current = chunk;
        if (current == null || next == current.rows()) {
          current = reading.next();
          chunk = current;
          next = 0;
          if (current == null) {
            break;
          }
        }
        frame.add(Columns.row(reading.columns(), current, next));
        next++;
        sent++;
      }
      boolean done = reading == null || chunk == null || sent >= most;
      if (done) {
        end("succeeded");
      }
      return Frame.create(offset, done, frame);
    } catch (QueryFailed e) {
      end(e.reason() == QueryFailed.Reason.CANCELLED ? "canceled" : "failed");
      throw AvaticaDoor.refused(SqlState.of(e), String.valueOf(e.getMessage()));
    }
  }

  private void end(String status) {
    Rows reading = rows;
    if (reading != null) {
      rows = null;
      note.accept(status, sent);
      try {
        reading.close();
      } catch (QueryFailed e) {
        throw AvaticaDoor.refused(SqlState.of(e), String.valueOf(e.getMessage()));
      }
    }
  }

  /** What was not fetched is never computed. */
  synchronized void close() {
    end("left");
  }
}
