package dev.lodestar.server.genie;

import dev.lodestar.server.answer.StatementRunner;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.security.Caller;

/**
 * How statements are run for clients: with the same limits, and found again under the same names,
 * as those that clients write themselves.
 */
public interface StatementRoad {

  /**
   * Begins a statement of a caller's, who alone may ask for it and cancel it.
   *
   * @param catalog the tables of a domain, as the caller sees them
   * @throws GenieProblem when too many are waiting
   */
  Submitted submit(Caller caller, String domain, Catalog catalog, String sql) throws GenieProblem;

  /** Whether what came of a statement of a caller's is still remembered. */
  boolean remembers(Caller caller, String statement);

  /** A statement that has begun. */
  interface Submitted {

    String id();

    /** Waits for its end. */
    StatementRunner.Rows rows() throws QueryFailed;
  }
}
