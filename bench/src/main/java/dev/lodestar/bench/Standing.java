package dev.lodestar.bench;

import java.util.List;

/** What one contender took over all runs, each figure the median of its own. */
record Standing(Contender contender, List<Cost> runs) {
  Standing {
    runs = List.copyOf(runs);
  }

  double wall() {
    return Cost.median(runs, Cost::wallSeconds);
  }

  double cpu() {
    return Cost.median(runs, Cost::cpuSeconds);
  }

  double peak() {
    return Cost.median(runs, Cost::peakMegabytes);
  }
}
