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
        "targetParallelism", Integer.toString(Runtime.getRuntime().availableProcessors()));
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
