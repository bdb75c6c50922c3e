package dev.lodestar.layers;

import dev.lodestar.layers.remote.S3Files;
import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Files as DuckDB can read them: those of this machine where they are, all others as copies in a
 * scratch folder, which go as soon as they are read.
 */
final class LocalCopies implements AutoCloseable {
  /** Small files take longer to ask for than to send. */
  private static final int AT_A_TIME = 8;

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
    ExecutorService fetchers = Executors.newFixedThreadPool(Math.min(AT_A_TIME, files.size()));
    try (S3Files s3 = S3Files.open()) {
      List<Future<FileRead.Source>> running = new ArrayList<>();
      for (FileRead.Source file : files) {
        InputFile there = remote.get(file.path());
        if (there == null) {
          throw new IllegalStateException("Nobody knows where to fetch " + file.path());
        }
        Path here = folder.resolve(S3Files.localName(String.valueOf(running.size()), file.path()));
        running.add(
            fetchers.submit(
                () -> {
                  s3.fetch(there, here);
                  return new FileRead.Source(file.path(), here.toString(), file.layout());
                }));
      }
      List<FileRead.Source> copies = new ArrayList<>();
      for (Future<FileRead.Source> one : running) {
        copies.add(one.get());
      }
      return copies;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while files were fetched", e);
    } finally {
      fetchers.shutdownNow();
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
