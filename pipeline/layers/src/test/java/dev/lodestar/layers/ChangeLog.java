package dev.lodestar.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random log of changes, and what a table must hold after it, told in the simplest way: from all
 * changes at once.
 */
record ChangeLog(List<Change> changes) {

  /**
   * A change.
   *
   * @param key may be null, as may be the moment: a missing value is a value like others here
   * @param serial tells which of several changes of one moment is the last; may be null, too
   * @param value what the key stands for; null is a value, too
   * @param known since when
   */
  record Change(
      Integer key, Integer moment, Integer serial, String value, boolean deletes, Integer known) {
    String sql(int log) {
      return "(%d, %s, %s, %s, %s, %s, %s)"
          .formatted(log, key, moment, serial, quoted(value), deletes, known);
    }

    private static String quoted(String text) {
      return text == null ? "NULL" : "'" + text + "'";
    }
  }

  static ChangeLog random(Random random) {
    List<Change> changes = new ArrayList<>();
    int keys = 1 + random.nextInt(4);
    int moments = 1 + random.nextInt(8);
    int count = random.nextInt(25);
    for (int i = 0; i < count; i++) {
      boolean again = !changes.isEmpty() && random.nextInt(6) == 0;
      changes.add(
          again
              ? changes.get(random.nextInt(changes.size()))
              : new Change(
                  random.nextInt(12) == 0 ? null : random.nextInt(keys),
                  random.nextInt(12) == 0 ? null : random.nextInt(moments),
                  random.nextInt(6) == 0 ? null : random.nextInt(3),
                  random.nextInt(8) == 0 ? null : String.valueOf((char) ('a' + random.nextInt(3))),
                  random.nextInt(4) == 0,
                  random.nextInt(12) == 0 ? null : random.nextInt(moments)));
    }
    return new ChangeLog(List.copyOf(changes));
  }

  /** The changes in any order, in so many batches, some of which may be empty. */
  List<List<Change>> batches(int count, Random random) {
    List<Change> shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, random);
    List<List<Change>> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(new ArrayList<>());
    }
    shuffled.forEach(c -> batches.get(random.nextInt(count)).add(c));
    return batches;
  }

  /** Of each key the last change: {@code key | moment | value}. */
  List<String> lastRows() {
    List<String> rows = new ArrayList<>();
    for (TreeMap<Integer, Change> ofKey : byKeyAndMoment().values()) {
      Change last = ofKey.lastEntry().getValue();
      if (!last.deletes()) {
        rows.add(last.key() + " | " + last.moment() + " | " + last.value());
      }
    }
    Collections.sort(rows);
    return rows;
  }

  /** {@code key | moment | value | valid from | valid to | is current}. */
  List<String> versions() {
    List<String> rows = new ArrayList<>();
    for (TreeMap<Integer, Change> ofKey : byKeyAndMoment().values()) {
      ofKey.forEach(
          (moment, change) -> {
            Map.Entry<Integer, Change> next = ofKey.higherEntry(moment);
            if (!change.deletes()) {
              rows.add(
                  "%s | %s | %s | %s | %s | %s"
                      .formatted(
                          change.key(),
                          change.moment(),
                          change.value(),
                          change.moment(),
                          next == null ? null : next.getValue().moment(),
                          next == null));
            }
          });
    }
    Collections.sort(rows);
    return rows;
  }

  /** The change that counts of each key and moment; a missing moment comes before all others. */
  private Map<Integer, TreeMap<Integer, Change>> byKeyAndMoment() {
    Map<Integer, TreeMap<Integer, Change>> all =
        new TreeMap<>(Comparator.comparingInt(ChangeLog::orLowest));
    for (Change change : changes) {
      all.computeIfAbsent(
              change.key(), k -> new TreeMap<>(Comparator.comparingInt(ChangeLog::orLowest)))
          .merge(change.moment(), change, ChangeLog::winner);
    }
    return all;
  }

  /** The times at which something became known. */
  List<Integer> times() {
    return changes.stream()
        .map(Change::known)
        .distinct()
        .sorted(Comparator.comparingInt(ChangeLog::orLowest))
        .toList();
  }

  /** What was known at a time. Of the changes of one moment, those that were known last. */
  ChangeLog at(Integer time) {
    List<Change> known =
        changes.stream().filter(c -> orLowest(c.known()) <= orLowest(time)).toList();
    return new ChangeLog(
        known.stream()
            .filter(
                c ->
                    known.stream()
                        .filter(o -> Objects.equals(o.key(), c.key()))
                        .filter(o -> Objects.equals(o.moment(), c.moment()))
                        .allMatch(o -> orLowest(o.known()) <= orLowest(c.known())))
            .toList());
  }

  private static int orLowest(Integer number) {
    return number == null ? Integer.MIN_VALUE : number;
  }

  /** The last, then a delete rather than another, then the smaller value, a missing one last. */
  private static Change winner(Change one, Change other) {
    return Collections.min(
        (Collection<Change>) List.of(one, other),
        Comparator.comparing((Change c) -> -(long) orLowest(c.serial()))
            .thenComparing(c -> !c.deletes())
            .thenComparing(Change::value, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Change::known, Comparator.nullsLast(Comparator.naturalOrder())));
  }
}
