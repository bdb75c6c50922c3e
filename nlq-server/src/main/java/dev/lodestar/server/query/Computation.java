package dev.lodestar.server.query;

import dev.lodestar.spec.Column;
import dev.lodestar.tables.files.HeldFiles;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/** A query that DuckDB computes as its rows are asked for. */
final class Computation implements KeptResults.Ready {
  private final Task task;
  private final QueryLimits limits;
  private final Stop stop;
  private final Query.Room room;
  private final HeldFiles held;
  private final HotTables.Reading hot;
  private final BoundConnection connection;
  private boolean hasTurn;
  private boolean closed;
  private @Nullable DuckDBPreparedStatement statement;
  private @Nullable DuckDBChunkedResult result;

  /**
   * What is to be computed.
   *
   * @param steady whether the same statement may be run again
   */
  record Task(List<Column> columns, String sql, List<@Nullable Object> values, boolean steady) {}

  Computation(
      Task task,
      QueryLimits limits,
      Stop stop,
      Query.Room room,
      HeldFiles held,
      HotTables.Reading hot,
      BoundConnection connection) {
    this.task = task;
    this.limits = limits;
    this.stop = stop;
    this.room = room;
    this.held = held;
    this.hot = hot;
    this.connection = connection;
  }

  /** Waits for its turn. */
  void takeTurn() throws QueryFailed {
    takeTurns(limits.share().limits().patience());
    hasTurn = true;
  }

  @Override
  public void begin() throws QueryFailed {
    try {
      DuckDBPreparedStatement prepared = connection.prepare(task.sql(), task.steady());
      statement = prepared;
      for (int i = 0; i < task.values().size(); i++) {
        prepared.setObject(i + 1, task.values().get(i));
      }
      stop.reach(prepared);
      result = prepared.query();
    } catch (SQLException e) {
      throw stop.failure(e);
    }
  }

  @Override
  public void endTurn() {
    if (hasTurn) {
      hasTurn = false;
      giveBackTurns();
      stop.rest();
    }
  }

  /** First among the caller's own, so that those who wait there are in nobody else's way. */
  private void takeTurns(Duration patience) throws QueryFailed {
    Turns own = limits.share().turns();
    own.take(stop, patience);
    try {
      room.turns().take(stop, patience);
    } catch (QueryFailed e) {
      own.giveBack();
      throw e;
    }
  }

  private void giveBackTurns() {
    room.turns().giveBack();
    limits.share().turns().giveBack();
  }

  @Override
  public @Nullable ComputedChunk next() throws QueryFailed {
    DuckDBChunkedResult open = result;
    DuckDBPreparedStatement running = statement;
    if (open == null || running == null) {
      throw new IllegalStateException("This was closed, or never begun");
    }
    if (hasTurn) {
      return next(open, running);
    }
    stop.begin();
    try {
      takeTurns(Turns.PATIENT);
      try {
        return next(open, running);
      } finally {
        giveBackTurns();
      }
    } finally {
      stop.rest();
    }
  }

  private @Nullable ComputedChunk next(DuckDBChunkedResult open, DuckDBPreparedStatement running)
      throws QueryFailed {
    try {
      stop.reach(running);
      return next(open);
    } catch (SQLException e) {
      throw stop.failure(e);
    } catch (DuckDBFunctions.FunctionException e) {
      throw stop.failure(new SQLException(e.getMessage(), e));
    }
  }

  private @Nullable ComputedChunk next(DuckDBChunkedResult open) throws SQLException, QueryFailed {
    while (open.nextChunk()) {
      if (open.chunk().rowCount() > 0) {
        return new ComputedChunk(task.columns(), open.chunk());
      }
    }
    stop.refuse();
    StreamErrors.refuse(open);
    connection.rest();
    return null;
  }

  @Override
  public void close() throws QueryFailed {
    endTurn();
    if (closed) {
      return;
    }
    closed = true;
    try (held;
        hot;
        connection;
        DuckDBChunkedResult toClose = result) {
      statement = null;
      result = null;
    } catch (SQLException e) {
      throw stop.failure(e);
    }
  }
}
