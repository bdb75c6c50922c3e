package dev.lodestar.sql;

import java.util.Collection;

/**
 * Compiles statements against a fixed set of tables. Immutable, and safe to share between threads.
 */
public final class SqlCompiler {
  private final Collection<TableShape> tables;

  public SqlCompiler(Collection<TableShape> tables) {
    this.tables = tables;
  }

  /**
   * Compiles one SELECT (or VALUES, or WITH … SELECT).
   *
   * @param defaultSchema where names without a schema are looked up
   */
  public CompiledQuery compile(String sql, String defaultSchema) throws SqlProblem {
    throw new IllegalStateException("Not written: " + sql + defaultSchema + tables);
  }
}
