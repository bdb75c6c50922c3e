package dev.lodestar.tables.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder of small files that processes of several machines share: of a file system they all see,
 * or in S3. A file is there as a whole, or not at all.
 */
public sealed interface SharedFolder {

  /** The folder of a path, or of an address in S3. */
  static SharedFolder at(String path) {
    return S3Address.isOne(path) ? new InS3(path) : new OnDisk(Path.of(path));
  }

  void create() throws IOException;

  boolean exists() throws IOException;

  /** The names of the files that begin so; none when there is no folder. */
  List<String> names(String prefix) throws IOException;

  /** The bytes of a file. */
  InputStream read(String name) throws IOException;

  /** Writes a file, in the place of one that has the name. */
  void write(String name, byte[] bytes) throws IOException;

  /** Writes a file unless there is one of the name; all who read it then find the same. */
  void writeFirst(String name, byte[] bytes) throws IOException;

  boolean has(String name) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(String name) throws IOException;

  /** Deletes the folder and all in it. */
  void delete() throws IOException;

  /** A folder that a file system has. */
  record OnDisk(Path folder) implements SharedFolder {
    @Override
    public void create() throws IOException {
      Files.createDirectories(folder);
    }

    @Override
    public boolean exists() {
      return Files.isDirectory(folder);
    }

    @Override
    public List<String> names(String prefix) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .map(f -> String.valueOf(f.getFileName()))
            .filter(n -> n.startsWith(prefix))
            .toList();
      } catch (NoSuchFileException e) {
        return List.of();
      }
    }

    @Override
    public InputStream read(String name) throws IOException {
      return Files.newInputStream(folder.resolve(name));
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
      Files.move(
          draft(name, bytes),
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void writeFirst(String name, byte[] bytes) throws IOException {
      Path draft = draft(name, bytes);
      try {
        Files.createLink(folder.resolve(name), draft);
      } catch (FileAlreadyExistsException e) {
        return; // another was first, and that is the one to read
      } finally {
        Files.delete(draft);
      }
    }

    private Path draft(String name, byte[] bytes) throws IOException {
      Files.createDirectories(folder);
      return Files.write(folder.resolve("." + name + "." + UUID.randomUUID()), bytes);
    }

    @Override
    public boolean has(String name) {
      return Files.exists(folder.resolve(name));
    }

    @Override
    public void delete(String name) throws IOException {
      Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void delete() throws IOException {
      if (!exists()) {
        return;
      }
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /** Objects of one prefix; one more stands for the folder itself. */
  record InS3(String address) implements SharedFolder {
    private static final String SELF = ".folder";

    private String path(String name) {
      return address + "/" + name;
    }

    @Override
    public void create() throws IOException {
      write(SELF, new byte[0]);
    }

    @Override
    public boolean exists() throws IOException {
      return has(SELF);
    }

    @Override
    public List<String> names(String prefix) throws IOException {
      return S3Files.shared().beginning(path(prefix)).stream()
          .map(f -> f.path().substring(address.length() + 1))
          .filter(n -> !n.contains("/"))
          .toList();
    }

    @Override
    public InputStream read(String name) throws IOException {
      return new ByteArrayInputStream(
          S3Files.shared()
              .bytes(path(name))
              .orElseThrow(() -> new NoSuchFileException(path(name))));
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
      S3Files.shared().put(bytes, path(name));
    }

    @Override
    public void writeFirst(String name, byte[] bytes) throws IOException {
      S3Files.shared().putNew(bytes, path(name));
    }

    @Override
    public boolean has(String name) throws IOException {
      return S3Files.shared().find(path(name)).isPresent();
    }

    @Override
    public void delete(String name) throws IOException {
      S3Files.shared().delete(path(name));
    }

    @Override
    public void delete() throws IOException {
      S3Files s3 = S3Files.shared();
      for (var file : s3.beginning(address + "/")) {
        s3.delete(file.path());
      }
    }
  }
}
