package dev.lodestar.spark;

import dev.lodestar.launch.Engine;
import java.util.Map;

/**
 * Runs pipelines on Spark, in this process unless a master is given or spark-submit has set one.
 */
public final class SparkEngine implements Engine {

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Map<String, String> defaults(Map<String, String> given) {
    return Map.of(
        "runner", "SparkRunner",
        "sparkMaster", System.getProperty("spark.master", "local[*]"),
        "enableSparkMetricSinks", "false",
        // What does not fit goes to disk: computing it again would write its files again.
        "storageLevel", "MEMORY_AND_DISK_SER");
  }

  @Override
  public boolean oneProcess(Map<String, String> options) {
    String master = options.getOrDefault("sparkMaster", "local");
    return master.equals("local") || master.startsWith("local[");
  }

  /**
   * Spark tells how many cores an application got only after it has started, so this is what was
   * asked for: {@code spark.cores.max}, or as many as this machine has.
   */
  @Override
  public int workers(Map<String, String> options) {
    return Integer.getInteger("spark.cores.max", Runtime.getRuntime().availableProcessors());
  }
}
