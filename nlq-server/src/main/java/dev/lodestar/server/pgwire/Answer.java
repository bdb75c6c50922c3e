package dev.lodestar.server.pgwire;

import java.io.IOException;

/** What a statement gives when it runs: rows, or none, and a word for what was done. */
interface Answer extends AutoCloseable {

  /**
   * Sends the next rows.
   *
   * @param most how many at most; 0 for all
   * @return whether these were the last
   */
  boolean send(RowWriter to, long most) throws PgError, IOException;

  /** Asks it to stop, from any thread. */
  default void cancel() {}

  /** What was done, as in {@code SELECT 3}; known at the end. */
  String tag();

  @Override
  default void close() throws PgError {}

  /** An answer without rows. */
  static Answer done(String tag) {
    return new Answer() {
      @Override
      public boolean send(RowWriter to, long most) {
        return true;
      }

      @Override
      public String tag() {
        return tag;
      }
    };
  }
}
