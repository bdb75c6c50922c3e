package dev.lodestar.tables.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies of files in S3 that never change, in a folder of this machine that processes share. When
 * there are more bytes than allowed, those go that were not used for longest.
 *
 * <p>Whoever uses a copy holds it: by one more name (a hard link) in a folder of this process. So a
 * copy may lose its name in the cache at any time, and stays as long as someone holds it. The
 * folder of a process that ended without tidying up is told by its lock, which died with it.
 */
final class FileCache {
  private static final String LOCK = "lock";
  private static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(10);
  private static final int LOCKS = 256;

  private static final String THIS_PROCESS = thisProcess();

  private static @Nullable FileCache shared;

  private final Path copies;
  private final Path own;
  private final long bound;
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();
  private final Map<String, Integer> held = new HashMap<>();
  private long addedSinceSweep;

  private FileCache(Path folder, long bound) throws IOException {
    this.copies = folder.resolve("files");
    this.bound = bound;
    Path processes = Files.createDirectories(folder.resolve("held"));
    Files.createDirectories(copies);
    deleteLeftBehind(processes);
    this.own = Files.createDirectory(processes.resolve(THIS_PROCESS + UUID.randomUUID()));
    lock();
    sweep();
  }

  /** The cache that settings tell of: {@code LODESTAR_CACHE}, {@code LODESTAR_CACHE_SIZE}. */
  static synchronized FileCache shared() {
    if (shared == null) {
      Path folder = CacheSettings.folder(System.getenv());
      try {
        shared = new FileCache(folder, CacheSettings.bytes(System.getenv()));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot use "
                + folder
                + " for copies of files in S3; set LODESTAR_CACHE to a folder that can be written",
            e);
      }
    }
    return shared;
  }

  static FileCache in(Path folder, long bound) throws IOException {
    return new FileCache(folder, bound);
  }

  /** The channel stays open, and with it the lock, until the process ends. */
  @SuppressWarnings("MustBeClosedChecker")
  private void lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            own.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(own), "lodestar-cache"));
  }

  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + started + "-";
  }

  /** To ask for a lock of this very process would give it up. */
  private static void deleteLeftBehind(Path processes) throws IOException {
    try (Stream<Path> folders = Files.list(processes)) {
      for (Path folder : folders.toList()) {
        boolean ours = folder.getFileName().toString().startsWith(THIS_PROCESS);
        if (!ours && isOld(folder) && !isLocked(folder.resolve(LOCK))) {
          delete(folder);
        }
      }
    }
  }

  /** One that another process is just making has no lock yet. */
  private static boolean isOld(Path folder) throws IOException {
    try {
      return Files.getLastModifiedTime(folder)
          .toInstant()
          .isBefore(Instant.now().minus(Duration.ofMinutes(1)));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean isLocked(Path lock) throws IOException {
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      return; // another process that found it was faster
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }

  /** The folder below which all is that this process holds or writes. */
  Path own() {
    return own;
  }

  /** A new folder for files that are yet to be uploaded. */
  Path newFolder() throws IOException {
    return Files.createDirectories(own.resolve("new").resolve(UUID.randomUUID().toString()));
  }

  /** How the bytes of a file come here. */
  interface Fetch {
    void to(Path file) throws IOException;
  }

  /**
   * Holds the copy of a file, which is made if there is none; {@link #release} ends that. All who
   * hold one file find it under one path.
   */
  Path hold(String address, Fetch fetch) throws IOException {
    String name = name(address);
    Path link = own.resolve(name);
    synchronized (lockOf(name)) {
      synchronized (held) {
        if (held.computeIfPresent(name, (n, count) -> count + 1) != null) {
          return link;
        }
      }
      if (!linked(link, copies.resolve(name))) {
        Path part = own.resolve(name + ".part");
        fetch.to(part);
        Files.move(part, link, StandardCopyOption.ATOMIC_MOVE);
        keep(link, address);
      }
      synchronized (held) {
        held.merge(name, 1, Integer::sum);
      }
      return link;
    }
  }

  private static boolean linked(Path link, Path copy) throws IOException {
    try {
      Files.createLink(link, copy);
      noteUse(copy);
      return true;
    } catch (FileAlreadyExistsException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** DuckDB takes a file for another when its time changes, so that is not done at every use. */
  private static void noteUse(Path copy) throws IOException {
    try {
      Instant noted = Files.getLastModifiedTime(copy).toInstant();
      if (noted.isBefore(Instant.now().minus(USE_IS_NOTED_EVERY))) {
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
      }
    } catch (NoSuchFileException e) {
      return; // it has just lost its name, and is held all the same
    }
  }

  /** The file is not needed any more by one of those who hold it. */
  void release(String address) throws IOException {
    String name = name(address);
    synchronized (lockOf(name)) {
      synchronized (held) {
        Integer left = held.computeIfPresent(name, (n, count) -> count == 1 ? null : count - 1);
        if (left != null) {
          return;
        }
      }
      Files.deleteIfExists(own.resolve(name));
    }
  }

  private Object lockOf(String name) {
    return locks.get(Integer.parseInt(name.substring(0, 4), 16) % LOCKS);
  }

  /** Gives a file that is complete, and below {@link #own}, to all as the copy of an address. */
  void keep(Path file, String address) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    try {
      Files.createLink(copies.resolve(name(address)), file);
    } catch (FileAlreadyExistsException e) {
      return; // another process was faster, with the same bytes
    }
    added(Files.size(file));
  }

  private synchronized void added(long bytes) throws IOException {
    addedSinceSweep += bytes;
    if (addedSinceSweep > bound / 20) {
      sweep();
    }
  }

  /** Brings the copies of all processes below the bound. */
  private synchronized void sweep() throws IOException {
    addedSinceSweep = 0;
    record Copy(Path path, long bytes, Instant used) {}
    List<Copy> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(copies)) {
      for (Path file : files.toList()) {
        try {
          BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class);
          all.add(new Copy(file, known.size(), known.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
          continue; // another process sweeps as well
        }
      }
    }
    long bytes = all.stream().mapToLong(Copy::bytes).sum();
    all.sort(Comparator.comparing(Copy::used));
    for (Copy copy : all) {
      if (bytes <= bound) {
        return;
      }
      Files.deleteIfExists(copy.path());
      bytes -= copy.bytes();
    }
  }

  private static String name(String address) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
