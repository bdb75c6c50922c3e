package dev.lodestar.layers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Where the workers of a run leave word for the launcher, whatever engine they work for: a note for
 * every finished fragment, for those who watch, and in the end one manifest of all that was
 * written, for the commit.
 */
public record RunFolder(String path) implements Serializable {
  private static final String MANIFEST = "manifest";
  private static final String NOTES = "notes";
  private static final String ONCE = "once";

  /** What the notes of a table add up to so far. */
  public record Note(String table, long rows, long millis) {}

  /** Makes the folder; the launcher does, before anybody works. */
  public void create() throws IOException {
    Files.createDirectories(Path.of(path));
  }

  /**
   * Refuses to work where what is written would not be found: a worker that does not share the
   * warehouse with the launcher would fill a folder of its own, and one whose run was given up
   * would write what nobody reads.
   */
  void check() throws IOException {
    if (!Files.isDirectory(Path.of(path))) {
      throw new IOException(
          path
              + ", the folder of this run, is not there on "
              + InetAddress.getLocalHost().getHostName()
              + ": the warehouse must be under the same path on every worker, and the launcher must"
              + " still run");
    }
  }

  void report(Written written) throws IOException {
    long rows = written.kept().stream().mapToLong(f -> f.rows()).sum();
    Path notes = Files.createDirectories(Path.of(path, NOTES));
    String name = written.table() + "~" + rows + "~" + written.millis() + "~" + UUID.randomUUID();
    Files.createFile(notes.resolve(name));
  }

  /** The notes so far; fragments that an engine repeated may stand twice. */
  public List<Note> notes() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(path, NOTES))) {
      return files
          .map(f -> String.valueOf(f.getFileName()).split("~", -1))
          .map(p -> new Note(p[0], Long.parseLong(p[1]), Long.parseLong(p[2])))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /**
   * What was written under a name in this run, or, for the first who asks, what the work writes. An
   * engine may repeat a step, and what cannot be read twice alike must be the same for all who ask.
   */
  Written once(String name, Callable<Written> work) throws Exception {
    Path folder = Files.createDirectories(Path.of(path, ONCE));
    Path done = folder.resolve(name);
    if (!Files.exists(done)) {
      Path draft = folder.resolve(name + "-" + UUID.randomUUID());
      try (DataOutputStream out =
          new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(draft)))) {
        WrittenCoder.INSTANCE.encode(work.call(), out);
      }
      try {
        Files.createLink(done, draft);
      } catch (FileAlreadyExistsException e) {
        // Another attempt was first: what this one wrote is an orphan.
        Files.delete(draft);
      }
    }
    try (DataInputStream in =
        new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(done)))) {
      return WrittenCoder.INSTANCE.decode(in);
    }
  }

  /**
   * Writes the manifest in one move; when an engine repeats the step, the later one stands, and it
   * is as complete.
   */
  void writeManifest(Iterable<Written> all) throws IOException {
    Path folder = Files.createDirectories(Path.of(path));
    Path draft = folder.resolve(MANIFEST + "-" + UUID.randomUUID());
    try (DataOutputStream out =
        new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(draft)))) {
      for (Written written : all) {
        out.writeBoolean(true);
        WrittenCoder.INSTANCE.encode(written, out);
      }
      out.writeBoolean(false);
    }
    Files.move(
        draft,
        folder.resolve(MANIFEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Everything the run has written; fails when the pipeline did not come to its end. */
  public List<Written> manifest() throws IOException {
    List<Written> all = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(
            new java.io.BufferedInputStream(Files.newInputStream(Path.of(path, MANIFEST))))) {
      while (in.readBoolean()) {
        all.add(WrittenCoder.INSTANCE.decode(in));
      }
    }
    return all;
  }

  /** Removes the folder once its run is released. */
  public void delete() {
    DuckDb.delete(Path.of(path));
  }
}
