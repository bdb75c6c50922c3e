package dev.lodestar.spark;

import dev.lodestar.launch.Engine;
import dev.lodestar.launch.WorkerJars;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs pipelines on Spark, in this process unless a master is given or spark-submit has set one.
 */
public final class SparkEngine implements Engine {

  private static final Pattern LOCAL = Pattern.compile("local(\\[(?<threads>\\*|\\d+)(,\\d+)?])?");

  /** What a Spark distribution has in its jars folder, or what only its drivers need. */
  private static final Pattern OF_SPARK =
      Pattern.compile(
          "/(org/(apache/(spark|hadoop|logging|orc|parquet|arrow|avro|ivy|curator|zookeeper|xbean|hive"
              + "|yetus|datasketches)|scala-lang|json4s|glassfish|rocksdbjni|fusesource|rocksdb"
              + "|javassist|antlr|objenesis|codehaus|lz4)|io/netty|io/dropwizard"
              + "|com/(twitter|esotericsoftware|ning|clearspring|univocity|google/(crypto|code))"
              + "|net/(sf|razorvine)|jakarta|javax|oro|commons-(lang|collections|logging)"
              + "|com/fasterxml/jackson)/");

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Map<String, String> defaults(Map<String, String> given) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("runner", "SparkRunner");
    defaults.put("sparkMaster", System.getProperty("spark.master", local()));
    defaults.put("enableSparkMetricSinks", "false");
    // What does not fit goes to disk: computing it again would write its files again.
    defaults.put("storageLevel", "MEMORY_AND_DISK_SER");
    Map<String, String> options = new HashMap<>(defaults);
    options.putAll(given);
    if (!oneProcess(options)) {
      new SparkCluster(options.getOrDefault("sparkMaster", "")).check();
      defaults.put("filesToStage", WorkerJars.filesToStage(SparkEngine.class, OF_SPARK));
    }
    return defaults;
  }

  /** Not {@code local[*]}, which Beam takes for a cluster and sends all jars of the class path. */
  private static String local() {
    return "local[" + Runtime.getRuntime().availableProcessors() + "]";
  }

  @Override
  public boolean oneProcess(Map<String, String> options) {
    return LOCAL.matcher(options.getOrDefault("sparkMaster", "local")).matches();
  }

  /**
   * Spark tells how many cores an application got only after it has started, so this is what was
   * asked for: {@code spark.cores.max}, or as many as this machine has.
   */
  @Override
  public int workers(Map<String, String> options) {
    Matcher local = LOCAL.matcher(options.getOrDefault("sparkMaster", "local"));
    if (!local.matches()) {
      return Integer.getInteger("spark.cores.max", Runtime.getRuntime().availableProcessors());
    }
    String threads = local.group("threads");
    if (threads == null) {
      return 1;
    }
    return threads.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(threads);
  }
}
