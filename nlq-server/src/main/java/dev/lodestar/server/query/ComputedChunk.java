package dev.lodestar.server.query;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** Rows where DuckDB left them. */
final class ComputedChunk extends Chunk {
  private final DuckDBReadableVector[] vectors;
  private long characters;

  ComputedChunk(List<Column> columns, DuckDBDataChunkReader reader) {
    super(columns, Math.toIntExact(reader.rowCount()));
    this.vectors = new DuckDBReadableVector[columns.size()];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = reader.vector(i);
    }
  }

  @Override
  public boolean isNull(int column, int row) {
    return vectors[column].isNull(row);
  }

  @Override
  public boolean bool(int column, int row) {
    return vectors[column].getBoolean(row);
  }

  @Override
  public long whole(int column, int row) {
    return kind(column) == ColumnType.Kind.INTEGER
        ? vectors[column].getInt(row)
        : vectors[column].getLong(row);
  }

  @Override
  public double real(int column, int row) {
    return vectors[column].getDouble(row);
  }

  @Override
  public BigDecimal decimal(int column, int row) {
    return vectors[column].getBigDecimal(row);
  }

  @Override
  public LocalDate date(int column, int row) {
    return vectors[column].getLocalDate(row);
  }

  @Override
  public LocalDateTime timestamp(int column, int row) {
    return vectors[column].getLocalDateTime(row);
  }

  @Override
  public String text(int column, int row) {
    String text = vectors[column].getString(row);
    characters += text.length();
    return text;
  }

  @Override
  long characters() {
    return characters;
  }

  @Override
  Optional<Chunk> copy(long most) {
    long before = characters;
    @Nullable Object[] cells = new @Nullable Object[rows() * columns()];
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < columns(); column++) {
        cells[row * columns() + column] = value(column, row);
      }
      if (bytes() > most) {
        characters = before;
        return Optional.empty();
      }
    }
    return Optional.of(new KeptChunk(this, cells));
  }
}
