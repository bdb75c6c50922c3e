package dev.lodestar.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The real files of the two companies, which do not belong to the repository, and parts of them.
 */
final class FmcgFiles {
  private FmcgFiles() {}

  /** All real files; a test that asks for them is skipped where they are missing. */
  static Path real() {
    return RealFiles.of("fmcg");
  }

  /** Copies the first load: both companies up to November 2025. */
  static Path firstLoad(Path into) throws IOException {
    for (Path file : files(real())) {
      if (file.startsWith("parent/full_load") || file.startsWith("child/full_load")) {
        copy(file, into);
      }
    }
    return into;
  }

  /** Copies, beside what is there, the child's daily file of a day of December 2025. */
  static void addDecemberDay(int day, Path into) throws IOException {
    copy(Path.of("child/incremental_load/orders", "orders_2025_12_%02d.csv".formatted(day)), into);
  }

  /** Copies, beside what is there, the parent's sales of December 2025. */
  static void addDecemberOfTheParent(Path into) throws IOException {
    copy(Path.of("parent/incremental_load/fact_orders.csv"), into);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  private static void copy(Path file, Path into) throws IOException {
    Path target = into.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(real().resolve(file), target);
  }
}
