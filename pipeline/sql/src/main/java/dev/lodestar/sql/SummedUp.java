package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * A table whose rows are groups of the joined rows of other tables.
 *
 * @param rows what was grouped
 * @param of the tables, each once
 * @param keys what was grouped by, by the column of the table that holds it; {@code groups} of them
 *     where all are held
 * @param sums what was summed up, by the column that holds it
 * @param groups how many expressions were grouped by
 */
record SummedUp(
    TableShape table,
    JoinedRows rows,
    Map<TableName, JoinedRows.Source> of,
    Map<Integer, RexNode> keys,
    Map<Integer, Sum> sums,
    int groups) {

  /**
   * What was summed up.
   *
   * @param arguments of the call, as expressions over the joined rows
   * @param filter its FILTER, if it has one
   */
  record Sum(AggregateCall call, List<RexNode> arguments, Optional<RexNode> filter) {

    /** A call over joined rows; empty where more than its arguments and its filter tell it. */
    static Optional<Sum> of(AggregateCall call, JoinedRows rows) {
      if (!call.getCollation().getFieldCollations().isEmpty()
          || call.distinctKeys != null
          || !call.rexList.isEmpty()
          || call.isApproximate()
          || call.ignoreNulls()) {
        return Optional.empty();
      }
      return Optional.of(
          new Sum(
              call,
              call.getArgList().stream().map(rows.columns()::get).toList(),
              call.hasFilter()
                  ? Optional.of(rows.columns().get(call.filterArg))
                  : Optional.empty()));
    }
  }

  /** What a table is, if its definition groups joined tables and does nothing afterwards. */
  static Optional<SummedUp> of(TableShape table, CompiledQuery definition) {
    RelNode plan = definition.plan();
    if (plan instanceof Sort sort && sort.offset == null && sort.fetch == null) {
      plan = sort.getInput();
    }
    List<RexNode> outputs = plan.getCluster().getRexBuilder().identityProjects(plan.getRowType());
    if (plan instanceof Project project && !project.containsOver()) {
      outputs = project.getProjects();
      plan = project.getInput();
    }
    if (!(plan instanceof Aggregate aggregate)
        || aggregate.getGroupType() != Aggregate.Group.SIMPLE
        || !definition.isSteady()) {
      return Optional.empty();
    }
    JoinedRows rows = new JoinedRows(aggregate.getInput());
    Map<TableName, JoinedRows.Source> of = new TreeMap<>();
    for (JoinedRows.Source source : rows.sources()) {
      if (source.lookup().isPresent()
          || source.table().isEmpty()
          || of.put(source.table().get(), source) != null) {
        return Optional.empty();
      }
    }
    Map<Integer, RexNode> keys = new TreeMap<>();
    Map<Integer, Sum> sums = new TreeMap<>();
    List<Integer> held = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      RexNode output = outputs.get(i);
      // A table that had other columns once has them in another order.
      int column = table.columns().indexOf(definition.columns().get(i));
      if (column < 0) {
        continue;
      }
      if (output instanceof RexInputRef key && key.getIndex() < aggregate.getGroupCount()) {
        if (!held.contains(key.getIndex())) {
          held.add(key.getIndex());
          keys.put(column, rows.columns().get(aggregate.getGroupSet().nth(key.getIndex())));
        }
      } else if (withoutCast(output) instanceof RexInputRef sum
          && sum.getIndex() >= aggregate.getGroupCount()) {
        int call = sum.getIndex() - aggregate.getGroupCount();
        Sum.of(aggregate.getAggCallList().get(call), rows)
            .ifPresent(plain -> sums.put(column, plain));
      }
    }
    return Optional.of(new SummedUp(table, rows, of, keys, sums, aggregate.getGroupCount()));
  }

  /** What is cast to a number with as many decimals; it fitted, or there were no table. */
  private static RexNode withoutCast(RexNode output) {
    if (output.getKind() != SqlKind.CAST) {
      return output;
    }
    RexNode inside = ((RexCall) output).getOperands().get(0);
    RelDataType from = inside.getType();
    RelDataType to = output.getType();
    return SqlTypeUtil.isExactNumeric(from)
            && SqlTypeUtil.isExactNumeric(to)
            && to.getScale() >= from.getScale()
        ? inside
        : output;
  }
}
