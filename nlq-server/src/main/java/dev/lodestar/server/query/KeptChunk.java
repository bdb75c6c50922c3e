package dev.lodestar.server.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows in memory, which stay. Safe to share between threads. */
final class KeptChunk extends Chunk {
  /** Row after row. */
  private final @Nullable Object[] cells;

  private final long characters;

  /** Of a chunk, of which every text was read. */
  KeptChunk(Chunk of, @Nullable Object[] cells) {
    super(of);
    this.cells = cells;
    this.characters = of.characters();
  }

  private Object there(int column, int row) {
    return Objects.requireNonNull(cells[row * columns() + column]);
  }

  @Override
  public boolean isNull(int column, int row) {
    return cells[row * columns() + column] == null;
  }

  @Override
  public boolean bool(int column, int row) {
    return (boolean) there(column, row);
  }

  @Override
  public long whole(int column, int row) {
    return (long) there(column, row);
  }

  @Override
  public double real(int column, int row) {
    return (double) there(column, row);
  }

  @Override
  public BigDecimal decimal(int column, int row) {
    return (BigDecimal) there(column, row);
  }

  @Override
  public LocalDate date(int column, int row) {
    return (LocalDate) there(column, row);
  }

  @Override
  public LocalDateTime timestamp(int column, int row) {
    return (LocalDateTime) there(column, row);
  }

  @Override
  public String text(int column, int row) {
    return (String) there(column, row);
  }

  @Override
  long characters() {
    return characters;
  }

  @Override
  Optional<Chunk> copy(long most) {
    return bytes() > most ? Optional.empty() : Optional.of(this);
  }
}
