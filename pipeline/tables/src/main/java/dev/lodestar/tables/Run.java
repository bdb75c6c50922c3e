package dev.lodestar.tables;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A run as the ledger tells it.
 *
 * @param runner the engine that carried it: direct, flink, spark; {@link #MAINTAIN} or {@link
 *     #ROLLBACK} for one that needed none
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

  /** Files are compacted, and the rows of all tables stay. */
  public static final String MAINTAIN = "maintain";

  /** An earlier release is put back. */
  public static final String ROLLBACK = "rollback";

  private static final Set<String> WITHOUT_ENGINE = Set.of(MAINTAIN, ROLLBACK);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

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

  /**
   * Whether a run may have a name: letters, digits, points, dashes and underscores, which make the
   * name of a file that leads to no other folder, and no option of a command.
   */
  public static boolean isId(String name) {
    return ID.matcher(name).matches();
  }

  /** A name for a run that nothing else has. */
  public static String newId() {
    return "r-" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  /** Whether it is one that makes rows, be it that it fails. */
  public boolean isOfRows() {
    return !WITHOUT_ENGINE.contains(runner);
  }

  /** Whether rows of it are visible. */
  public boolean hasMadeRows() {
    return state == State.FINISHED && isOfRows();
  }
}
