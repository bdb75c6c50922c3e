package dev.lodestar.server.pgwire;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A statement that was understood, as often as it is run. */
interface Statement {

  /** The types of the values it is given. */
  default List<PgType> parameters() {
    return List.of();
  }

  /** The columns of its rows; empty when it gives none. */
  default Optional<List<Field>> fields() throws PgError {
    return Optional.empty();
  }

  /**
   * Runs it.
   *
   * @param values one for each parameter
   */
  Answer run(List<@Nullable Object> values) throws PgError;

  /** Whether it may run in a transaction that failed. */
  default boolean endsTransaction() {
    return false;
  }

  /** An empty text is a statement with an answer of its own. */
  default boolean isEmpty() {
    return false;
  }
}
