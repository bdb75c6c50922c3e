package dev.lodestar.tables.files;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where copies of files in S3 are kept, and how many bytes of them. */
final class CacheSettings {
  private static final String FOLDER = "LODESTAR_CACHE";
  private static final String SIZE = "LODESTAR_CACHE_SIZE";
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)B?");

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
    String given = environment.getOrDefault(SIZE, "10GB").strip().toUpperCase(Locale.ROOT);
    Matcher size = BYTES.matcher(given);
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "Cannot read " + SIZE + ", \"" + given + "\"; write it like 500MB or 20GB");
    }
    int power = "KMGT".indexOf(size.group(2)) + 1;
    return Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : 10 * power);
  }
}
