package dev.lodestar.layers;

import dev.lodestar.spec.CsvFormat;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * One execution of a {@link CsvIngest} on some files.
 *
 * <p>To number the rows of a file, DuckDB reads it with one thread. So files are read beside each
 * other, in as many groups at a time as there are threads.
 */
final class CsvRun {
  /**
   * A group is about this large, so that small files share an output file and large ones are read
   * beside each other.
   */
  private static final long GROUP_BYTES = 32L << 20;

  /** So many files are read by one statement; each is a branch of its plan. */
  private static final int GROUP_FILES = 200;

  private static final String REJECTS = "_rejects";
  private static final String SCANS = "_scans";

  private final CsvIngest ingest;
  private final DuckDb duckDb;

  CsvRun(CsvIngest ingest, DuckDb duckDb) {
    this.ingest = ingest;
    this.duckDb = duckDb;
  }

  private record File(String path, CsvLayout layout) {}

  private record Part(List<DataFile> kept, List<DataFile> quarantined) {}

  /**
   * Reads files into the table and sets lines aside that are not CSV; {@code arrived} are paths by
   * number of layout.
   */
  Written run(Map<String, List<String>> arrived) throws SQLException, IOException {
    long start = System.nanoTime();
    List<DataFile> kept = new ArrayList<>();
    List<DataFile> quarantined = new ArrayList<>();
    for (Part part : parts(groups(arrived))) {
      kept.addAll(part.kept());
      quarantined.addAll(part.quarantined());
    }
    long aside = ParquetFiles.rows(quarantined);
    return new Written(
        ingest.table(),
        kept,
        quarantined,
        ParquetFiles.rows(kept) + aside,
        0,
        Map.of("is_csv", aside),
        (System.nanoTime() - start) / 1_000_000);
  }

  private List<List<File>> groups(Map<String, List<String>> arrived) throws IOException {
    List<List<File>> groups = new ArrayList<>();
    List<File> group = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, List<String>> layout : arrived.entrySet()) {
      CsvLayout columns = ingest.layouts().get(Integer.parseInt(layout.getKey()));
      for (String path : layout.getValue()) {
        group.add(new File(path, columns));
        bytes += Files.size(Path.of(path));
        if (bytes >= GROUP_BYTES || group.size() == GROUP_FILES) {
          groups.add(group);
          group = new ArrayList<>();
          bytes = 0;
        }
      }
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  private List<Part> parts(List<List<File>> groups) throws SQLException, IOException {
    if (groups.size() <= 1) {
      return groups.isEmpty() ? List.of() : List.of(part(groups.get(0)));
    }
    ExecutorService readers =
        Executors.newFixedThreadPool(Math.min(groups.size(), duckDb.threads()));
    try {
      List<Future<Part>> running = new ArrayList<>();
      for (List<File> group : groups) {
        running.add(readers.submit(() -> part(group)));
      }
      List<Part> parts = new ArrayList<>();
      for (Future<Part> one : running) {
        parts.add(one.get());
      }
      return parts;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading files of " + ingest.table(), e);
    } finally {
      readers.shutdownNow();
    }
  }

  private Part part(List<File> files) throws SQLException, IOException {
    List<String> reads = new ArrayList<>();
    for (File file : files) {
      reads.add(read(file.path(), file.layout()));
    }
    try (Connection connection = duckDb.connect()) {
      List<DataFile> kept =
          ParquetFiles.write(
              connection, String.join(" UNION ALL ", reads), ingest.folder(), ingest.fields());
      List<DataFile> quarantined =
          ParquetFiles.write(
              connection, rejected(), ingest.quarantine().folder(), QuarantineTable.FIELDS);
      return new Part(kept, quarantined);
    }
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
}
