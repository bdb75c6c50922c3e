package dev.lodestar.spec.answers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The ways to draw rows. */
public enum Chart {
  /** One number, large. */
  FIGURE(3, 1),
  BAR(6, 3),
  HORIZONTAL_BAR(6, 3),
  /** Bars on bars, one colour for each part. */
  STACKED_BAR(6, 3),
  PIE(4, 3),
  /** A pie with a hole. */
  RING(4, 3),
  HISTOGRAM(6, 3),
  /** Points, perhaps with sizes and colours. */
  SCATTER(6, 3),
  LINE(6, 3),
  /** A line with what is below it filled. */
  AREA(6, 3),
  /** A line of running totals. */
  CUMULATIVE_LINE(6, 3),
  /** A colour for each pair of two things. */
  HEAT_MAP(6, 3),
  TABLE(12, 4);

  static final Map<String, Chart> BY_NAME =
      Arrays.stream(values())
          .collect(LinkedHashMap::new, (map, c) -> map.put(c.word(), c), LinkedHashMap::putAll);

  private final Dashboard.Size size;

  Chart(int width, int height) {
    this.size = new Dashboard.Size(width, height);
  }

  /** Its name in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How large it is unless a tile says. */
  public Dashboard.Size usualSize() {
    return size;
  }
}
