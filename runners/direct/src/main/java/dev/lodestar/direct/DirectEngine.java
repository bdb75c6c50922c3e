package dev.lodestar.direct;

import dev.lodestar.launch.Engine;
import java.util.Map;

/** Runs pipelines in this process, on Beam's Direct runner. */
public final class DirectEngine implements Engine {

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public Map<String, String> defaults(Map<String, String> given) {
    return Map.of(
        "runner", "DirectRunner",
        "enforceEncodability", "false",
        "enforceImmutability", "false",
        "targetParallelism", Integer.toString(threads(Runtime.getRuntime().availableProcessors())));
  }

  /**
   * How many tables are made at a time. DuckDB uses all processors for one; and as long as a thread
   * of Beam's own has nothing to do, it asks for work without a pause, which costs a processor. One
   * thread alone has always something to do.
   */
  private static int threads(int processors) {
    return Math.max(1, processors / 4);
  }

  @Override
  public boolean oneProcess(Map<String, String> options) {
    return true;
  }

  @Override
  public int workers(Map<String, String> options) {
    return Integer.parseInt(options.getOrDefault("targetParallelism", "1"));
  }
}
