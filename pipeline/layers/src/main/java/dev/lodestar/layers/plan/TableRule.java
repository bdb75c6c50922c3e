package dev.lodestar.layers.plan;

import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.TableName;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A rule of which only whole tables can tell.
 *
 * @param query DuckDB SQL over views named as the tables are, which gives one row: how often the
 *     rule is broken, and what was found; the moment at which the run began is put in by {@link
 *     #at}
 * @param reads the tables it needs, the model's own among them
 */
public record TableRule(
    TableName table, Expectation expectation, String query, Set<TableName> reads) {
  private static final String MOMENT = "$moment$";

  static final String BEGIN_OF_RUN = "TIMESTAMP '" + MOMENT + "'";

  public TableRule {
    reads = new LinkedHashSet<>(reads);
  }

  /** The query for a run that began at a moment in UTC. */
  public String at(String moment) {
    return query.replace(MOMENT, moment);
  }

  /** Whether what it says may change while no table does. */
  public boolean dependsOnTime() {
    return query.contains(MOMENT);
  }
}
