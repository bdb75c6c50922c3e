package dev.lodestar.server.query;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.LastUsed;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The plans of the statements that were used last, each for the catalogue it was made for. */
final class PlanCache {
  private static final int PLANS = 256;

  /**
   * A statement of a catalogue; a catalogue equals only itself.
   *
   * @param types of the values of its parameters, where they are known
   * @param rows how many rows are wanted at most
   */
  record Key(
      Catalog catalog,
      String schema,
      String sql,
      List<Optional<ColumnType>> types,
      Optional<Long> rows) {
    Key {
      types = List.copyOf(types);
    }
  }

  /**
   * What is needed to run a statement.
   *
   * @param steady whether it gives the same result whenever it runs
   */
  record Plan(
      String duckDb,
      List<Column> columns,
      Set<TableName> inputs,
      List<ColumnType> parameters,
      boolean steady) {
    Plan {
      columns = List.copyOf(columns);
      inputs = Set.copyOf(inputs);
      parameters = List.copyOf(parameters);
    }
  }

  private final Map<Key, Plan> plans = new LastUsed<>(PLANS);

  synchronized Optional<Plan> find(Key key) {
    return Optional.ofNullable(plans.get(key));
  }

  synchronized void keep(Key key, Plan plan) {
    plans.put(key, plan);
  }
}
