package dev.lodestar.layers;

import dev.lodestar.spec.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JSON values of a file, one a row, in DuckDB SQL: {@code json}, and {@code n}, the line or the
 * place in the list.
 */
public final class JsonObjects {
  private static final long SMALLEST = 16L << 20;
  private static final long LARGEST = 1L << 30;

  private JsonObjects() {}

  /** The values as a FROM item; lines that are not UTF-8 are passed over. */
  public static String of(JsonFormat format, String path) throws IOException {
    return of(format, path, "ignore_errors = true");
  }

  static String of(JsonFormat format, String path, String onError) throws IOException {
    return switch (format.records()) {
      case LINES ->
          numbered(
              "line",
              "read_csv("
                  + Sql.text(path)
                  + ", auto_detect = false, columns = {'line': 'VARCHAR'}, delim = chr(1),"
                  + " quote = '', escape = '', header = false, strict_mode = false,"
                  + " max_line_size = "
                  + LongLines.bound(Path.of(path))
                  + ", "
                  + onError
                  + ")");
      case ARRAY -> numbered("json::varchar", values(path, "array"));
      case DOCUMENT ->
          format.at().isEmpty()
              ? numbered("json::varchar", values(path, "unstructured"))
              : numbered("json::varchar", rowsAt(path, format.at()));
    };
  }

  /**
   * The elements of a list inside a document; a document without the list is kept as one row, for
   * it cannot be passed over in silence.
   */
  private static String rowsAt(String path, String at) {
    return "(SELECT unnest(CASE WHEN json_type(json, "
        + Sql.text(at)
        + ") = 'ARRAY' THEN json_extract(json, "
        + Sql.text(at + "[*]")
        + ") ELSE ['null'::json] END) AS json FROM "
        + values(path, "unstructured")
        + ")";
  }

  private static String numbered(String value, String from) {
    return "(SELECT " + value + " AS json, row_number() OVER () AS n FROM " + from + ")";
  }

  private static String values(String path, String format) {
    return "read_json_objects("
        + Sql.text(path)
        + ", format = '"
        + format
        + "', maximum_object_size = "
        + bound(Path.of(path))
        + ")";
  }

  /** DuckDB sets memory aside for the largest value there may be. */
  private static long bound(Path file) {
    try {
      long size = Files.size(file) * (Unpack.isPacked(file) ? 20 : 1);
      return Math.max(SMALLEST, Math.min(LARGEST, size + 1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Cannot read " + file, e);
    }
  }
}
