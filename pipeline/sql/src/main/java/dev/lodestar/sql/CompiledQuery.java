package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;

/**
 * A statement that was understood.
 *
 * @param plan the validated plan, views expanded
 * @param columns names and types of the result, as they are promised to whoever stores or shows it
 * @param inputs the stored tables it reads
 */
public record CompiledQuery(RelNode plan, List<Column> columns, Set<TableName> inputs) {

  public CompiledQuery {
    columns = List.copyOf(columns);
    inputs = Set.copyOf(inputs);
  }

  /**
   * The DuckDB SQL of the whole plan. A table is named by one quoted identifier, {@code
   * "silver.orders"}, which the caller defines as a view. The outermost SELECT casts each column to
   * its promised type.
   */
  public String duckDb() {
    return DuckDbWriter.toDuckDb(plan, columns);
  }

  /** The same, giving no more rows than the first {@code rows}. */
  public String duckDb(long rows) {
    return DuckDbWriter.toDuckDb(plan, columns, Optional.of(BigDecimal.valueOf(rows)));
  }

  /**
   * The stored columns that the values of each column of the result are made from; none where they
   * are made of nothing stored, as a count of rows is.
   */
  public Map<String, Set<Origin>> lineage() {
    List<Set<Origin>> origins = Lineage.of(plan);
    Map<String, Set<Origin>> byName = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      byName.merge(columns.get(i).name(), origins.get(i), CompiledQuery::union);
    }
    return byName;
  }

  private static Set<Origin> union(Set<Origin> one, Set<Origin> other) {
    Set<Origin> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
