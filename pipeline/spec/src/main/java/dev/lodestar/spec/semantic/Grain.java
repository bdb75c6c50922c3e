package dev.lodestar.spec.semantic;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How finely time is told, from coarse to fine. */
public enum Grain {
  YEAR,
  QUARTER,
  MONTH,
  WEEK,
  DAY,
  HOUR;

  public static final Map<String, Grain> BY_NAME =
      Arrays.stream(values())
          .collect(TreeMap::new, (map, grain) -> map.put(grain.word(), grain), TreeMap::putAll);

  /** Its name in files and in SQL. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
