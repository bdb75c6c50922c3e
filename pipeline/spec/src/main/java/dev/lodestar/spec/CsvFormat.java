package dev.lodestar.spec;

import java.io.Serializable;

/**
 * How a CSV file is written. Files whose name ends in {@code .gz} are unpacked while reading.
 *
 * @param header whether the first line names the columns; columns are then matched by name, else by
 *     position
 * @param encoding {@code utf-8} (a byte order mark is skipped), {@code latin-1} or {@code utf-16}
 */
public record CsvFormat(
    String delimiter, String quote, String escape, boolean header, String encoding)
    implements Serializable {

  public static final CsvFormat DEFAULT = new CsvFormat(",", "\"", "\"", true, "utf-8");
}
