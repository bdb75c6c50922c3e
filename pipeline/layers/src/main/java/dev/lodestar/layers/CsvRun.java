package dev.lodestar.layers;

import dev.lodestar.spec.CsvFormat;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One execution of a {@link CsvIngest} on some files. */
final class CsvRun implements AutoCloseable {
  /** So many files are read by one statement; each is a branch of its plan. */
  private static final int FILES_AT_ONCE = 200;

  private static final String REJECTS = "_rejects";
  private static final String SCANS = "_scans";

  private final CsvIngest ingest;
  private final Connection connection;

  CsvRun(CsvIngest ingest, DuckDb duckDb) throws SQLException {
    this.ingest = ingest;
    this.connection = duckDb.connect();
  }

  /** Reads files into the table and sets lines aside that are not CSV; {@code arrived} are paths by number of layout. */
  Written run(Map<String, List<String>> arrived) throws SQLException, IOException {
    long start = System.nanoTime();
    List<String> reads = new ArrayList<>();
    for (Map.Entry<String, List<String>> layout : arrived.entrySet()) {
      CsvLayout columns = ingest.layouts().get(Integer.parseInt(layout.getKey()));
      for (String path : layout.getValue()) {
        reads.add(read(path, columns));
      }
    }
    List<DataFile> kept = new ArrayList<>();
    List<DataFile> quarantined = new ArrayList<>();
    for (int from = 0; from < reads.size(); from += FILES_AT_ONCE) {
      List<String> some = reads.subList(from, Math.min(reads.size(), from + FILES_AT_ONCE));
      kept.addAll(
          ParquetFiles.write(
              connection, String.join(" UNION ALL ", some), ingest.folder(), ingest.fields()));
      quarantined.addAll(
          ParquetFiles.write(
              connection,
              rejected(),
              ingest.quarantine().folder(),
              QuarantineTable.FIELDS));
      execute("DROP TABLE " + REJECTS);
      execute("DROP TABLE " + SCANS);
    }
    long rowsIn = rows(kept) + rows(quarantined);
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new Written(
        ingest.table(),
        kept,
        quarantined,
        rowsIn,
        0,
        Map.of("is_csv", rows(quarantined)),
        millis);
  }

  private String read(String path, CsvLayout layout) throws IOException {
    List<String> names =
        ingest.fields().stream()
            .map(f -> f.column().name())
            .filter(n -> !Provenance.has(n))
            .toList();
    CsvFormat format = ingest.format();
    String columns =
        layout.columns().stream()
            .map(c -> Sql.text(c) + ": 'VARCHAR'")
            .collect(Collectors.joining(", ", "{", "}"));
    return "SELECT "
        + Sql.names(names)
        + ", "
        + Provenance.values(ingest, path)
        + " FROM read_csv("
        + Sql.text(path)
        + ", auto_detect = false, columns = "
        + columns
        + ", delim = "
        + Sql.text(format.delimiter())
        + ", quote = "
        + Sql.text(format.quote())
        + ", escape = "
        + Sql.text(format.escape())
        + ", header = "
        + format.header()
        + ", encoding = "
        + Sql.text(format.encoding())
        + ", max_line_size = "
        + LongLines.bound(Path.of(path))
        + ", strict_mode = true, store_rejects = true, rejects_limit = 0, rejects_table = '"
        + REJECTS
        + "', rejects_scan = '"
        + SCANS
        + "')";
  }

  /** The lines that DuckDB refused; one line may have several faults. */
  private String rejected() {
    return "SELECT "
        + Sql.text(ingest.quarantine().runId())
        + " AS _run_id, TIMESTAMP "
        + Sql.text(ingest.quarantine().moment())
        + " AS _quarantined_at, to_json(list(DISTINCT r.error_message))::varchar AS _reasons,"
        + " any_value(r.csv_line) AS _row, s.file_path AS _source_file, r.line::bigint AS _source_row,"
        + " 1::integer AS _attempts FROM "
        + REJECTS
        + " r JOIN "
        + SCANS
        + " s USING (scan_id, file_id) GROUP BY s.file_path, r.line";
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
