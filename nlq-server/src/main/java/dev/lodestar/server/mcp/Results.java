package dev.lodestar.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.server.genie.GenieProblem;
import dev.lodestar.server.security.Caller;

/** What statements come to, as Databricks' SQL API shows it. */
public interface Results {

  /** Waits for a statement that a caller has begun. */
  JsonNode of(Caller caller, String statement) throws GenieProblem, InterruptedException;

  /** Runs a statement of the caller's own. */
  JsonNode run(Caller caller, String space, String sql) throws GenieProblem, InterruptedException;
}
