package dev.lodestar.server.pgwire;

import dev.lodestar.server.query.CellText;
import dev.lodestar.server.query.Chunk;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows in the formats that the client asked for. */
final class RowWriter {
  private final Output output;
  private final PgType[] types;
  private final boolean[] binary;
  private long written;

  /**
   * For rows with these columns.
   *
   * @param binary which of them are wanted in binary
   */
  RowWriter(Output output, List<Field> fields, boolean[] binary) {
    this.output = output;
    this.types = fields.stream().map(Field::type).toArray(PgType[]::new);
    this.binary = binary.clone();
  }

  /** How many rows it has written. */
  long written() {
    return written;
  }

  /** Rows of a chunk, from one to before another. */
  void rows(Chunk chunk, int from, int to) throws PgError, IOException {
    for (int row = from; row < to; row++) {
      ByteBuf data = output.begin('D');
      data.writeShort(types.length);
      for (int column = 0; column < types.length; column++) {
        if (chunk.isNull(column, row)) {
          Cells.none(data);
        } else if (binary[column]) {
          binaryCell(data, chunk, column, row);
        } else {
          textCell(data, chunk, column, row);
        }
      }
      output.end();
      written++;
    }
  }

  private void textCell(ByteBuf data, Chunk chunk, int column, int row) {
    switch (types[column]) {
      case BOOL -> Cells.textOf(data, chunk.bool(column, row));
      case INT4, INT8 -> Cells.textOf(data, chunk.whole(column, row));
      case FLOAT8 -> Cells.textOf(data, chunk.real(column, row));
      case NUMERIC -> Cells.textOf(data, chunk.decimal(column, row));
      case DATE -> Cells.textOf(data, chunk.date(column, row));
      case TIMESTAMP -> Cells.textOf(data, chunk.timestamp(column, row));
      default -> Cells.textOf(data, chunk.text(column, row));
    }
  }

  private void binaryCell(ByteBuf data, Chunk chunk, int column, int row) throws PgError {
    PgType type = types[column];
    switch (type) {
      case BOOL -> Cells.binaryOf(data, type, chunk.bool(column, row));
      case INT4, INT8 -> Cells.binaryOf(data, type, chunk.whole(column, row));
      case FLOAT8 -> Cells.binaryOf(data, type, chunk.real(column, row));
      case NUMERIC -> Cells.binaryOf(data, type, chunk.decimal(column, row));
      case DATE -> Cells.binaryOf(data, type, chunk.date(column, row));
      case TIMESTAMP -> Cells.binaryOf(data, type, chunk.timestamp(column, row));
      default -> Cells.textOf(data, chunk.text(column, row));
    }
  }

  /** A row of values that are in memory. */
  void row(List<@Nullable Object> values) throws PgError, IOException {
    ByteBuf data = output.begin('D');
    data.writeShort(types.length);
    for (int column = 0; column < types.length; column++) {
      Object value = values.get(column);
      if (value == null) {
        Cells.none(data);
      } else if (binary[column]) {
        try {
          Cells.binaryOf(data, types[column], value);
        } catch (PgError e) {
          output.forget();
          throw e;
        }
      } else {
        text(data, types[column], value);
      }
    }
    output.end();
    written++;
  }

  private static void text(ByteBuf data, PgType type, Object value) {
    if (value instanceof Boolean bool) {
      Cells.textOf(data, bool.booleanValue());
    } else if (value instanceof Double number) {
      Cells.textOf(data, number.doubleValue());
    } else if (value instanceof BigDecimal number) {
      Cells.textOf(data, number);
    } else if (value instanceof LocalDate date) {
      Cells.textOf(data, date);
    } else if (value instanceof LocalDateTime moment) {
      Cells.textOf(data, moment);
    } else if (value instanceof Number number) {
      Cells.textOf(data, number.longValue());
    } else if (value instanceof List<?> items) {
      Cells.textOf(data, Lists.text(type, items));
    } else {
      Cells.textOf(data, CellText.of(value));
    }
  }
}
