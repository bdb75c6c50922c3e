package dev.lodestar.spec;

import java.util.function.Function;

/**
 * How a CSV file is written.
 *
 * @param header whether the first line names the columns; columns are then matched by name, else by
 *     position
 * @param encoding {@code utf-8} (a byte order mark is skipped), {@code latin-1} or {@code utf-16}
 */
public record CsvFormat(
    String delimiter, String quote, String escape, boolean header, String encoding)
    implements FileFormat {

  public static final CsvFormat DEFAULT = new CsvFormat(",", "\"", "\"", true, "utf-8");

  @Override
  public <T> T match(
      Function<CsvFormat, T> csv,
      Function<JsonFormat, T> json,
      Function<ParquetFormat, T> parquet) {
    return csv.apply(this);
  }
}
