package dev.lodestar.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths into JSON as DuckDB reads them: {@code $.customer.id}, or {@code /id} for any name. */
public final class JsonPath {
  private static final Pattern STEP = Pattern.compile("\\.\"([^\"]+)\"|\\.([^.\\[]+)|(\\[)");

  private JsonPath() {}

  /** The path of a field of the outermost object, whatever its name. */
  public static String of(String field) {
    return "/" + field.replace("~", "~0").replace("/", "~1");
  }

  /** The field of the outermost object in which a path begins. */
  public static String head(String path) {
    return steps(path).get(0);
  }

  /** The fields along a path, up to the first place in a list. */
  static List<String> steps(String path) {
    if (path.startsWith("/")) {
      return List.of(path.substring(1).replace("~1", "/").replace("~0", "~"));
    }
    List<String> steps = new ArrayList<>();
    Matcher step = STEP.matcher(path);
    while (step.find() && step.group(3) == null) {
      steps.add(Optional.ofNullable(step.group(1)).orElse(step.group(2)));
    }
    return steps;
  }
}
