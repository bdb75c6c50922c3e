package dev.lodestar.flink;

import dev.lodestar.launch.Engine;
import dev.lodestar.launch.WorkerJars;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;

/** Runs pipelines on Flink, embedded unless a master is given or {@code flink run} has set one. */
public final class FlinkEngine implements Engine {

  private static final String EMBEDDED = "[local]";
  private static final String FROM_FLINK_RUN = "[auto]";

  /** What a Flink distribution has in its lib folder. */
  private static final Pattern OF_FLINK =
      Pattern.compile("/(flink-|kryo-|minlog-|objenesis-|chill-java-|javassist-)[^/]*\\.jar$");

  @Override
  public String name() {
    return "flink";
  }

  @Override
  public Map<String, String> defaults(Map<String, String> given) {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("runner", "FlinkRunner");
    // Elements are immutable values here: nobody writes to one after giving it away.
    defaults.put("objectReuse", "true");
    defaults.put("fasterCopy", "true");
    // Flink keeps 16 MB of network memory free for each reader of each output that waits on disk,
    // and a table has many readers: a star of ten tables does not fit a task manager. Elements here
    // are names of files and no step waits for one input before it takes another, so that nothing
    // has to wait.
    defaults.put("executionModeForBatch", "PIPELINED_FORCED");
    defaults.put("flinkMaster", startedByFlinkRun() ? FROM_FLINK_RUN : EMBEDDED);
    String master = given.getOrDefault("flinkMaster", defaults.get("flinkMaster"));
    defaults.put("parallelism", Integer.toString(slots(master)));
    if (!isEmbedded(master) && !master.equals(FROM_FLINK_RUN)) {
      defaults.put("filesToStage", WorkerJars.filesToStage(FlinkEngine.class, OF_FLINK));
    }
    return defaults;
  }

  @Override
  public boolean oneProcess(Map<String, String> options) {
    return isEmbedded(options.getOrDefault("flinkMaster", EMBEDDED));
  }

  @Override
  public int workers(Map<String, String> options) {
    String parallelism = options.get("parallelism");
    return parallelism == null ? 1 : Integer.parseInt(parallelism);
  }

  /** Flink's client would leave the job to run on, though nobody is there to commit. */
  @Override
  public void cancel(Map<String, String> options, String job) {
    String master = options.getOrDefault("flinkMaster", EMBEDDED);
    if (!isEmbedded(master)) {
      new FlinkCluster(master.equals(FROM_FLINK_RUN) ? ofFlinkRun() : master).cancel(job);
    }
  }

  private static String ofFlinkRun() {
    Configuration configuration = ExecutionEnvironment.getExecutionEnvironment().getConfiguration();
    return configuration.get(RestOptions.ADDRESS) + ":" + configuration.get(RestOptions.PORT);
  }

  private static int slots(String master) {
    if (isEmbedded(master)) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (master.equals(FROM_FLINK_RUN)) {
      return ExecutionEnvironment.getExecutionEnvironment().getParallelism();
    }
    return new FlinkCluster(master).slots();
  }

  private static boolean isEmbedded(String master) {
    return master.equals(EMBEDDED) || (master.equals(FROM_FLINK_RUN) && !startedByFlinkRun());
  }

  /** Flink's client refuses explicit environments while it runs a program's main method. */
  private static boolean startedByFlinkRun() {
    return !ExecutionEnvironment.areExplicitEnvironmentsAllowed();
  }
}
