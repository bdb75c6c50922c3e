package dev.lodestar.server.query;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A statement that was understood, ready to run once. Its rows are those of its catalogue. */
public final class Query {
  /** An interrupt that comes before DuckDB has begun is lost, so it is repeated. */
  private static final long INTERRUPT_EVERY_MILLIS = 50;

  private final LockedDuckDb duckDb;
  private final Catalog catalog;
  private final PlanCache.Plan plan;
  private final QueryLimits limits;
  private final ScheduledExecutorService clock;

  private final Object lock = new Object();
  private @Nullable Statement running;
  private QueryFailed.@Nullable Reason stopped;
  private @Nullable Future<?> interrupts;
  private boolean ended;

  Query(
      LockedDuckDb duckDb,
      Catalog catalog,
      PlanCache.Plan plan,
      QueryLimits limits,
      ScheduledExecutorService clock) {
    this.duckDb = duckDb;
    this.catalog = catalog;
    this.plan = plan;
    this.limits = limits;
    this.clock = clock;
  }

  /** How a run ended: how many rows were handed over, and whether there would have been more. */
  public record Result(long rows, boolean truncated) {}

  /** Names and types of the result. */
  public List<Column> columns() {
    return plan.columns();
  }

  /** Runs it and hands the rows over, in their order. */
  public Result run(RowSink sink) throws QueryFailed, IOException {
    Optional<Duration> time = limits.time();
    Optional<Future<?>> deadline =
        time.map(
            limit ->
                clock.schedule(
                    () -> stop(QueryFailed.Reason.TIMEOUT),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS));
    try (HeldFiles held = new HeldFiles();
        Connection connection = duckDb.connect()) {
      Binding binding = new Binding(connection, held);
      for (TableName input : plan.inputs()) {
        refuseIfStopped();
        bind(binding, catalog.table(input));
      }
      try (Statement statement = connection.createStatement()) {
        begin(statement);
        try (ResultSet rows = statement.executeQuery(plan.duckDb())) {
          return read(rows, sink);
        } finally {
          leave();
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      deadline.ifPresent(future -> future.cancel(false));
      end();
    }
  }

  private static void bind(Binding binding, CatalogTable table) throws SQLException, QueryFailed {
    try {
      binding.bind(table);
    } catch (IOException e) {
      throw new QueryFailed(QueryFailed.Reason.ERROR, String.valueOf(e.getMessage()), e);
    }
  }

  private Result read(ResultSet result, RowSink sink)
      throws SQLException, QueryFailed, IOException {
    long limit = limits.rows().orElse(Long.MAX_VALUE);
    long rows = 0;
    @Nullable Object[] cells = new Object[plan.columns().size()];
    while (result.next()) {
      if (rows == limit) {
        return new Result(rows, true);
      }
      refuseIfStopped();
      for (int i = 0; i < cells.length; i++) {
        cells[i] = cell(result, i + 1, plan.columns().get(i));
      }
      sink.row(Arrays.asList(cells.clone()));
      rows++;
    }
    return new Result(rows, false);
  }

  private static @Nullable Object cell(ResultSet row, int index, Column column)
      throws SQLException {
    Object value =
        switch (column.type().kind()) {
          case BOOLEAN -> row.getBoolean(index);
          case INTEGER, BIGINT -> row.getLong(index);
          case DOUBLE -> row.getDouble(index);
          case DECIMAL -> row.getBigDecimal(index);
          case DATE -> row.getObject(index, LocalDate.class);
          case TIMESTAMP -> row.getObject(index, LocalDateTime.class);
          case VARCHAR -> row.getString(index);
        };
    return row.wasNull() ? null : value;
  }

  /** Puts an end to it, from any thread and at any time; {@link #run} then fails. */
  public void cancel() {
    stop(QueryFailed.Reason.CANCELLED);
  }

  private void stop(QueryFailed.Reason reason) {
    synchronized (lock) {
      if (stopped == null && !ended) {
        stopped = reason;
        interrupts =
            clock.scheduleWithFixedDelay(
                this::interrupt, 0, INTERRUPT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void interrupt() {
    synchronized (lock) {
      Statement statement = running;
      if (statement != null) {
        try {
          statement.cancel();
        } catch (SQLException e) {
          throw new IllegalStateException("Cannot interrupt a query: " + e.getMessage(), e);
        }
      }
    }
  }

  private void begin(Statement statement) throws QueryFailed {
    synchronized (lock) {
      refuseIfStopped();
      running = statement;
    }
  }

  private void leave() {
    synchronized (lock) {
      running = null;
    }
  }

  private void end() {
    synchronized (lock) {
      ended = true;
      if (interrupts != null) {
        interrupts.cancel(false);
      }
    }
  }

  private void refuseIfStopped() throws QueryFailed {
    QueryFailed.Reason reason = reasonToStop();
    if (reason != null) {
      throw stopped(reason, null);
    }
  }

  private QueryFailed.@Nullable Reason reasonToStop() {
    synchronized (lock) {
      return stopped;
    }
  }

  private QueryFailed failure(SQLException cause) {
    QueryFailed.Reason reason = reasonToStop();
    return reason != null
        ? stopped(reason, cause)
        : new QueryFailed(QueryFailed.Reason.ERROR, DuckDbMessages.plain(cause), cause);
  }

  private QueryFailed stopped(QueryFailed.Reason reason, @Nullable Throwable cause) {
    String message =
        reason == QueryFailed.Reason.TIMEOUT
            ? "The query was stopped after "
                + limits.time().map(Query::seconds).orElse("some time")
                + ", the time it was given"
            : "The query was cancelled";
    return new QueryFailed(reason, message, cause);
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
