package dev.lodestar.launch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What two states of a table do not have in common.
 *
 * @param key the columns by which rows were matched; empty when whole rows were
 * @param note what else there is to say of the comparison: columns that only one of them has, a
 *     table that only one of them has
 * @param examples some of the rows
 */
record TableDiff(
    String table,
    List<String> key,
    long added,
    long removed,
    long changed,
    Optional<String> note,
    List<Example> examples) {

  /**
   * A row as it was and as it is.
   *
   * @param before null when it was not there
   * @param after null when it is not there any more
   */
  record Example(@Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {

    String kind() {
      return before == null ? "added" : after == null ? "removed" : "changed";
    }

    /** One line: the key, then what changed; or the whole row. */
    String asText(List<String> key) {
      if (before == null || after == null) {
        Map<String, Object> row = Objects.requireNonNullElse(before, after);
        return (before == null ? "+ " : "- ") + cells(row, row.keySet());
      }
      List<String> changes = new ArrayList<>();
      before.forEach(
          (column, was) -> {
            Object is = after.get(column);
            if (!Objects.equals(was, is)) {
              changes.add(column + ": " + text(was) + " → " + text(is));
            }
          });
      return "~ " + cells(before, key) + "  " + String.join(", ", changes);
    }

    private static String cells(Map<String, Object> row, Iterable<String> columns) {
      List<String> cells = new ArrayList<>();
      columns.forEach(column -> cells.add(column + "=" + text(row.get(column))));
      return String.join(", ", cells);
    }

    private static String text(@Nullable Object value) {
      return value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
    }
  }

  TableDiff {
    key = List.copyOf(key);
    examples = List.copyOf(examples);
  }

  /** Nothing when there are no examples. */
  String examplesAsText() {
    return examples.isEmpty()
        ? ""
        : examples.stream()
            .map(e -> "  " + e.asText(key))
            .collect(Collectors.joining("\n", "\n\n" + table + "\n", ""));
  }

  Map<String, Object> asJson() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("table", table);
    all.put("key", key);
    all.put("added", added);
    all.put("removed", removed);
    all.put("changed", changed);
    note.ifPresent(words -> all.put("note", words));
    all.put(
        "examples",
        examples.stream()
            .map(
                e -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("kind", e.kind());
                  if (e.before() != null) {
                    one.put("before", e.before());
                  }
                  if (e.after() != null) {
                    one.put("after", e.after());
                  }
                  return one;
                })
            .toList());
    return all;
  }
}
