package dev.lodestar.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run took: seconds on the clock, seconds of processor time, and the most memory it held.
 */
record Cost(double wallSeconds, double cpuSeconds, long peakMegabytes) {

  /** The middle of a figure over some runs. */
  static double median(List<Cost> runs, ToDoubleFunction<Cost> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
