package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Follows each column of a plan to the stored columns its values are made from. Rows that are only
 * tested, in WHERE or ON, give no values.
 */
final class Lineage {
  /** The columns outside of a correlated subquery, by the name the plan gives them. */
  private final Map<String, List<Set<Origin>>> outside = new HashMap<>();

  private Lineage() {}

  /** The origins of each column, in the plan's order. */
  static List<Set<Origin>> of(RelNode plan) {
    return new Lineage().columns(plan);
  }

  private List<Set<Origin>> columns(RelNode node) {
    if (node instanceof TableScan scan) {
      TableName table = SqlCompiler.tableName(scan);
      return scan.getRowType().getFieldNames().stream()
          .map(column -> Set.of(new Origin(table, column)))
          .toList();
    }
    if (node instanceof Filter || node instanceof Sort) {
      return columns(node.getInput(0));
    }
    if (node instanceof Project project) {
      List<Set<Origin>> input = columns(project.getInput());
      project.getVariablesSet().forEach(id -> outside.put(id.getName(), input));
      return project.getProjects().stream().map(value -> origins(value, input)).toList();
    }
    if (node instanceof Aggregate aggregate) {
      return aggregate(aggregate, columns(aggregate.getInput()));
    }
    if (node instanceof Join join) {
      List<Set<Origin>> both = new ArrayList<>(columns(join.getLeft()));
      if (join.getJoinType().projectsRight()) {
        both.addAll(columns(join.getRight()));
      }
      return both;
    }
    if (node instanceof Correlate correlate) {
      List<Set<Origin>> both = new ArrayList<>(columns(correlate.getLeft()));
      outside.put(correlate.getCorrelVariable(), List.copyOf(both));
      if (correlate.getJoinType().projectsRight()) {
        both.addAll(columns(correlate.getRight()));
      }
      return both;
    }
    if (node instanceof SetOp setOp) {
      return setOp instanceof Minus ? columns(setOp.getInput(0)) : together(setOp);
    }
    if (node instanceof TableFunctionScan scan) {
      return Collections.nCopies(
          scan.getRowType().getFieldCount(), origins(scan.getCall(), List.of()));
    }
    return Collections.nCopies(node.getRowType().getFieldCount(), Set.of());
  }

  private List<Set<Origin>> together(SetOp setOp) {
    List<Set<Origin>> all = new ArrayList<>();
    for (RelNode input : setOp.getInputs()) {
      List<Set<Origin>> columns = columns(input);
      for (int i = 0; i < columns.size(); i++) {
        if (all.size() <= i) {
          all.add(new TreeSet<>());
        }
        all.get(i).addAll(columns.get(i));
      }
    }
    return all;
  }

  private static List<Set<Origin>> aggregate(Aggregate aggregate, List<Set<Origin>> input) {
    List<Set<Origin>> columns = new ArrayList<>();
    aggregate.getGroupSet().forEachInt(key -> columns.add(input.get(key)));
    for (AggregateCall call : aggregate.getAggCallList()) {
      Set<Origin> origins = new TreeSet<>();
      call.getArgList().forEach(argument -> origins.addAll(input.get(argument)));
      call.getCollation().getKeys().forEach(key -> origins.addAll(input.get(key)));
      columns.add(origins);
    }
    return columns;
  }

  private Set<Origin> origins(RexNode value, List<Set<Origin>> input) {
    Set<Origin> origins = new TreeSet<>();
    value.accept(
        new RexVisitorImpl<Void>(true) {
          @Override
          public Void visitInputRef(RexInputRef reference) {
            origins.addAll(input.get(reference.getIndex()));
            return null;
          }

          @Override
          public Void visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable variable) {
              List<Set<Origin>> columns = outside.getOrDefault(variable.id.getName(), List.of());
              int index = access.getField().getIndex();
              origins.addAll(index < columns.size() ? columns.get(index) : Set.of());
              return null;
            }
            return super.visitFieldAccess(access);
          }

          @Override
          public Void visitSubQuery(RexSubQuery query) {
            columns(query.rel).forEach(origins::addAll);
            return super.visitSubQuery(query);
          }
        });
    return origins;
  }
}
