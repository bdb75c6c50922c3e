package dev.lodestar.tables.files;

import java.nio.file.Path;
import java.util.Map;

/** Where copies of files in S3 are kept, and how many bytes of them. */
final class CacheSettings {
  private static final String FOLDER = "LODESTAR_CACHE";
  private static final String SIZE = "LODESTAR_CACHE_SIZE";

  private CacheSettings() {}

  static Path folder(Map<String, String> environment) {
    String given = environment.getOrDefault(FOLDER, "");
    if (!given.isBlank()) {
      return Path.of(given).toAbsolutePath().normalize();
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(System.getProperty("user.home", "."));
    return (caches.isBlank() ? home.resolve(".cache") : Path.of(caches))
        .resolve("lodestar")
        .toAbsolutePath();
  }

  /** 10 GB unless the environment says otherwise. */
  static long bytes(Map<String, String> environment) {
    String given = environment.getOrDefault(SIZE, "10GB");
    try {
      return ByteSize.parse(given);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Cannot read " + SIZE + ": " + e.getMessage(), e);
    }
  }
}
