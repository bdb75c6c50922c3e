package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.files.HeldFiles;
import dev.lodestar.tables.files.S3Files;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files in S3 for Iceberg. None of them ever changes, so they are read as the copies that stay on
 * this machine. A file that is written is sent in one piece when it is complete.
 */
public final class S3FileIO implements TableFiles {
  private static final long serialVersionUID = 1;

  private static S3Files s3() throws IOException {
    return S3Files.shared();
  }

  @Override
  public InputFile newInputFile(String location) {
    return new S3Input(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new S3Output(location);
  }

  @Override
  public void deleteFile(String location) {
    try {
      s3().delete(location);
    } catch (IOException e) {
      throw new RuntimeIOException(e, "%s", e.getMessage());
    }
  }

  @Override
  public String name(String location) {
    return location;
  }

  /** What S3 has it keeps, so there is only to see that all is there. */
  @Override
  public void settle(TableName table, Collection<DataFile> files) {
    Map<String, Long> found = new TreeMap<>();
    try {
      for (DataFile file : files) {
        String folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
        if (!found.containsKey(file.path())) {
          s3().beginning(folder).forEach(f -> found.put(f.path(), f.size()));
        }
      }
    } catch (IOException e) {
      throw new WarehouseException("Cannot commit table " + table + ": " + e.getMessage(), e);
    }
    for (DataFile file : files) {
      Long size = found.get(file.path());
      if (size == null) {
        throw new WarehouseException(
            "Cannot commit table " + table + ": there is no data file " + file.path());
      }
      if (size != file.bytes()) {
        throw WarehouseException.notWhole(table, file, size);
      }
    }
  }

  @Override
  public List<Found> ofTablesIn(String folder) {
    try {
      return s3().beginning(folder + "/").stream()
          .filter(f -> f.path().indexOf('/', folder.length() + 1) > 0)
          .map(f -> new Found(f.path(), f.size(), f.modifiedMillis()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public void discard(String path) {
    deleteFile(path);
  }

  @Override
  public void tidy(Collection<String> discarded) {}

  private record S3Input(String location) implements InputFile {

    @Override
    public long getLength() {
      try {
        return s3().find(location).map(f -> f.size()).orElseThrow(() -> gone(location));
      } catch (IOException e) {
        throw new RuntimeIOException(e, "%s", e.getMessage());
      }
    }

    @Override
    public SeekableInputStream newStream() {
      HeldFiles held = new HeldFiles();
      try {
        held.add(List.of(location));
        // What is open stays readable when its copy goes.
        return LocalFileIO.reading(Path.of(held.local(location)));
      } catch (NoSuchFileException e) {
        throw gone(location);
      } catch (IOException e) {
        throw new RuntimeIOException(e, "Cannot read %s: %s", location, e.getMessage());
      } finally {
        held.close();
      }
    }

    @Override
    public boolean exists() {
      try {
        return s3().find(location).isPresent();
      } catch (IOException e) {
        throw new RuntimeIOException(e, "%s", e.getMessage());
      }
    }
  }

  private static NotFoundException gone(String location) {
    return new NotFoundException("Cannot read %s: there is no such file", location);
  }

  private record S3Output(String location) implements OutputFile {

    @Override
    public PositionOutputStream create() {
      if (toInputFile().exists()) {
        throw new AlreadyExistsException("Cannot write %s: the file exists", location);
      }
      return createOrOverwrite();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return new Writing(location);
    }

    @Override
    public InputFile toInputFile() {
      return new S3Input(location);
    }
  }

  private static final class Writing extends PositionOutputStream {
    private final String location;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean closed;

    Writing(String location) {
      this.location = location;
    }

    @Override
    public long getPos() {
      return bytes.size(); // also asked for after closing
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void write(byte[] some, int offset, int length) {
      bytes.write(some, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        s3().put(bytes.toByteArray(), location);
      }
    }
  }
}
