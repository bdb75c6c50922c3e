package dev.lodestar.layers;

import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.files.S3Files;
import dev.lodestar.tables.files.SideBySide;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Files as DuckDB can read them: those of this machine where they are, all others as copies in a
 * scratch folder, which go as soon as they are read.
 */
final class LocalCopies implements AutoCloseable {
  private final List<FileRead.Source> files;
  private final @Nullable Path folder;

  private LocalCopies(List<FileRead.Source> files, @Nullable Path folder) {
    this.files = List.copyOf(files);
    this.folder = folder;
  }

  /**
   * Copies what is not here.
   *
   * @param remote the files that are not here, by their paths
   */
  static LocalCopies of(List<FileRead.Source> files, Map<String, InputFile> remote, DuckDb duckDb)
      throws IOException {
    if (remote.isEmpty()) {
      return new LocalCopies(files, null);
    }
    Path folder = duckDb.newScratchFolder();
    try {
      return new LocalCopies(copy(files, remote, folder), folder);
    } catch (IOException | RuntimeException e) {
      DuckDb.delete(folder);
      throw e;
    }
  }

  private static List<FileRead.Source> copy(
      List<FileRead.Source> files, Map<String, InputFile> remote, Path folder) throws IOException {
    try (S3Files s3 = S3Files.open()) {
      List<Callable<FileRead.Source>> fetches = new ArrayList<>();
      for (FileRead.Source file : files) {
        InputFile there = remote.get(file.path());
        if (there == null) {
          throw new IllegalStateException("Nobody knows where to fetch " + file.path());
        }
        Path here = folder.resolve(S3Files.localName(String.valueOf(fetches.size()), file.path()));
        fetches.add(
            () -> {
              s3.fetch(there, here);
              return new FileRead.Source(file.path(), here.toString(), file.layout());
            });
      }
      return SideBySide.all(fetches);
    }
  }

  List<FileRead.Source> files() {
    return files;
  }

  /** DuckDB's complaint with the names of the files in it, in place of those of the copies. */
  SQLException asCalled(SQLException e) {
    if (folder == null) {
      return e;
    }
    String message = String.valueOf(e.getMessage());
    for (FileRead.Source file : files) {
      message = message.replace(file.local(), file.path());
    }
    return new SQLException(message, e);
  }

  @Override
  public void close() {
    if (folder != null) {
      DuckDb.delete(folder);
    }
  }
}
