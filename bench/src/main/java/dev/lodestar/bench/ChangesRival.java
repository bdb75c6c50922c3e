package dev.lodestar.bench;

import dev.lodestar.bench.ChangesJob.Into;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.CloseableIterable;

/** One way to put changes into a table. */
enum ChangesRival {
  LODESTAR("direct", "Lodestar") {
    @Override
    List<String> command(Path home, Path in, Path out, Into into, String when) {
      return Commands.lodestar(
          home,
          "bench/changes",
          "--warehouse=" + out,
          "--var",
          "data=" + in,
          "--var",
          "kind=" + into.id());
    }
  },
  SPARK("spark-native", "Spark") {
    @Override
    List<String> command(Path home, Path in, Path out, Into into, String when) {
      return Commands.spark(
          SparkChanges.class, in + "/" + when + "-*.parquet", out.toString(), into.id(), when);
    }
  },
  DUCKDB("duckdb", "DuckDB") {
    @Override
    List<String> command(Path home, Path in, Path out, Into into, String when) {
      return Commands.duckDb(
          DuckDbChanges.class, in + "/" + when + "-*.parquet", out.toString(), into.id(), when);
    }

    @Override
    Checksum table(Path out, Into into) throws SQLException {
      return Checksum.ofDatabase(DuckDbChanges.database(out), "silver.orders", into.compared());
    }
  };

  final String id;
  final String title;

  ChangesRival(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /**
   * The command that puts changes into the table.
   *
   * @param in the folder with all changes so far; the names of the new files begin with {@code
   *     when}
   * @param when {@code first} for a table that is not there yet, else {@code more}
   */
  abstract List<String> command(Path home, Path in, Path out, Into into, String when);

  /** What readers find in the table. */
  Checksum table(Path out, Into into) throws IOException, SQLException {
    return Checksum.ofFiles(
        "silver.orders", current(out.resolve("silver/orders")), into.compared());
  }

  /** The files of an Iceberg table as its last metadata tells. */
  private static List<String> current(Path table) throws IOException {
    Path last;
    try (Stream<Path> all = Files.list(table.resolve("metadata"))) {
      last =
          all.filter(f -> f.toString().endsWith(".metadata.json"))
              .max(Comparator.comparingInt(ChangesRival::version))
              .orElseThrow(() -> new IllegalStateException("No metadata in " + table));
    }
    HadoopFileIO io = new HadoopFileIO(new Configuration());
    BaseTable open =
        new BaseTable(new StaticTableOperations(last.toString(), io), table.toString());
    try (CloseableIterable<FileScanTask> files = open.newScan().planFiles()) {
      return StreamSupport.stream(files.spliterator(), false)
          .map(
              task -> {
                if (!task.deletes().isEmpty()) {
                  throw new IllegalStateException("Rows were not rewritten in " + table);
                }
                return task.file().location().replaceFirst("^file:/*", "/");
              })
          .collect(Collectors.toList());
    }
  }

  /** The number in {@code v3.metadata.json} and in {@code 00003-….metadata.json}. */
  private static int version(Path metadata) {
    return Integer.parseInt(metadata.getFileName().toString().replaceFirst("^v?(\\d+).*", "$1"));
  }
}
