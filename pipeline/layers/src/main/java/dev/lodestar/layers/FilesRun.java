package dev.lodestar.layers;

import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One execution of a {@link FileIngest} on some files.
 *
 * <p>To number the rows of a file of text, DuckDB reads it with one thread. So files are read
 * beside each other, in as many groups at a time as there are threads.
 */
final class FilesRun {
  /**
   * A group is about this large, so that small files share an output file and large ones are read
   * beside each other.
   */
  private static final long GROUP_BYTES = 32L << 20;

  /** So many files are read by one statement; each is a branch of its plan. */
  private static final int GROUP_FILES = 200;

  private final FileIngest ingest;
  private final DuckDb duckDb;

  FilesRun(FileIngest ingest, DuckDb duckDb) {
    this.ingest = ingest;
    this.duckDb = duckDb;
  }

  private record Part(List<DataFile> kept, List<DataFile> quarantined, String rule) {}

  /**
   * Reads files into the table and sets aside what cannot be read; {@code arrived} are paths by
   * number of layout.
   */
  Written run(Map<String, List<String>> arrived) throws SQLException, IOException {
    long start = System.nanoTime();
    List<DataFile> kept = new ArrayList<>();
    List<DataFile> quarantined = new ArrayList<>();
    Map<String, Long> broken = new TreeMap<>();
    for (Part part : parts(groups(arrived))) {
      kept.addAll(part.kept());
      quarantined.addAll(part.quarantined());
      broken.merge(part.rule(), ParquetFiles.rows(part.quarantined()), Long::sum);
    }
    long aside = ParquetFiles.rows(quarantined);
    return new Written(
        ingest.table(),
        kept,
        quarantined,
        ParquetFiles.rows(kept) + aside,
        0,
        broken,
        (System.nanoTime() - start) / 1_000_000);
  }

  private List<List<FileRead.Source>> groups(Map<String, List<String>> arrived) throws IOException {
    List<List<FileRead.Source>> groups = new ArrayList<>();
    List<FileRead.Source> group = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, List<String>> layout : arrived.entrySet()) {
      for (String path : layout.getValue()) {
        FileLayout fields = ingest.layouts().get(Integer.parseInt(layout.getKey()));
        group.add(new FileRead.Source(path, path, fields));
        bytes += size(path);
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

  private long size(String path) throws IOException {
    InputFile remote = ingest.remote().get(path);
    return remote == null ? Files.size(Path.of(path)) : remote.size();
  }

  private List<Part> parts(List<List<FileRead.Source>> groups) throws SQLException, IOException {
    if (groups.size() <= 1) {
      return groups.isEmpty() ? List.of() : List.of(part(groups.get(0)));
    }
    ExecutorService readers =
        Executors.newFixedThreadPool(Math.min(groups.size(), duckDb.threads()));
    try {
      List<Future<Part>> running = new ArrayList<>();
      for (List<FileRead.Source> group : groups) {
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
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading files of " + ingest.table(), e);
    } finally {
      readers.shutdownNow();
    }
  }

  private Part part(List<FileRead.Source> group) throws SQLException, IOException {
    try (LocalCopies copies = LocalCopies.of(group, ingest.remote(), duckDb);
        HeldFiles standing = new HeldFiles()) {
      try {
        return read(copies.files(), standing);
      } catch (SQLException e) {
        throw copies.asCalled(e);
      }
    }
  }

  private Part read(List<FileRead.Source> files, HeldFiles standing)
      throws SQLException, IOException {
    try (Connection connection = duckDb.connect()) {
      FileRead read = read(connection);
      List<String> reads = new ArrayList<>();
      for (FileRead.Source file : files) {
        read.rows(file).ifPresent(reads::add);
      }
      List<DataFile> kept =
          reads.isEmpty()
              ? List.of()
              : ParquetFiles.write(
                  connection, String.join(" UNION ALL ", reads), ingest.folder(), ingest.fields());
      Optional<String> refused = read.refused(files);
      List<DataFile> quarantined =
          refused.isEmpty()
              ? List.of()
              : ParquetFiles.write(
                  connection,
                  ingest.quarantine().at(standing).counted(refused.get()),
                  ingest.quarantine().folder(),
                  QuarantineTable.FIELDS);
      return new Part(kept, quarantined, read.rule());
    }
  }

  private FileRead read(Connection connection) {
    return ingest
        .format()
        .match(
            csv -> new CsvRead(ingest, csv),
            json -> new JsonRead(ingest, json, connection),
            parquet -> new ParquetRead(ingest));
  }
}
