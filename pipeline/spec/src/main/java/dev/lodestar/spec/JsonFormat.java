package dev.lodestar.spec;

import java.util.function.Function;

/**
 * JSON: one object a row.
 *
 * @param at for documents, the path of the array whose elements are the rows; empty when the
 *     document itself is the row
 */
public record JsonFormat(Records records, String at) implements FileFormat {

  /** Where a row begins and ends. */
  public enum Records {
    /** Each line is an object. */
    LINES,
    /** Each file is an array of objects. */
    ARRAY,
    /** Each file is one value. */
    DOCUMENT
  }

  @Override
  public <T> T match(
      Function<CsvFormat, T> csv,
      Function<JsonFormat, T> json,
      Function<ParquetFormat, T> parquet) {
    return json.apply(this);
  }
}
