package dev.lodestar.server.query;

import java.util.Optional;

/**
 * How much of the machine an engine may use.
 *
 * @param memoryBytes how much memory DuckDB takes before it writes to disk; empty for its own
 *     default, most of the machine's
 * @param hotBytes how many bytes of Parquet files of gold tables are copied into DuckDB's own
 *     storage, which is faster to read; 0 for none
 * @param resultBytes how many bytes of small results are kept for those who ask the same again; 0
 *     for none
 */
public record EngineSettings(Optional<Long> memoryBytes, long hotBytes, long resultBytes) {

  /** A process that answers a query and ends has nothing from copies. */
  public static final EngineSettings FOR_A_FEW_QUERIES = new EngineSettings(Optional.empty(), 0, 0);
}
