package dev.lodestar.tables;

import java.util.Optional;

/**
 * One state of a table, and what it changed.
 *
 * @param runId the run that made it; empty when another program did
 * @param operation in Iceberg's word: append, overwrite, delete, or replace where files changed and
 *     rows did not
 * @param rows how many the table had then
 * @param files how many it had then
 */
public record TableSnapshot(
    long id,
    long committedMillis,
    Optional<String> runId,
    String operation,
    long addedRows,
    long removedRows,
    long rows,
    long addedFiles,
    long removedFiles,
    long files,
    long bytes,
    Place place) {

  /** How a snapshot stands to the one that is current. */
  public enum Place {
    /** What the next run starts from. */
    CURRENT,
    /** The current one came from it. */
    EARLIER,
    /** It was rolled back. */
    PUT_ASIDE
  }
}
