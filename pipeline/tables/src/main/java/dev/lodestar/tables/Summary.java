package dev.lodestar.tables;

import java.util.Optional;
import org.apache.iceberg.Snapshot;

/** What a snapshot of ours says of itself. */
final class Summary {
  static final String RUN_ID = "lodestar.run-id";
  static final String FINGERPRINT = "lodestar.fingerprint";

  /** The SELECT of which its rows are just the result, where they are. */
  static final String DEFINITION = "lodestar.definition";

  /** The snapshot of each source, as a JSON object. */
  static final String SOURCES = "lodestar.sources";

  /** Where the list of input files stands; only of bronze tables. */
  static final String INPUTS = "lodestar.inputs";

  /** The fencing token of the lease under which it was committed. */
  static final String LEASE = "lodestar.lease";

  /** The snapshot that has the same rows in other files; only where files were compacted. */
  static final String CONTENT = "lodestar.content";

  private Summary() {}

  static Optional<Snapshot> ofRun(String runId, Iterable<Snapshot> history) {
    for (Snapshot snapshot : history) {
      if (runId.equals(snapshot.summary().get(RUN_ID))) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  /** Whether a launcher that took the lease later has committed already. */
  static boolean hasLaterLease(long token, Iterable<Snapshot> history) {
    for (Snapshot snapshot : history) {
      String lease = snapshot.summary().get(LEASE);
      if (lease != null) {
        return Long.parseLong(lease) > token;
      }
    }
    return false;
  }
}
