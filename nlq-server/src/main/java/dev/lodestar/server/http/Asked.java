package dev.lodestar.server.http;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.server.query.Share;
import dev.lodestar.server.security.Caller;
import dev.lodestar.sql.SqlProblem;
import java.time.Duration;
import java.util.Optional;

/**
 * A statement as it was asked.
 *
 * @param catalog the tables that its names stand for, whatever is released later
 */
record Asked(Endpoint endpoint, Catalog catalog, StatementRequest request, Caller caller) {

  String domain() {
    return endpoint.domain().name();
  }

  /**
   * Makes it ready to run, as often as it is wanted.
   *
   * @param share of its caller, which may have changed since it was asked
   */
  Query prepare(Optional<Long> rows, Duration time, Share share) throws SqlProblem {
    return endpoint
        .engine()
        .prepare(
            catalog,
            request.schema(),
            request.statement(),
            new QueryLimits(rows, Optional.of(time)).within(share));
  }

  /** Whether it was this caller, who may still see all that it reads. */
  boolean isOf(Caller other) {
    return caller.name().equals(other.name())
        && other.to(domain()).equals(Optional.of(catalog.access()));
  }
}
