package dev.lodestar.layers;

import dev.lodestar.spec.Source;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.RunNotes;
import dev.lodestar.tables.files.SharedFolder;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Where the workers of a run leave word for the launcher, whatever engine they work for: a note for
 * every finished fragment, for those who watch, and in the end one manifest of all that was
 * written, for the commit. What each fragment has written is kept until the run is released, so
 * that a run that failed and is tried again goes on from there.
 *
 * @param path a path, or an address in S3
 * @param pipeline tells its manifest from that of an earlier one, which was given up and may still
 *     run
 */
public record RunFolder(String path, String pipeline) implements Serializable {
  private static final String MANIFEST = "manifest-";
  private static final String ONCE = "once-";

  /** The folder for a pipeline that is yet to be started. */
  public RunFolder(String path) {
    this(path, UUID.randomUUID().toString());
  }

  private SharedFolder folder() {
    return SharedFolder.at(path);
  }

  /** Makes the folder; the launcher does, before anybody works. */
  public void create() throws IOException {
    folder().create();
  }

  /**
   * Refuses to work where what is written would not be found: a worker that does not share the
   * warehouse with the launcher would fill a folder of its own, and one whose run was given up
   * would write what nobody reads.
   */
  void check() throws IOException {
    if (!folder().exists()) {
      throw new IOException(
          path
              + ", the folder of this run, is not there on "
              + InetAddress.getLocalHost().getHostName()
              + ": the warehouse must be under the same path on every worker, and the launcher must"
              + " still run");
    }
  }

  /** Tells those who watch what was written, and returns it. */
  Written report(Written written) throws IOException {
    return report(written, false);
  }

  private Written report(Written written, boolean before) throws IOException {
    long rows = written.kept().stream().mapToLong(DataFile::rows).sum();
    notes().write(new RunNotes.Note(written.table(), rows, written.millis(), before));
    return written;
  }

  /** Whether the notes may be asked for many times a second; in S3 each time costs money. */
  public boolean isCheapToAsk() {
    return !path.startsWith(Source.S3);
  }

  /** What is told to those who watch the run. */
  public RunNotes notes() {
    return new RunNotes(path);
  }

  /**
   * What was written for a table under a name in this run, or, for the first who asks, what the
   * work writes. An engine may repeat a step, and what cannot be read twice alike must be the same
   * for all who ask; a run may fail later, and what was written before is not made again.
   */
  Written once(String table, String name, Callable<Written> work) throws Exception {
    String file = ONCE + table + "-" + name;
    boolean before = folder().has(file);
    if (!before) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      WrittenCoder.INSTANCE.encode(work.call(), bytes);
      // When another attempt was first, what this one wrote is an orphan.
      folder().writeFirst(file, bytes.toByteArray());
    }
    return report(read(file), before);
  }

  private Written read(String file) throws IOException {
    try (DataInputStream in = new DataInputStream(folder().read(file))) {
      return WrittenCoder.INSTANCE.decode(in);
    }
  }

  /** All that fragments have written so far; what is not there any more is to be made anew. */
  public List<Written> kept(Predicate<Written> isThere) throws IOException {
    List<Written> kept = new ArrayList<>();
    for (String file : folder().names(ONCE)) {
      Optional<Written> written = whole(file).filter(isThere);
      if (written.isEmpty()) {
        folder().delete(file);
      }
      written.ifPresent(kept::add);
    }
    return kept;
  }

  /** Empty where the power was cut before the file was on the disk. */
  private Optional<Written> whole(String file) throws IOException {
    try {
      return Optional.of(read(file));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes the manifest in one move; when an engine repeats the step, the later one stands, and it
   * is as complete.
   */
  void writeManifest(Iterable<Written> all) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Written written : all) {
        out.writeBoolean(true);
        WrittenCoder.INSTANCE.encode(written, out);
      }
      out.writeBoolean(false);
    }
    folder().write(MANIFEST + pipeline, bytes.toByteArray());
  }

  /** Everything the run has written; fails when the pipeline did not come to its end. */
  public List<Written> manifest() throws IOException {
    List<Written> all = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(folder().read(MANIFEST + pipeline)))) {
      while (in.readBoolean()) {
        all.add(WrittenCoder.INSTANCE.decode(in));
      }
    }
    return all;
  }

  /** Removes the folder once its run is released. */
  public void delete() {
    try {
      folder().delete();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }
}
