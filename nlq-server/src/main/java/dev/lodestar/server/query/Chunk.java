package dev.lodestar.server.query;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A few thousand rows of a result, column by column; gone when the next ones are asked for. */
public abstract sealed class Chunk permits ComputedChunk, KeptChunk {
  private final int rows;
  private final ColumnType.Kind[] kinds;

  Chunk(List<Column> columns, int rows) {
    this.rows = rows;
    this.kinds = columns.stream().map(c -> c.type().kind()).toArray(ColumnType.Kind[]::new);
  }

  Chunk(Chunk of) {
    this.rows = of.rows;
    this.kinds = of.kinds;
  }

  public final int rows() {
    return rows;
  }

  public final int columns() {
    return kinds.length;
  }

  final ColumnType.Kind kind(int column) {
    return kinds[column];
  }

  public abstract boolean isNull(int column, int row);

  public abstract boolean bool(int column, int row);

  /** A value of a column of integer or bigint. */
  public abstract long whole(int column, int row);

  public abstract double real(int column, int row);

  public abstract BigDecimal decimal(int column, int row);

  public abstract LocalDate date(int column, int row);

  public abstract LocalDateTime timestamp(int column, int row);

  public abstract String text(int column, int row);

  /** How many characters were read of it so far. */
  abstract long characters();

  /** How much was handed over: eight bytes for each value, and one for each character read. */
  final long bytes() {
    return 8L * rows * kinds.length + characters();
  }

  /** The same rows to keep, unless they would be more than so many bytes. */
  abstract Optional<Chunk> copy(long most);

  /** A value as {@link RowSink} hands it over. */
  final @Nullable Object value(int column, int row) {
    if (isNull(column, row)) {
      return null;
    }
    return switch (kinds[column]) {
      case BOOLEAN -> bool(column, row);
      case INTEGER, BIGINT -> whole(column, row);
      case DOUBLE -> real(column, row);
      case DECIMAL -> decimal(column, row);
      case DATE -> date(column, row);
      case TIMESTAMP -> timestamp(column, row);
      case VARCHAR -> text(column, row);
    };
  }
}
