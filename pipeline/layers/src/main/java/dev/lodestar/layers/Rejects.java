package dev.lodestar.layers;

import java.util.List;
import java.util.stream.Collectors;

/** The lines that DuckDB refuses while it reads text, in temporary tables of the connection. */
final class Rejects {
  private static final String REJECTS = "_rejects";
  private static final String SCANS = "_scans";

  /** The options of {@code read_csv} that keep them. */
  static final String KEPT =
      "store_rejects = true, rejects_limit = 0, rejects_table = '"
          + REJECTS
          + "', rejects_scan = '"
          + SCANS
          + "'";

  private final FileIngest ingest;

  Rejects(FileIngest ingest) {
    this.ingest = ingest;
  }

  /** The refused lines as rows of the quarantine; one line may have several faults. */
  String rows(List<FileRead.Source> files) {
    return "SELECT "
        + ingest.quarantine().begin()
        + ", to_json(list(DISTINCT r.error_message))::varchar AS _reasons,"
        + " any_value(r.csv_line) AS _row, "
        + file(files)
        + " AS _source_file, r.line::bigint AS _source_row,"
        + " 1::integer AS _attempts, NULL::varchar AS _partition FROM "
        + REJECTS
        + " r JOIN "
        + SCANS
        + " s USING (scan_id, file_id) GROUP BY s.file_path, r.line";
  }

  /** What the file is called that DuckDB read. */
  private static String file(List<FileRead.Source> files) {
    String copies =
        files.stream()
            .filter(f -> !f.local().equals(f.path()))
            .map(f -> " WHEN " + Sql.text(f.local()) + " THEN " + Sql.text(f.path()))
            .collect(Collectors.joining());
    return copies.isEmpty() ? "s.file_path" : "CASE s.file_path" + copies + " ELSE s.file_path END";
  }
}
