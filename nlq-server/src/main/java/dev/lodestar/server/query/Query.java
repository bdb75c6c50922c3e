package dev.lodestar.server.query;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A statement that was understood, ready to run once. Its rows are those of its catalogue. */
public final class Query {
  private final Room room;
  private final Catalog catalog;
  private final PlanCache.Key key;
  private final PlanCache.Plan plan;
  private final QueryLimits limits;
  private final Stop stop;

  /** What the queries of one engine share. */
  record Room(Connections connections, HotTables hotTables, KeptResults results, Turns turns) {}

  Query(
      Room room,
      Catalog catalog,
      PlanCache.Key key,
      PlanCache.Plan plan,
      QueryLimits limits,
      Stop stop) {
    this.room = room;
    this.catalog = catalog;
    this.key = key;
    this.plan = plan;
    this.limits = limits;
    this.stop = stop;
  }

  /** How a run ended: how many rows were handed over, and whether there would have been more. */
  public record Result(long rows, boolean truncated) {}

  /** Names and types of the result. */
  public List<Column> columns() {
    return plan.columns();
  }

  /** The types of the values that it is given when it runs. */
  public List<ColumnType> parameters() {
    return plan.parameters();
  }

  /** Runs it and hands the rows over, in their order. */
  public Result run(RowSink sink) throws QueryFailed, IOException {
    long limit = limits.rows().orElse(Long.MAX_VALUE);
    long read = 0;
    try (Rows rows = open(List.of())) {
      for (Chunk chunk = rows.next(); chunk != null; chunk = rows.next()) {
        for (int row = 0; row < chunk.rows(); row++) {
          if (read == limit) {
            return new Result(read, true);
          }
          @Nullable Object[] cells = new Object[chunk.columns()];
          for (int column = 0; column < cells.length; column++) {
            cells[column] = chunk.value(column, row);
          }
          stop.refuse();
          sink.row(Arrays.asList(cells));
          read++;
        }
      }
    }
    return new Result(read, false);
  }

  /**
   * Begins it.
   *
   * @param values those of its parameters: null, Boolean, Integer, Long, Double, BigDecimal,
   *     LocalDate, LocalDateTime or String
   */
  public Rows open(List<@Nullable Object> values) throws QueryFailed {
    if (values.size() != plan.parameters().size()) {
      throw new IllegalStateException(
          values.size() + " values for " + plan.parameters().size() + " parameters");
    }
    Computation.Task task =
        new Computation.Task(plan.columns(), plan.duckDb(), values, plan.steady());
    KeptResults.Maker maker = () -> ready(task);
    boolean begun = false;
    try {
      RowSource source =
          plan.steady()
              ? room.results().rows(new KeptResults.Key(key, values), stop, maker)
              : KeptResults.unshared(maker);
      begun = true;
      return new Rows(plan.columns(), limits, source, stop);
    } finally {
      if (!begun) {
        stop.end();
      }
    }
  }

  /**
   * Runs it and writes its rows to a file of Parquet, as DuckDB does that by itself.
   *
   * @param file one that {@link QueryEngine#newFile} gave
   */
  public Result writeParquet(Path file) throws QueryFailed {
    // One row more than allowed tells that there are too many.
    String most = limits.share().limits().rows().map(rows -> " LIMIT " + (rows + 1)).orElse("");
    String copy =
        "COPY (SELECT * FROM ("
            + plan.duckDb()
            + "\n)"
            + most
            + ") TO "
            + DuckDbNames.text(file.toString())
            + " (FORMAT parquet)";
    List<Column> count = List.of(new Column("rows", ColumnType.BIGINT));
    Computation.Task task = new Computation.Task(count, copy, List.of(), false);
    try (RowSource rows = KeptResults.unshared(() -> ready(task))) {
      Chunk chunk = Objects.requireNonNull(rows.next());
      long written = chunk.whole(0, 0);
      limits.check(written, Files.size(file));
      return new Result(written, false);
    } catch (IOException e) {
      throw new QueryFailed(QueryFailed.Reason.ERROR, "Cannot read what was written: " + e, e);
    } finally {
      stop.end();
    }
  }

  /** Makes the tables known that it reads, and waits for its turn. */
  private Computation ready(Computation.Task task) throws QueryFailed {
    stop.begin();
    HeldFiles held = new HeldFiles();
    BoundConnection connection;
    try {
      connection = room.connections().take(task.sql());
    } catch (SQLException e) {
      held.close();
      throw stop.failure(e);
    }
    HotTables.Reading hot = room.hotTables().reading();
    Computation computation = new Computation(task, limits, stop, room, held, hot, connection);
    try {
      bind(connection, held, hot);
      computation.takeTurn();
      return computation;
    } catch (QueryFailed | RuntimeException | Error e) {
      computation.close();
      throw e;
    }
  }

  private void bind(BoundConnection connection, HeldFiles held, HotTables.Reading hot)
      throws QueryFailed {
    try {
      for (TableName input : plan.inputs()) {
        stop.refuse();
        connection.bind(catalog.input(input), held, hot);
      }
    } catch (SQLException e) {
      throw stop.failure(e);
    } catch (IOException e) {
      throw new QueryFailed(QueryFailed.Reason.ERROR, String.valueOf(e.getMessage()), e);
    }
  }

  /** Puts an end to it, from any thread and at any time; {@link #run} then fails. */
  public void cancel() {
    stop.now(QueryFailed.Reason.CANCELLED);
  }
}
