package dev.lodestar.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A thousand random logs of changes, and what a table must hold after them, told in the simplest
 * way: from all changes at once.
 */
final class ChangeLogs {
  private static final int LOGS = 1_000;

  private ChangeLogs() {}

  /**
   * A change.
   *
   * @param log the log that it belongs to, which is a part of its key
   * @param moment null when it cannot be read
   * @param city of a delete empty
   */
  record Change(int log, String op, int id, @Nullable Integer moment, String city) {
    boolean deletes() {
      return op.equals("D");
    }

    String key() {
      return log + " | " + id;
    }

    /** As a file brings it. */
    String line() {
      return op + "," + log + "," + id + "," + (moment == null ? "?" : moment) + "," + city;
    }

    /** As the table of all changes has it. */
    String row() {
      return op + " | " + key() + " | " + moment + " | " + (city.isEmpty() ? "null" : city);
    }

    /** As the table of what holds now has it. */
    String state() {
      return key() + " | " + moment + " | " + city;
    }
  }

  /** All changes, repetitions among them, in any order and in so many batches. */
  static List<List<Change>> batches(int count, Random random) {
    List<Change> changes = new ArrayList<>();
    for (int log = 0; log < LOGS; log++) {
      addLog(log, changes, random);
    }
    Collections.shuffle(changes, random);
    List<List<Change>> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(new ArrayList<>());
    }
    changes.forEach(change -> batches.get(random.nextInt(count)).add(change));
    return batches;
  }

  private static void addLog(int log, List<Change> changes, Random random) {
    int first = changes.size();
    int ids = 1 + random.nextInt(3);
    int moments = 1 + random.nextInt(6);
    for (int i = random.nextInt(15); i > 0; i--) {
      if (changes.size() > first && random.nextInt(6) == 0) {
        changes.add(changes.get(first + random.nextInt(changes.size() - first)));
        continue;
      }
      boolean deletes = random.nextInt(4) == 0;
      changes.add(
          new Change(
              log,
              deletes ? "D" : "U",
              random.nextInt(ids),
              random.nextInt(20) == 0 ? null : random.nextInt(moments),
              deletes ? "" : String.valueOf((char) ('a' + random.nextInt(3)))));
    }
  }

  /** Of each key the last change, unless it deletes. */
  static List<Change> last(List<Change> changes) {
    return byKey(changes).values().stream()
        .map(ofKey -> ofKey.lastEntry().getValue())
        .filter(change -> !change.deletes())
        .toList();
  }

  /** Each change of each key that does not delete, from its moment to that of the next. */
  static List<String> versions(List<Change> changes) {
    List<String> versions = new ArrayList<>();
    for (TreeMap<Integer, Change> ofKey : byKey(changes).values()) {
      ofKey.forEach(
          (moment, change) -> {
            Integer next = ofKey.higherKey(moment);
            if (!change.deletes()) {
              versions.add(change.state() + " | " + moment + " | " + next + " | " + (next == null));
            }
          });
    }
    return versions;
  }

  /** The change that counts of each key and moment: one that deletes, else the smaller city. */
  private static Map<String, TreeMap<Integer, Change>> byKey(List<Change> changes) {
    Comparator<Change> first =
        Comparator.comparing((Change c) -> !c.deletes()).thenComparing(Change::city);
    Map<String, TreeMap<Integer, Change>> all = new TreeMap<>();
    for (Change change : changes) {
      Integer moment = change.moment();
      if (moment != null) {
        all.computeIfAbsent(change.key(), k -> new TreeMap<>())
            .merge(moment, change, (a, b) -> first.compare(a, b) <= 0 ? a : b);
      }
    }
    return all;
  }
}
