package dev.lodestar.tables.files;

import dev.lodestar.tables.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The files of one attempt, in a folder that no other attempt uses. DuckDB writes them on this
 * machine; those that are to be in S3 go there when they are complete, and a copy stays for those
 * who read them next.
 */
public final class NewFiles implements AutoCloseable {
  private final Path local;
  private final @Nullable String remote;

  private NewFiles(Path local, @Nullable String remote) {
    this.local = local;
    this.remote = remote;
  }

  /**
   * Files that are to be in a folder of their own below another. The folder is yet to be made.
   *
   * @param parent a path, or an address in S3
   */
  public static NewFiles below(String parent) throws IOException {
    String name = UUID.randomUUID().toString();
    return S3Address.isOne(parent)
        ? new NewFiles(FileCache.shared().newFolder().resolve(name), parent + "/" + name)
        : new NewFiles(Files.createDirectories(Path.of(parent)).resolve(name), null);
  }

  /** Where they are written. */
  public Path folder() {
    return local;
  }

  /** Brings files that were written to where they belong, and returns where that is. */
  public List<String> settled(List<String> files) throws IOException {
    String to = remote;
    if (to == null || files.isEmpty()) {
      return files;
    }
    List<Callable<String>> uploads = new ArrayList<>();
    for (String file : files) {
      uploads.add(() -> upload(Path.of(file), to));
    }
    return SideBySide.all(uploads);
  }

  private static String upload(Path file, String folder) throws IOException {
    String address = folder + "/" + file.getFileName();
    S3Files.shared().put(file, address);
    CrashPoint.reached(CrashPoint.UPLOADED);
    FileCache.shared().keep(file, address);
    return address;
  }

  /** Files that did not go anywhere are thrown away, unless they are where they belong. */
  @Override
  public void close() {
    Path made = local.getParent();
    if (remote != null && made != null) {
      FileCache.delete(made);
    }
  }
}
