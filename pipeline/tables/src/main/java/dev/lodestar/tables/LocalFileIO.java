package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files of a local disk for Iceberg, without Hadoop.
 *
 * <p>A file appears under its name only when it is complete and on the disk: it is written beside,
 * synced and then renamed.
 */
public final class LocalFileIO implements TableFiles {
  private static final long serialVersionUID = 1;

  /** A location as Iceberg keeps it, {@code /a/b} or {@code file:///a/b}, as a path. */
  private static Path path(String location) {
    return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
  }

  @Override
  public InputFile newInputFile(String location) {
    return new LocalInput(location);
  }

  @Override
  public OutputFile newOutputFile(String location) {
    return new LocalOutput(location);
  }

  @Override
  public void deleteFile(String location) {
    try {
      Files.delete(path(location));
    } catch (NoSuchFileException e) {
      throw new NotFoundException(e, "Cannot delete %s: there is no such file", location);
    } catch (IOException e) {
      throw new RuntimeIOException(e, "Cannot delete %s: %s", location, reason(e));
    }
  }

  @Override
  public String name(String location) {
    return path(location).toString();
  }

  /** Checks the files, and puts them on the disk with their folders. */
  @Override
  public void settle(TableName table, Collection<DataFile> files) {
    Set<Path> folders = new HashSet<>();
    for (DataFile file : files) {
      settle(table, file, folders);
    }
  }

  private static void settle(TableName table, DataFile file, Set<Path> folders) {
    Path path = path(file.path());
    try {
      long size = Files.size(path);
      if (size != file.bytes()) {
        throw WarehouseException.notWhole(table, file, size);
      }
      sync(path);
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null && folders.add(folder)) {
        sync(folder);
      }
    } catch (IOException e) {
      throw new WarehouseException(
          "Cannot commit table " + table + ": data file " + path + ": " + reason(e), e);
    }
  }

  /**
   * Puts what another program wrote on the disk; of a folder what it lists, so that a rename in it
   * survives a power cut.
   */
  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public List<Found> ofTablesIn(String folder) {
    List<Found> found = new ArrayList<>();
    for (Path table : list(path(folder))) {
      if (Files.isDirectory(table)) {
        try (Stream<Path> all = Files.walk(table)) {
          for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
            long modified = Files.getLastModifiedTime(file).toMillis();
            found.add(new Found(file.toString(), Files.size(file), modified));
          }
        } catch (IOException e) {
          throw new UncheckedIOException("Cannot list " + table, e);
        }
      }
    }
    return found;
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  @Override
  public void discard(String path) {
    try {
      Files.deleteIfExists(path(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }

  /** Deletes the folders that are empty now. */
  @Override
  public void tidy(Collection<String> discarded) {
    Set<Path> folders = new TreeSet<>(Comparator.reverseOrder());
    discarded.forEach(file -> folders.add(path(file).resolveSibling("")));
    for (Path folder : folders) {
      try {
        if (list(folder).isEmpty()) {
          Files.deleteIfExists(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete " + folder, e);
      }
    }
  }

  /** Why it failed, in words: the exceptions of java.nio often carry no more than the path. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private record LocalInput(String location) implements InputFile {

    @Override
    public long getLength() {
      try {
        return Files.size(path(location));
      } catch (IOException e) {
        throw unreadable(location, e);
      }
    }

    @Override
    public SeekableInputStream newStream() {
      try {
        return reading(path(location));
      } catch (IOException e) {
        throw unreadable(location, e);
      }
    }

    @Override
    public boolean exists() {
      return Files.exists(path(location));
    }
  }

  static SeekableInputStream reading(Path file) throws IOException {
    return new Reading(FileChannel.open(file, StandardOpenOption.READ));
  }

  private static RuntimeException unreadable(String location, IOException e) {
    return e instanceof NoSuchFileException
        ? new NotFoundException(e, "Cannot read %s: there is no such file", location)
        : new RuntimeIOException(e, "Cannot read %s: %s", location, reason(e));
  }

  private record LocalOutput(String location) implements OutputFile {

    @Override
    public PositionOutputStream create() {
      if (Files.exists(path(location))) {
        throw new AlreadyExistsException("Cannot write %s: the file exists", location);
      }
      return createOrOverwrite();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      try {
        return new Writing(path(location));
      } catch (IOException e) {
        throw new RuntimeIOException(e, "Cannot write %s: %s", location, reason(e));
      }
    }

    @Override
    public InputFile toInputFile() {
      return new LocalInput(location);
    }
  }

  private static final class Reading extends SeekableInputStream {
    private final FileChannel channel;

    Reading(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      if (position > channel.size()) {
        throw new EOFException("Cannot seek to " + position + " of " + channel.size() + " bytes");
      }
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(Integer.MAX_VALUE, channel.size() - channel.position());
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class Writing extends PositionOutputStream {
    private final Path target;
    private final Path folder;
    private final Path beside;
    private final FileChannel channel;
    private final OutputStream out;
    private long position;
    private boolean failed;
    private boolean closed;

    Writing(Path target) throws IOException {
      this.target = target;
      this.folder =
          Objects.requireNonNull(target.toAbsolutePath().getParent(), "the root is no file");
      this.beside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
      Files.createDirectories(folder);
      this.channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.out = Channels.newOutputStream(channel);
    }

    @Override
    public long getPos() {
      return position; // also asked for after closing
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
        position += length;
      } catch (IOException e) {
        failed = true;
        throw new IOException("Cannot write " + target + ": " + reason(e), e);
      }
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (channel) {
        if (!failed) {
          channel.force(true);
        }
      } catch (IOException e) {
        failed = true;
        throw new IOException("Cannot write " + target + ": " + reason(e), e);
      } finally {
        if (failed) {
          Files.deleteIfExists(beside);
        }
      }
      if (!failed) {
        Files.move(
            beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
      }
    }
  }
}
