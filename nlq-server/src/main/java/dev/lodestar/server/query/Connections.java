package dev.lodestar.server.query;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Connections to one DuckDB: those that queries have, and those that wait for the next. */
final class Connections implements AutoCloseable {
  private final LockedDuckDb duckDb;
  private final int most;

  /** The one that came back last is taken first. */
  private final Deque<BoundConnection> idle = new ArrayDeque<>();

  private boolean closed;

  /**
   * To a DuckDB.
   *
   * @param most so many may wait
   */
  Connections(LockedDuckDb duckDb, int most) {
    this.duckDb = duckDb;
    this.most = most;
  }

  /** One for a single query, which is to close it: best one where its statement is known. */
  BoundConnection take(String sql) throws SQLException {
    BoundConnection waiting = poll(sql);
    return waiting == null ? new BoundConnection(duckDb.connect(), this) : waiting;
  }

  private synchronized @Nullable BoundConnection poll(String sql) {
    BoundConnection best =
        idle.stream().filter(connection -> connection.knows(sql)).findFirst().orElse(idle.peek());
    idle.remove(best);
    return best;
  }

  /** Whether one that rests is kept for the next query. */
  synchronized boolean keep(BoundConnection connection) {
    boolean kept = !closed && idle.size() < most;
    if (kept) {
      idle.push(connection);
    }
    return kept;
  }

  @Override
  public synchronized void close() throws SQLException {
    closed = true;
    for (BoundConnection connection : idle) {
      connection.end();
    }
    idle.clear();
  }
}
