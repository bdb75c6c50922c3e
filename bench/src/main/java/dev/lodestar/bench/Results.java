package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The page of results, which has a section for each job. */
final class Results {
  private Results() {}

  /** Puts a section in the place of an earlier one, or at the end. */
  static void put(Path home, String heading, String text) throws IOException {
    Path page = home.resolve("bench/RESULTS.md");
    String now = Files.readString(page);
    String section = "## " + heading + "\n\n" + text.strip() + "\n";
    int start = now.indexOf("## " + heading + "\n");
    int next = start < 0 ? -1 : now.indexOf("\n## ", start);
    String before = start < 0 ? now.stripTrailing() + "\n\n" : now.substring(0, start);
    String after = next < 0 ? "" : now.substring(next);
    Files.writeString(page, before + section + after);
    System.out.println("Written to " + page);
  }

  /** When and on what machine was measured. */
  static String when() throws IOException {
    return LocalDate.now(ZoneOffset.UTC) + ", " + Machine.description();
  }
}
