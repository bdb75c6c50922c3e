package dev.lodestar.tables;

import java.util.Optional;

/**
 * A run as the ledger tells it.
 *
 * @param runner the engine that carried it: direct, flink, spark
 * @param host where the launcher ran
 * @param pid the launcher's process there
 * @param planHash of the plan that was carried out
 */
public record Run(
    String id,
    String domain,
    State state,
    long startedMillis,
    Optional<Long> finishedMillis,
    String runner,
    String host,
    long pid,
    Optional<String> error,
    String planHash) {

  /** How far a run has come. */
  public enum State {
    /** It has begun, and nothing of it is visible. */
    RUNNING,
    /** Its outcome is recorded and will be carried out, by whoever comes next if need be. */
    DECIDED,
    /** All of it is visible. */
    FINISHED,
    /** It failed before its outcome was recorded: nothing of it is visible. */
    FAILED,
    /** It was given up, by the launcher that came after it or by the operator. */
    ABANDONED
  }
}
