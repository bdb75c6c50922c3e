package dev.lodestar.server.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lodestar.tables.Run;
import dev.lodestar.tables.RunNotes;
import dev.lodestar.tables.WarehouseAddress;
import dev.lodestar.tables.files.SharedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What runs said that were started here, in the folder {@code _logs} of the warehouse: the last
 * hundred, a million characters of each at most.
 */
final class RunLogs {
  /** How many characters are kept of one. */
  static final int MOST_OF_ONE = 1_000_000;

  private static final int MOST = 100;
  private static final String SUFFIX = ".log";

  private final String warehouse;

  RunLogs(WarehouseAddress warehouse) {
    this.warehouse = warehouse.folder();
  }

  private SharedFolder folder() {
    return SharedFolder.at(warehouse + "/_logs");
  }

  /** Keeps a log, and forgets those that are too many. */
  void keep(String runId, long startedMillis, List<String> lines) throws IOException {
    SharedFolder folder = folder();
    String text = String.join("\n", lines) + "\n";
    folder.write(String.format("%015d~%s%s", startedMillis, runId, SUFFIX), text.getBytes(UTF_8));
    List<String> names = names(folder);
    for (String name : names.subList(0, Math.max(0, names.size() - MOST))) {
      folder.delete(name);
    }
  }

  /**
   * What a run said; of one that was started elsewhere, all that its engine said when it failed.
   * Empty where neither is kept.
   */
  Optional<List<String>> find(String runId) throws IOException {
    if (!Run.isId(runId)) {
      return Optional.empty();
    }
    SharedFolder folder = folder();
    List<String> names = new ArrayList<>(names(folder));
    Collections.reverse(names); // a run that is retried says something new under its name
    for (String name : names) {
      if (name.endsWith("~" + runId + SUFFIX)) {
        try (InputStream file = folder.read(name)) {
          return Optional.of(lines(new String(file.readAllBytes(), UTF_8)));
        } catch (NoSuchFileException e) {
          break; // it was the oldest, and another run has ended meanwhile
        }
      }
    }
    return RunNotes.of(warehouse, runId).story().map(RunLogs::lines);
  }

  private static List<String> names(SharedFolder folder) throws IOException {
    return folder.names("").stream()
        .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("."))
        .sorted()
        .toList();
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }
}
