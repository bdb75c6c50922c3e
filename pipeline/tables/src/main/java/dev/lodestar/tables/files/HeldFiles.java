package dev.lodestar.tables.files;

import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that never change, as DuckDB can open them until this is closed: those of a disk where they
 * are, those of S3 as copies, which later readers find again.
 */
public final class HeldFiles implements AutoCloseable {
  private final Map<String, String> here = new ConcurrentHashMap<>();
  private final Map<String, String> there = new ConcurrentHashMap<>();

  /** Holds nothing yet. */
  public HeldFiles() {}

  /** The folder below which the copies of this process are. */
  public static Path folder() {
    return FileCache.shared().own();
  }

  /** Holds these files as well. */
  public synchronized void add(Collection<String> paths) throws IOException {
    Set<String> missing = new LinkedHashSet<>();
    for (String path : paths) {
      if (S3Address.isOne(path) && !here.containsKey(path)) {
        missing.add(path);
      }
    }
    List<Callable<String>> requests = new ArrayList<>();
    for (String path : missing) {
      requests.add(
          () -> {
            came(path, FileCache.shared().hold(path, to -> fetch(path, to)).toString());
            return path;
          });
    }
    SideBySide.all(requests);
  }

  private void came(String path, String copy) {
    here.put(path, copy);
    there.put(copy, path);
  }

  private static void fetch(String path, Path to) throws IOException {
    S3Files s3 = S3Files.shared();
    InputFile file =
        s3.find(path)
            .orElseThrow(
                () -> new NoSuchFileException("Cannot read " + path + ": there is no such file"));
    s3.fetch(file, to);
  }

  /** Where a held file can be opened. */
  public String local(String path) {
    if (!S3Address.isOne(path)) {
      return path;
    }
    String copy = here.get(path);
    if (copy == null) {
      throw new IllegalStateException("Not held: " + path);
    }
    return copy;
  }

  /** The same for several. */
  public List<String> local(Collection<String> paths) {
    return paths.stream().map(this::local).toList();
  }

  /** What a file is called that was opened here. */
  public String original(String local) {
    return there.getOrDefault(local, local);
  }

  @Override
  public synchronized void close() {
    try {
      for (String path : here.keySet()) {
        FileCache.shared().release(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot give up copies below " + folder(), e);
    }
    here.clear();
    there.clear();
  }
}
