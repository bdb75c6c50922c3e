package dev.lodestar.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What one contender took over all runs, each figure the median of its own. */
record Standing(Contender contender, List<Cost> runs) {
  Standing {
    runs = List.copyOf(runs);
  }

  double wall() {
    return median(Cost::wallSeconds);
  }

  double cpu() {
    return median(Cost::cpuSeconds);
  }

  double peak() {
    return median(Cost::peakMegabytes);
  }

  private double median(ToDoubleFunction<Cost> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
