package dev.lodestar.layers;

import dev.lodestar.spec.JsonFormat;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Rows of JSON files, every value as text: what is nested stays JSON.
 *
 * <p>Lines are looked at one by one, so a bad one is set aside alone. A list or a document can only
 * be refused as a whole.
 */
final class JsonRead implements FileRead {
  /** Null for what is not JSON at all. */
  private static final String TYPE = "TRY(json_type(json))";

  private final FileIngest ingest;
  private final JsonFormat format;
  private final Connection connection;
  private final Rejects rejects;
  private final Map<String, String> malformed = new LinkedHashMap<>();

  JsonRead(FileIngest ingest, JsonFormat format, Connection connection) {
    this.ingest = ingest;
    this.format = format;
    this.connection = connection;
    this.rejects = new Rejects(ingest);
  }

  @Override
  public String rule() {
    return "is_json";
  }

  @Override
  public Optional<String> rows(Source file) throws SQLException, IOException {
    if (isMalformed(file)) {
      return Optional.empty();
    }
    List<String> paths = file.layout().fields().stream().map(f -> f.name()).distinct().toList();
    List<String> values = new ArrayList<>();
    for (String column : ingest.ownColumns()) {
      List<String> found =
          file.layout().fields().stream()
              .filter(f -> f.becomes(column))
              .map(f -> "v[" + (paths.indexOf(f.name()) + 1) + "]")
              .toList();
      String value =
          Rescue.is(column)
              ? Rescue.without("json", paths)
              : found.isEmpty() ? "NULL::varchar" : "coalesce(" + String.join(", ", found) + ")";
      values.add(value + " AS " + Sql.name(column));
    }
    return Optional.of(
        "SELECT "
            + String.join(", ", values)
            + ", "
            + Provenance.values(ingest, file.path(), "n")
            + " FROM (SELECT json_extract_string(json, "
            + Sql.texts(paths)
            + ") AS v, json, n FROM "
            + JsonObjects.of(format, file.local(), Rejects.KEPT)
            + " WHERE "
            + TYPE
            + " = 'OBJECT')");
  }

  /** Whether a list or a document cannot be read; DuckDB's words tell why and where. */
  private boolean isMalformed(Source file) throws SQLException, IOException {
    if (format.records() == JsonFormat.Records.LINES) {
      return false;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM " + JsonObjects.of(format, file.local()))) {
      return !row.next();
    } catch (SQLException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith("Invalid Input Error")) {
        throw e;
      }
      malformed.put(file.path(), message.lines().findFirst().orElse(message));
      return true;
    }
  }

  @Override
  public Optional<String> refused(List<Source> files) throws IOException {
    List<String> parts = new ArrayList<>();
    for (Source file : files) {
      String why = malformed.get(file.path());
      parts.add(
          why == null
              ? notObjects(file)
              : quarantined(Sql.text(why), "NULL", file.path(), "1", ""));
    }
    if (format.records() == JsonFormat.Records.LINES) {
      parts.add(rejects.rows(files));
    }
    return Optional.of(parts.stream().collect(Collectors.joining(" UNION ALL ")));
  }

  private String notObjects(Source file) throws IOException {
    String why =
        "CASE WHEN coalesce(trim(json), '') = '' THEN 'an empty line'"
            + " WHEN t IS NULL THEN 'not JSON' "
            + (format.at().isEmpty()
                ? ""
                : "WHEN t = 'NULL' THEN " + Sql.text("no list at " + format.at()) + " ")
            + "ELSE 'not an object but ' || lower(t) END";
    return quarantined(
        why,
        "json",
        file.path(),
        "n",
        " FROM (SELECT json, n, "
            + TYPE
            + " AS t FROM "
            + JsonObjects.of(format, file.local())
            + ") WHERE t IS DISTINCT FROM 'OBJECT'"
            + (format.emptyLines() == JsonFormat.EmptyLines.SKIP ? " AND trim(json) <> ''" : ""));
  }

  private String quarantined(String why, String row, String path, String number, String from) {
    return "SELECT "
        + ingest.quarantine().begin()
        + ", to_json(["
        + why
        + "])::varchar AS _reasons, "
        + row
        + "::varchar AS _row, "
        + Sql.text(path)
        + " AS _source_file, "
        + number
        + "::bigint AS _source_row, 1::integer AS _attempts, NULL::varchar AS _partition"
        + from;
  }
}
