package dev.lodestar.spec;

import java.util.function.Function;

/**
 * JSON: one object a row.
 *
 * @param at for documents, the path of the array whose elements are the rows; empty when the
 *     document itself is the row
 * @param emptyLines what an empty line is, where each line is a row
 */
public record JsonFormat(Records records, String at, EmptyLines emptyLines) implements FileFormat {

  /** Where a row begins and ends. */
  public enum Records {
    /** Each line is an object. */
    LINES,
    /** Each file is an array of objects. */
    ARRAY,
    /** Each file is one value. */
    DOCUMENT
  }

  /** What becomes of a line with nothing in it. */
  public enum EmptyLines {
    /** It is nothing. */
    SKIP,
    /** It is a row that is no object. */
    QUARANTINE
  }

  @Override
  public <T> T match(
      Function<CsvFormat, T> csv,
      Function<JsonFormat, T> json,
      Function<ParquetFormat, T> parquet) {
    return json.apply(this);
  }
}
