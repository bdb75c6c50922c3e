package dev.lodestar.server.query;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** A few thousand rows of a result, column by column; gone when the next ones are asked for. */
public final class Chunk {
  private final int rows;
  private final ColumnType.Kind[] kinds;
  private final DuckDBReadableVector[] vectors;
  private long characters;

  Chunk(List<Column> columns, DuckDBDataChunkReader reader) {
    this.rows = Math.toIntExact(reader.rowCount());
    this.kinds = new ColumnType.Kind[columns.size()];
    this.vectors = new DuckDBReadableVector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      kinds[i] = columns.get(i).type().kind();
      vectors[i] = reader.vector(i);
    }
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return vectors.length;
  }

  public boolean isNull(int column, int row) {
    return vectors[column].isNull(row);
  }

  public boolean bool(int column, int row) {
    return vectors[column].getBoolean(row);
  }

  /** A value of a column of integer or bigint. */
  public long whole(int column, int row) {
    return kinds[column] == ColumnType.Kind.INTEGER
        ? vectors[column].getInt(row)
        : vectors[column].getLong(row);
  }

  public double real(int column, int row) {
    return vectors[column].getDouble(row);
  }

  public BigDecimal decimal(int column, int row) {
    return vectors[column].getBigDecimal(row);
  }

  public LocalDate date(int column, int row) {
    return vectors[column].getLocalDate(row);
  }

  public LocalDateTime timestamp(int column, int row) {
    return vectors[column].getLocalDateTime(row);
  }

  public String text(int column, int row) {
    String text = vectors[column].getString(row);
    characters += text.length();
    return text;
  }

  /** How much was handed over: eight bytes for each value, and one for each character read. */
  long bytes() {
    return 8L * rows * vectors.length + characters;
  }

  /** A value as {@link RowSink} hands it over. */
  @Nullable Object value(int column, int row) {
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
