package dev.lodestar.tables;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
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
public final class LocalFileIO implements FileIO {
  private static final long serialVersionUID = 1;

  /** A location as Iceberg keeps it, {@code /a/b} or {@code file:///a/b}, as a path. */
  static Path path(String location) {
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

  /** Puts what another program wrote on the disk. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Puts what a folder lists on the disk, so that a rename in it survives a power cut. */
  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
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
        return new Reading(FileChannel.open(path(location), StandardOpenOption.READ));
      } catch (IOException e) {
        throw unreadable(location, e);
      }
    }

    @Override
    public boolean exists() {
      return Files.exists(path(location));
    }
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
        syncFolder(folder);
      }
    }
  }
}
