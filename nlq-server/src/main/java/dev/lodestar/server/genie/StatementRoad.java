package dev.lodestar.server.genie;

import dev.lodestar.server.answer.StatementRunner;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.QueryFailed;

/**
 * How statements are run for clients: with the same limits, and found again under the same names,
 * as those that clients write themselves.
 */
public interface StatementRoad {

  /**
   * Begins a statement over the tables of a catalogue of a domain.
   *
   * @throws GenieProblem when too many are waiting
   */
  Submitted submit(String domain, Catalog catalog, String sql) throws GenieProblem;

  /** Whether what came of a statement is still remembered. */
  boolean remembers(String statement);

  /** A statement that has begun. */
  interface Submitted {

    String id();

    /** Waits for its end. */
    StatementRunner.Rows rows() throws QueryFailed;
  }
}
