package dev.lodestar.layers;

import dev.lodestar.spec.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The column that keeps, as JSON, what has no column of its own. */
final class Rescue {
  private Rescue() {}

  static boolean is(String column) {
    return column.equals(Source.RESCUED.name());
  }

  /** A value with the name it has in the file. */
  record Named(String name, String value) {}

  /** An object of the values that are not null; null when there is none. */
  static String of(List<Named> values) {
    if (values.isEmpty()) {
      return "NULL::varchar";
    }
    return "nullif(" + notNull(values) + "::varchar, '{}')";
  }

  /**
   * What an object has beside the values at some paths; null when there is nothing. A path into a
   * list takes nothing out, for the rest of the list would be lost.
   */
  static String without(String object, List<String> paths) {
    Taken root = new Taken(new TreeMap<>());
    for (String path : paths) {
      if (path.startsWith("/") || !path.contains("[")) {
        root.add(JsonPath.steps(path));
      }
    }
    return root.rest(object) + "::varchar";
  }

  /** The fields of an object that are taken out of it: whole, or some of their own fields. */
  private record Taken(Map<String, Optional<Taken>> fields) {

    void add(List<String> steps) {
      String first = steps.get(0);
      if (steps.size() == 1) {
        fields.put(first, Optional.empty());
      } else {
        fields
            .computeIfAbsent(first, f -> Optional.of(new Taken(new TreeMap<>())))
            .ifPresent(below -> below.add(steps.subList(1, steps.size())));
      }
    }

    /** The object without them, as JSON; null when nothing is left. */
    String rest(String object) {
      List<Named> below = new ArrayList<>();
      fields.forEach((name, taken) -> taken.ifPresent(t -> below.add(restOf(object, name, t))));
      String all =
          fields.keySet().stream()
              .map(f -> Sql.text(f) + ", NULL")
              .collect(Collectors.joining(", ", "json_object(", ")"));
      String beside = fields.isEmpty() ? object : "json_merge_patch(" + object + ", " + all + ")";
      String rest =
          below.isEmpty() ? beside : "json_merge_patch(" + beside + ", " + notNull(below) + ")";
      return "nullif(" + rest + "::varchar, '{}')::json";
    }

    private static Named restOf(String object, String name, Taken taken) {
      String pointer = Sql.text(JsonPath.of(name));
      String field = "json_extract(" + object + ", " + pointer + ")";
      return new Named(
          name,
          "CASE WHEN json_type("
              + object
              + ", "
              + pointer
              + ") = 'OBJECT' THEN "
              + taken.rest(field)
              + " ELSE "
              + field
              + " END");
    }
  }

  private static String notNull(List<Named> values) {
    return values.stream()
        .map(v -> Sql.text(v.name()) + ", " + v.value())
        .collect(Collectors.joining(", ", "json_merge_patch('{}', json_object(", "))"));
  }
}
