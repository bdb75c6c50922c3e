package dev.lodestar.server.planner;

import java.util.List;

/**
 * A question as SQL.
 *
 * @param sql the statement that is shown and run
 * @param columns what each column of the result is
 * @param datasets whose rows it reads
 */
public record Planned(String sql, List<Column> columns, List<String> datasets) {

  /**
   * A column of the result.
   *
   * @param measure whether it is one of the measures, else one of the groups
   * @param index which of them
   */
  public record Column(String name, boolean measure, int index) {}

  public Planned {
    columns = List.copyOf(columns);
    datasets = List.copyOf(datasets);
  }
}
