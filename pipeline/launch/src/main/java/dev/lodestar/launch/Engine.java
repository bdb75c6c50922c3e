package dev.lodestar.launch;

import java.util.Map;

/**
 * One way to run a Beam pipeline, offered through {@link java.util.ServiceLoader} by a module under
 * {@code runners/}.
 *
 * <p>Options are Beam's own, by name without dashes ({@code parallelism=2}).
 */
public interface Engine {

  /** The name that {@code --runner} takes: {@code direct}, {@code flink}, {@code spark}. */
  String name();

  /**
   * The options this engine works best with, its Beam runner among them ({@code
   * runner=FlinkRunner}).
   *
   * @param given what the user has set; it wins over what is returned here
   */
  Map<String, String> defaults(Map<String, String> given);

  /**
   * Whether all work is done in this very process. One process computes a model in one piece, with
   * every core of DuckDB; several bring equal keys together through the engine's shuffle.
   *
   * @param options given and default options together
   */
  boolean oneProcess(Map<String, String> options);

  /**
   * How many pieces of work run at the same time; an exchange has that many partitions unless told
   * otherwise.
   */
  int workers(Map<String, String> options);

  /**
   * Gives up a job because this process has been told to stop. Nothing to do where the work ends
   * with the process.
   *
   * @param options given and default options together
   * @param job the name that the job was started with, which no other job has
   */
  default void cancel(Map<String, String> options, String job) {}
}
