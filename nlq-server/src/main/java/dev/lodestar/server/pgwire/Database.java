package dev.lodestar.server.pgwire;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.QueryEngine;

/** A domain, which to a client is a database, and what runs the statements about it. */
public record Database(ServedDomain domain, QueryEngine engine) {

  String name() {
    return domain.name();
  }
}
