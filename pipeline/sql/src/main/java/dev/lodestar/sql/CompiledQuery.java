package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;

/**
 * A statement that was understood.
 *
 * @param plan the validated plan, views expanded
 * @param columns names and types of the result, as they are promised to whoever stores or shows it
 * @param inputs the stored tables it reads
 * @param parameters the types of the values it is given when it runs, which its DuckDB SQL calls
 *     {@code $1}, {@code $2} …
 */
public record CompiledQuery(
    RelNode plan, List<Column> columns, Set<TableName> inputs, List<ColumnType> parameters) {

  public CompiledQuery {
    columns = List.copyOf(columns);
    inputs = Set.copyOf(inputs);
    parameters = List.copyOf(parameters);
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

  /** Whether it gives the same rows whenever it runs: it asks neither the clock nor chance. */
  public boolean isSteady() {
    return PlanParts.of(plan).steady();
  }

  /** What the result hangs on: the stored columns behind each of its columns, and its rows. */
  public QueryLineage lineage() {
    return Lineage.of(plan, columns.stream().map(Column::name).toList());
  }
}
