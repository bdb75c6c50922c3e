package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;

/**
 * A part of a query that runs without talking to other workers: on one worker, or on several beside
 * each other.
 *
 * @param id counts from 0 in the order of dependence; another stage reads this one as the table
 *     {@link #name}
 * @param columns of its result; an exchange carries them by position, so their names are {@code c0,
 *     c1, …} there
 * @param split tables whose files are shared out, each to one fragment
 * @param whole tables that every fragment reads completely
 * @param from stages whose results arrive by exchange
 * @param exchange how the result goes on; empty for the last stage
 */
public record Stage(
    int id,
    RelNode plan,
    List<Column> columns,
    Spread spread,
    Set<TableName> split,
    Set<TableName> whole,
    Set<Integer> from,
    Optional<Exchange> exchange) {

  /** Over how many fragments a stage is spread. */
  public enum Spread {
    /** One fragment does it all. */
    ONE,
    /** A fragment for each group of files of the split tables. */
    BY_FILE,
    /** A fragment for each partition of the exchange that feeds it. */
    BY_KEY
  }

  /**
   * Brings rows together that agree in these columns of the stage's result; all rows, when there
   * are none.
   */
  public record Exchange(List<String> columns) {
    public Exchange {
      columns = List.copyOf(columns);
    }
  }

  public Stage {
    columns = List.copyOf(columns);
    split = Set.copyOf(split);
    whole = Set.copyOf(whole);
    from = Set.copyOf(from);
  }

  /**
   * Whether each row of the result comes from one row of one table, by filters and expressions
   * alone.
   */
  public boolean isRowwise() {
    RelNode node = plan;
    while (!Distributor.hasSubQuery(node)
        && ((node instanceof Project project && !project.containsOver())
            || node instanceof Filter)) {
      node = node.getInput(0);
    }
    return node instanceof TableScan;
  }

  /** The name by which another stage reads the result of a stage. */
  public static TableName name(int id) {
    return new TableName("exchange", "stage_" + id);
  }
}
