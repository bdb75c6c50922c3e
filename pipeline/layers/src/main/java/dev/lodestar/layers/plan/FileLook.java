package dev.lodestar.layers.plan;

import dev.lodestar.layers.DuckDb;
import dev.lodestar.spec.Source;
import dev.lodestar.tables.InputFile;
import dev.lodestar.tables.files.S3Files;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets the planner look into files, wherever they are, and reads no more of them than it must. */
interface FileLook extends AutoCloseable {

  /** The bytes of a file; no more are read than are asked for. */
  InputStream open(InputFile file) throws IOException;

  /** A Parquet file of which only the footer is sure to be there. */
  Copy footer(InputFile file) throws IOException;

  /** A file with all of its bytes. */
  Copy whole(InputFile file) throws IOException;

  @Override
  void close();

  /** Where a file can be read until this is closed. */
  interface Copy extends AutoCloseable {
    String path();

    @Override
    default void close() throws IOException {}
  }

  static FileLook at(Source source) {
    return source.isInS3() ? new AtS3() : new Here();
  }

  /** Files on this machine. */
  final class Here implements FileLook {
    @Override
    public InputStream open(InputFile file) throws IOException {
      return Files.newInputStream(Path.of(file.path()));
    }

    @Override
    public Copy footer(InputFile file) {
      return file::path;
    }

    @Override
    public Copy whole(InputFile file) {
      return file::path;
    }

    @Override
    public void close() {}
  }

  /** Files in S3, of which one after the other is copied to a folder of this object. */
  final class AtS3 implements FileLook {
    private final S3Files s3;
    private final Path folder;

    AtS3() {
      try {
        s3 = S3Files.open();
        folder = Files.createTempDirectory("lodestar-plan-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream open(InputFile file) throws IOException {
      return s3.read(file);
    }

    @Override
    public Copy footer(InputFile file) throws IOException {
      Path to = folder.resolve("footer");
      s3.fetchParquetFooter(file, to);
      return new Fetched(to);
    }

    @Override
    public Copy whole(InputFile file) throws IOException {
      Path to = folder.resolve(S3Files.localName("whole", file.path()));
      s3.fetch(file, to);
      return new Fetched(to);
    }

    @Override
    public void close() {
      s3.close();
      DuckDb.delete(folder);
    }
  }

  /** A copy that is deleted when nobody needs it any more. */
  record Fetched(Path file) implements Copy {
    @Override
    public String path() {
      return file.toString();
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }
}
