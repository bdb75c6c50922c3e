package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Changes;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Part;
import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.DataFile.Statistics;
import dev.lodestar.tables.files.NewFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parquet files as DuckDB writes and reads them. */
final class ParquetFiles {
  /** A file is closed and the next begun at about this size. */
  private static final long FILE_BYTES = 256_000_000;

  private static final String PART = "_part";

  /** The part that tells heaps apart; no column is called like this. */
  private static final String APART = "?apart";

  private ParquetFiles() {}

  /**
   * Writes the rows of a query as files of a table, in a folder that no other attempt uses.
   *
   * @return the files that have rows
   */
  static List<DataFile> write(
      Connection connection, String query, String folder, List<Field> fields)
      throws SQLException, IOException {
    return write(connection, query, folder, fields, FILE_BYTES);
  }

  private static List<DataFile> write(
      Connection connection, String query, String folder, List<Field> fields, long bytes)
      throws SQLException, IOException {
    try (NewFiles place = NewFiles.below(folder)) {
      Path own = place.folder();
      return kept(place, copy(connection, query, own, fields, bytes, ""));
    }
  }

  /** The same for a table some of whose rows share files. */
  static List<DataFile> write(Connection connection, String query, Write write)
      throws SQLException, IOException {
    if (write.partitions().isEmpty()) {
      return write(connection, query, write.folder(), write.fields(), size(write));
    }
    try (NewFiles place = NewFiles.below(write.folder())) {
      Path own = place.folder();
      List<DataFile> files = new ArrayList<>();
      for (DataFile file : copyParted(connection, query, own, write, write.partitions())) {
        files.add(moved(file, own));
      }
      deleteFolders(own);
      return kept(place, files);
    }
  }

  /**
   * Writes the rows of a query in two heaps at one pass: those with a false {@code part} as files
   * of a table, those with a true one in a scratch folder, to be looked at once more.
   *
   * @param part a boolean expression over the query's columns, which stand in {@code t}
   */
  static Heaps writeApart(
      Connection connection, String query, String part, Write write, Path scratch)
      throws SQLException, IOException {
    try (NewFiles place = NewFiles.below(write.folder())) {
      Path own = place.folder();
      Path apart = Files.createDirectories(scratch.resolve(UUID.randomUUID().toString()));
      List<Part> parts = new ArrayList<>(List.of(new Part(APART, "(" + part + ")", "boolean")));
      parts.addAll(write.partitions());
      List<DataFile> files = new ArrayList<>();
      List<DataFile> aside = new ArrayList<>();
      for (DataFile file : copyParted(connection, query, own, write, parts)) {
        boolean away = "true".equals(file.partition().get(APART));
        Map<String, String> partition = new HashMap<>(file.partition());
        partition.remove(APART);
        (away ? aside : files).add(moved(file, away ? apart : own).in(partition));
      }
      deleteFolders(own);
      return new Heaps(kept(place, files), aside);
    }
  }

  /** What {@link #writeApart} wrote. */
  record Heaps(List<DataFile> table, List<DataFile> apart) {}

  /** The files where they are to stay. */
  private static List<DataFile> kept(NewFiles place, List<DataFile> files) throws IOException {
    if (files.isEmpty()) {
      Files.deleteIfExists(place.folder());
    }
    List<String> paths = place.settled(files.stream().map(DataFile::path).toList());
    return IntStream.range(0, files.size()).mapToObj(i -> files.get(i).at(paths.get(i))).toList();
  }

  /** The folders in which DuckDB shared out rows by their parts, empty now. */
  private static void deleteFolders(Path own) throws IOException {
    if (!Files.exists(own)) {
      return;
    }
    try (Stream<Path> inside = Files.list(own)) {
      inside.filter(Files::isDirectory).forEach(DuckDb::delete);
    }
  }

  private static long size(Write write) {
    Changes changes = write.changes();
    return changes == null ? FILE_BYTES : changes.fileBytes();
  }

  private static List<DataFile> copyParted(
      Connection connection, String query, Path to, Write write, List<Part> parts)
      throws SQLException, IOException {
    List<String> names = IntStream.range(0, parts.size()).mapToObj(i -> PART + i).toList();
    String added =
        IntStream.range(0, parts.size())
            .mapToObj(i -> parts.get(i).sql() + " AS " + names.get(i))
            .collect(Collectors.joining(", "));
    List<DataFile> files = new ArrayList<>();
    for (DataFile file :
        copy(
            connection,
            "SELECT *, " + added + " FROM (" + query + ") AS t",
            to,
            write.fields(),
            size(write),
            ", FILENAME_PATTERN '{uuid}', PARTITION_BY (" + String.join(", ", names) + ")")) {
      Map<String, String> partition = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        String value = file.partition().get(names.get(i));
        if (value != null) {
          partition.put(parts.get(i).name(), value);
        }
      }
      files.add(file.in(partition));
    }
    return files;
  }

  private static DataFile moved(DataFile file, Path folder) throws IOException {
    Path from = Path.of(file.path());
    Path to = Files.move(from, folder.resolve(String.valueOf(from.getFileName())));
    return file.at(to.toString());
  }

  private static List<DataFile> copy(
      Connection connection, String query, Path to, List<Field> fields, long bytes, String more)
      throws SQLException, IOException {
    String ids =
        fields.stream()
            .map(f -> Sql.name(f.column().name()) + ": " + f.id())
            .collect(Collectors.joining(", "));
    String copy =
        "COPY ("
            + query
            + ") TO "
            + Sql.text(to.toString())
            + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, FIELD_IDS {"
            + ids
            + "}, FILE_SIZE_BYTES "
            + bytes
            + ", RETURN_STATS true"
            + more
            + ")";
    List<DataFile> files = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet written = statement.executeQuery(copy)) {
      while (written.next()) {
        DataFile file = file(written, fields);
        if (file.rows() == 0) {
          Files.delete(Path.of(file.path()));
        } else {
          files.add(file);
        }
      }
    }
    return files;
  }

  static long rows(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  private static DataFile file(ResultSet row, List<Field> fields) throws SQLException {
    Map<?, ?> columns = (Map<?, ?>) row.getObject("column_statistics");
    Map<String, Statistics> statistics = new HashMap<>();
    for (Field field : fields) {
      String name = field.column().name();
      Map<?, ?> known = (Map<?, ?>) columns.get(Sql.name(name));
      if (known != null) {
        statistics.put(
            name,
            new Statistics(
                number(known, "column_size_bytes"),
                number(known, "num_values"),
                number(known, "null_count"),
                bound(known, "min"),
                bound(known, "max")));
      }
    }
    return new DataFile(
        row.getString("filename"),
        row.getLong("count"),
        row.getLong("file_size_bytes"),
        statistics,
        partition(row));
  }

  private static Map<String, String> partition(ResultSet row) throws SQLException {
    Map<String, String> partition = new HashMap<>();
    if (row.getObject("partition_keys") instanceof Map<?, ?> keys) {
      keys.forEach(
          (name, value) -> {
            if (value != null) {
              partition.put(String.valueOf(name), String.valueOf(value));
            }
          });
    }
    return partition;
  }

  private static long number(Map<?, ?> known, String name) {
    Object value = known.get(name);
    return value == null ? 0 : Long.parseLong(value.toString());
  }

  /** A bound, unless DuckDB shortened the value. */
  private static @Nullable String bound(Map<?, ?> known, String name) {
    Object value = known.get(name);
    return value == null || !"true".equals(String.valueOf(known.get(name + "_is_exact")))
        ? null
        : value.toString();
  }

  /**
   * The FROM item that reads files of a table by field id, so that files written under an older
   * schema fit as well.
   */
  static String read(List<String> paths, List<Field> fields) {
    return read(paths, fields, "");
  }

  /** The same with the path of each row's file in one more column, unless that has no name. */
  static String read(List<String> paths, List<Field> fields, String file) {
    if (paths.isEmpty()) {
      return "(SELECT "
          + fields.stream()
              .map(f -> "NULL::" + f.column().type() + " AS " + Sql.name(f.column().name()))
              .collect(Collectors.joining(", "))
          + (file.isEmpty() ? "" : ", NULL::varchar AS " + Sql.name(file))
          + " WHERE false)";
    }
    String schema =
        fields.stream()
            .map(
                f ->
                    f.id()
                        + ": {name: "
                        + Sql.text(f.column().name())
                        + ", type: '"
                        + f.column().type()
                        + "', default_value: NULL}")
            .collect(Collectors.joining(", ", "MAP {", "}"));
    return "read_parquet("
        + Sql.texts(paths)
        + ", schema = "
        + schema
        + (file.isEmpty() ? "" : ", filename = " + Sql.text(file))
        + ", hive_partitioning = false)";
  }
}
