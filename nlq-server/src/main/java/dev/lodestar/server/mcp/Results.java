package dev.lodestar.server.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.server.genie.GenieProblem;

/** What statements come to, as Databricks' SQL API shows it. */
public interface Results {

  /** Waits for a statement that was begun. */
  JsonNode of(String statement) throws GenieProblem, InterruptedException;

  /** Runs a statement of the client's own. */
  JsonNode run(String space, String sql) throws GenieProblem, InterruptedException;
}
