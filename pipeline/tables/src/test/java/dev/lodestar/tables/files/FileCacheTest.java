package dev.lodestar.tables.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCacheTest {
  @TempDir Path folder;

  private final List<String> fetched = new ArrayList<>();

  private Path hold(FileCache cache, String address) throws IOException {
    return cache.hold(
        address,
        to -> {
          fetched.add(address);
          Files.writeString(to, "x".repeat(100));
        });
  }

  private long copies() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      return files.count();
    }
  }

  @Test
  void aFileIsFetchedOnceAndHeldUnderOnePath() throws IOException {
    FileCache cache = FileCache.in(folder, 1000);
    Path first = hold(cache, "s3://a/1");
    Path second = hold(cache, "s3://a/1");
    assertThat(second).isEqualTo(first).hasContent("x".repeat(100));

    cache.release("s3://a/1");
    assertThat(first).exists();
    cache.release("s3://a/1");
    assertThat(first).doesNotExist();

    hold(cache, "s3://a/1");
    hold(FileCache.in(folder, 1000), "s3://a/1");
    assertThat(fetched).containsExactly("s3://a/1");
  }

  @Test
  void thoseGoThatWereNotUsedForLongestAndWhatIsHeldStaysReadable() throws IOException {
    FileCache cache = FileCache.in(folder, 350);
    Path held = hold(cache, "s3://a/0");
    for (int i = 1; i <= 3; i++) {
      hold(cache, "s3://a/" + i);
      cache.release("s3://a/" + i);
      age(i);
    }
    hold(cache, "s3://a/4");

    assertThat(copies()).isEqualTo(3);
    assertThat(held).hasContent("x".repeat(100));
  }

  /** Files that came in one tick of the clock would be equally old. */
  private void age(int number) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("files"))) {
      for (Path file : files.toList()) {
        Instant before = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(before.minusSeconds(number)));
      }
    }
  }

  @Test
  void aFetchThatFailsLeavesNothing() throws IOException {
    FileCache cache = FileCache.in(folder, 1000);
    assertThatThrownBy(
            () ->
                cache.hold(
                    "s3://a/1",
                    to -> {
                      Files.writeString(to, "half");
                      throw new IOException("the connection broke");
                    }))
        .hasMessage("the connection broke");
    assertThat(copies()).isZero();
    assertThat(hold(cache, "s3://a/1")).hasContent("x".repeat(100));
  }

  @Test
  void whatADeadProcessHeldIsDeleted() throws IOException {
    Path left = Files.createDirectories(folder.resolve("held/1-1-dead"));
    Files.createFile(left.resolve("lock"));
    Files.writeString(left.resolve("copy"), "x");
    Path young = Files.createDirectories(folder.resolve("held/1-1-young"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(3600)));

    FileCache.in(folder, 1000);
    assertThat(left).doesNotExist();
    assertThat(young).exists();
  }

  @ParameterizedTest
  @CsvSource({"10GB, 10737418240", "500m, 524288000", "7, 7", "1 TB, 1099511627776"})
  void readsASize(String text, long bytes) {
    assertThat(CacheSettings.bytes(Map.of("LODESTAR_CACHE_SIZE", text))).isEqualTo(bytes);
  }

  @Test
  void refusesWhatIsNoSize() {
    assertThatThrownBy(() -> CacheSettings.bytes(Map.of("LODESTAR_CACHE_SIZE", "much")))
        .hasMessage(
            "Cannot read LODESTAR_CACHE_SIZE: \"much\" is no size; write it like 500MB or 20GB");
  }
}
