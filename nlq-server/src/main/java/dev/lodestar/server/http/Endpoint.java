package dev.lodestar.server.http;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.QueryEngine;

/** A domain and what runs the statements that name it. */
record Endpoint(ServedDomain domain, QueryEngine engine) {}
