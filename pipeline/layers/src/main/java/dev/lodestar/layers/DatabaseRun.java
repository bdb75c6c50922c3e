package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.spec.DatabaseTable;
import dev.lodestar.tables.DataFile;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * One reading of a {@link DatabaseIngest}: rows go from the database to scratch files as CSV, never
 * through the heap as a whole, and from there to files of the table.
 *
 * <p>All readers see one snapshot of the database. When the connection breaks, everything is read
 * anew under a new snapshot: rows of two snapshots never meet.
 */
final class DatabaseRun {
  private static final int ATTEMPTS = 4;
  private static final int FETCH_ROWS = 10_000;

  private final DatabaseIngest ingest;
  private final DuckDb duckDb;

  DatabaseRun(DatabaseIngest ingest, DuckDb duckDb) {
    this.ingest = ingest;
    this.duckDb = duckDb;
  }

  Written run() throws SQLException, IOException {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      Path scratch = duckDb.newScratchFolder();
      try {
        List<DataFile> files = write(read(scratch));
        long millis = (System.nanoTime() - start) / 1_000_000;
        long rows = ParquetFiles.rows(files);
        return new Written(ingest.ingest().table(), files, List.of(), rows, 0, Map.of(), millis);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !mayPass(e)) {
          throw e;
        }
        pause(attempt);
      } finally {
        DuckDb.delete(scratch);
      }
    }
  }

  /** Whether the database went away, and may be back in a moment. */
  private static boolean mayPass(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    // 22023 is a snapshot whose connection is gone.
    return state.startsWith("08") || state.startsWith("57P") || state.equals("22023");
  }

  private static void pause(int attempt) throws IOException {
    try {
      Thread.sleep(1000L << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for a database", e);
    }
  }

  private List<Path> read(Path scratch) throws SQLException, IOException {
    try (Connection first = Databases.connect(ingest.database())) {
      first.setAutoCommit(false);
      if (!first.isWrapperFor(PGConnection.class)) {
        Path file = scratch.resolve("rows.csv");
        fetch(first, query("1 = 1"), file);
        return List.of(file);
      }
      begin(first);
      List<String> parts = parts(first);
      if (parts.size() == 1) {
        Path file = scratch.resolve("rows.csv");
        copy(first, query(parts.get(0)), file);
        return List.of(file);
      }
      return beside(parts, text(first, "SELECT pg_export_snapshot()"), scratch);
    }
  }

  private static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      statement.execute("SET LOCAL TimeZone = 'UTC'");
      statement.execute("SET LOCAL DateStyle = 'ISO'");
    }
  }

  /** Reads several parts at a time; the snapshot lives as long as the connection that gave it. */
  private List<Path> beside(List<String> parts, String snapshot, Path scratch)
      throws SQLException, IOException {
    ExecutorService readers = Executors.newFixedThreadPool(parts.size());
    try {
      List<Future<Path>> running = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        String part = parts.get(i);
        Path file = scratch.resolve("rows-" + i + ".csv");
        running.add(
            readers.submit(
                () -> {
                  try (Connection connection = Databases.connect(ingest.database());
                      Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    begin(connection);
                    statement.execute("SET TRANSACTION SNAPSHOT " + Sql.text(snapshot));
                    copy(connection, query(part), file);
                    return file;
                  }
                }));
      }
      List<Path> files = new ArrayList<>();
      for (Future<Path> one : running) {
        files.add(one.get());
      }
      return files;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading " + ingest.ingest().table(), e);
    } finally {
      readers.shutdownNow();
    }
  }

  /** Conditions that share the rows out: each row meets one. */
  private List<String> parts(Connection connection) throws SQLException {
    String column = ingest.partition();
    int count = ingest.database().partitions();
    if (column.isEmpty() || count == 1) {
      return List.of("true");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT min(" + column + ")::bigint, max(" + column + ")::bigint FROM " + rows())) {
      row.next();
      long low = row.getLong(1);
      long high = row.getLong(2);
      // An empty table has no bounds, and one part is enough for it.
      double width = ((double) high - low) / count;
      if (width < 1) {
        return List.of("true");
      }
      List<String> parts = new ArrayList<>();
      long from = low;
      for (int i = 1; i < count; i++) {
        long to = (long) Math.min(high, Math.ceil(low + width * i));
        parts.add(
            i == 1
                ? column + " < " + to + " OR " + column + " IS NULL"
                : column + " >= " + from + " AND " + column + " < " + to);
        from = to;
      }
      parts.add(column + " >= " + from);
      return parts;
    }
  }

  private String rows() {
    DatabaseTable database = ingest.database();
    return "(" + database.rows() + ") AS t WHERE (" + ingest.condition() + ")";
  }

  private String query(String part) {
    String columns =
        layout().fields().stream().map(f -> Sql.name(f.name())).collect(Collectors.joining(", "));
    return "SELECT " + columns + " FROM " + rows() + " AND (" + part + ")";
  }

  private FileLayout layout() {
    return ingest.ingest().layouts().get(0);
  }

  private static void copy(Connection connection, String query, Path file)
      throws SQLException, IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (" + query + ") TO STDOUT (FORMAT csv, FORCE_QUOTE *)", out);
    }
  }

  /** The road for any database: as COPY writes it, every value in quotes, NULL as nothing. */
  private static void fetch(Connection connection, String query, Path file)
      throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        Writer out = new BufferedWriter(Files.newBufferedWriter(file), 1 << 20)) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet row = statement.executeQuery(query)) {
        int count = row.getMetaData().getColumnCount();
        while (row.next()) {
          for (int i = 1; i <= count; i++) {
            String value = row.getString(i);
            out.write(i > 1 ? "," : "");
            out.write(value == null ? "" : "\"" + value.replace("\"", "\"\"") + "\"");
          }
          out.write('\n');
        }
      }
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private List<DataFile> write(List<Path> files) throws SQLException, IOException {
    List<String> reads = new ArrayList<>();
    for (Path file : files) {
      if (Files.size(file) > 0) {
        reads.add(select(file));
      }
    }
    if (reads.isEmpty()) {
      return List.of();
    }
    try (Connection connection = duckDb.connect()) {
      return ParquetFiles.write(
          connection,
          String.join(" UNION ALL ", reads),
          ingest.ingest().folder(),
          ingest.ingest().fields());
    }
  }

  private String select(Path file) throws IOException {
    List<FileLayout.FileField> fields = layout().fields();
    List<String> values = new ArrayList<>();
    for (Field field : ingest.ingest().fields()) {
      String column = field.column().name();
      if (Provenance.has(column)) {
        continue;
      }
      String value =
          Rescue.is(column)
              ? Rescue.of(
                  IntStream.range(0, fields.size())
                      .filter(i -> fields.get(i).column() == null)
                      .mapToObj(i -> new Rescue.Named(fields.get(i).name(), "c" + i))
                      .toList())
              : IntStream.range(0, fields.size())
                  .filter(i -> fields.get(i).becomes(column))
                  .mapToObj(i -> typed("c" + i, fields.get(i).type(), field))
                  .findFirst()
                  .orElse("NULL::" + field.column().type());
      values.add(value + " AS " + Sql.name(column));
    }
    String columns =
        IntStream.range(0, fields.size())
            .mapToObj(i -> "c" + i + ": 'VARCHAR'")
            .collect(Collectors.joining(", ", "{", "}"));
    return "SELECT "
        + String.join(", ", values)
        + ", "
        + Provenance.values(ingest.ingest(), ingest.database().name(), "row_number() OVER ()")
        + " FROM read_csv("
        + Sql.text(file.toString())
        + ", auto_detect = false, columns = "
        + columns
        + ", delim = ',', quote = '\"', escape = '\"', header = false, nullstr = '',"
        + " allow_quoted_nulls = false, max_line_size = "
        + LongLines.bound(file)
        + ")";
  }

  /** An instant is written with its offset, and becomes its time in UTC. */
  private static String typed(String value, String found, Field field) {
    String type = field.column().type().toString();
    return found.equals("timestamp with time zone") && type.equals("timestamp")
        ? value + "::timestamptz::timestamp"
        : value + "::" + type;
  }
}
