package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Follows each column of a plan, and the choice of its rows, to stored columns.
 *
 * <p>Calcite's own {@code getColumnOrigins} tells nothing of windows, subqueries and lateral joins,
 * and does not tell a value that is shown from one that is only tested.
 */
final class Lineage {
  private static final Set<String> OF_ANOTHER_ROW =
      Set.of("lag", "lead", "first_value", "last_value", "nth_value");
  private static final Set<String> CHOSEN_BY_ANOTHER = Set.of("max_by", "min_by");

  /** The columns outside of a correlated subquery, by the name the plan gives them. */
  private final Map<String, List<Influences>> outside = new HashMap<>();

  /** What the rows of a step are, and what decides which there are. */
  private record Followed(List<Influences> columns, Influences rows) {

    Followed choosing(Influences more) {
      return new Followed(columns, rows.and(more));
    }

    /** All that the step hangs on in any way. */
    Influences everything() {
      return columns.stream().reduce(rows, Influences::and);
    }
  }

  private Lineage() {}

  /** The influences on each column, in the plan's order and under these names, and on the rows. */
  static QueryLineage of(RelNode plan, List<String> names) {
    Followed followed = new Lineage().follow(plan);
    Map<String, Influences> columns = new java.util.LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      columns.merge(names.get(i), followed.columns().get(i), Influences::and);
    }
    return new QueryLineage(columns, followed.rows());
  }

  private Followed follow(RelNode node) {
    if (node instanceof TableScan scan) {
      return new Followed(scanned(scan), Influences.NONE);
    }
    if (node instanceof Filter filter) {
      Followed input = follow(filter.getInput());
      bind(filter.getVariablesSet(), input.columns());
      return input.choosing(tested(filter.getCondition(), input.columns(), Influence.FILTER));
    }
    if (node instanceof Project project) {
      Followed input = follow(project.getInput());
      bind(project.getVariablesSet(), input.columns());
      List<Influences> columns =
          project.getProjects().stream().map(value -> of(value, input.columns())).toList();
      return new Followed(columns, input.rows());
    }
    if (node instanceof Sort sort) {
      Followed input = follow(sort.getInput());
      return input.choosing(at(sort.getCollation().getKeys(), input.columns()).all(Influence.SORT));
    }
    if (node instanceof Aggregate aggregate) {
      return aggregated(aggregate, follow(aggregate.getInput()));
    }
    if (node instanceof Join join) {
      Followed left = follow(join.getLeft());
      Followed both = beside(left, follow(join.getRight()), true);
      bind(join.getVariablesSet(), both.columns());
      Influences tested = tested(join.getCondition(), both.columns(), Influence.JOIN);
      return (join.getJoinType().projectsRight() ? both : new Followed(left.columns(), both.rows()))
          .choosing(tested);
    }
    if (node instanceof Correlate correlate) {
      Followed left = follow(correlate.getLeft());
      outside.put(correlate.getCorrelVariable(), left.columns());
      return beside(left, follow(correlate.getRight()), correlate.getJoinType().projectsRight());
    }
    if (node instanceof SetOp setOp) {
      return together(setOp, setOp.getInputs().stream().map(this::follow).toList());
    }
    if (node instanceof TableFunctionScan scan) {
      Influences arguments = of(scan.getCall(), List.of()).computed();
      int width = scan.getRowType().getFieldCount();
      return new Followed(Collections.nCopies(width, arguments), arguments.all(Influence.FILTER));
    }
    if (node instanceof Values) {
      int width = node.getRowType().getFieldCount();
      return new Followed(Collections.nCopies(width, Influences.NONE), Influences.NONE);
    }
    throw new IllegalStateException("No lineage through " + node.getRelTypeName());
  }

  private static List<Influences> scanned(TableScan scan) {
    TableName table = SqlCompiler.tableName(scan);
    return scan.getRowType().getFieldNames().stream()
        .map(column -> Influences.of(new Origin(table, column), Influence.IDENTITY))
        .toList();
  }

  private void bind(
      Set<org.apache.calcite.rel.core.CorrelationId> variables, List<Influences> columns) {
    variables.forEach(id -> outside.put(id.getName(), columns));
  }

  private static Followed beside(Followed left, Followed right, boolean showsRight) {
    List<Influences> columns = new ArrayList<>(left.columns());
    if (showsRight) {
      columns.addAll(right.columns());
    }
    return new Followed(columns, left.rows().and(right.rows()));
  }

  private static Followed together(SetOp setOp, List<Followed> inputs) {
    Influences rows = inputs.stream().map(Followed::rows).reduce(Influences.NONE, Influences::and);
    Influences values =
        inputs.stream()
            .flatMap(input -> input.columns().stream())
            .reduce(Influences.NONE, Influences::and);
    if (setOp instanceof Minus) {
      return new Followed(inputs.get(0).columns(), rows.and(values.all(Influence.FILTER)));
    }
    List<Influences> columns =
        IntStream.range(0, setOp.getRowType().getFieldCount())
            .mapToObj(
                i ->
                    inputs.stream()
                        .map(input -> input.columns().get(i))
                        .reduce(Influences.NONE, Influences::and))
            .toList();
    if (!(setOp instanceof Union)) {
      return new Followed(columns, rows.and(values.all(Influence.FILTER)));
    }
    return new Followed(columns, setOp.all ? rows : rows.and(values.all(Influence.GROUP_BY)));
  }

  private static Followed aggregated(Aggregate aggregate, Followed input) {
    List<Influences> columns = new ArrayList<>();
    List<Integer> keys = aggregate.getGroupSet().asList();
    keys.forEach(key -> columns.add(input.columns().get(key)));
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.add(called(call, input.columns()));
    }
    return new Followed(columns, input.rows())
        .choosing(at(keys, input.columns()).all(Influence.GROUP_BY));
  }

  private static Influences called(AggregateCall call, List<Influences> input) {
    if (call.getAggregation().getKind() == SqlKind.GROUPING) {
      return Influences.NONE;
    }
    List<Integer> arguments = call.getArgList();
    boolean chosen = CHOSEN_BY_ANOTHER.contains(call.getAggregation().getName());
    Influences values = at(chosen ? arguments.subList(0, 1) : arguments, input).aggregated();
    Influences order = at(call.getCollation().getKeys(), input);
    // What a percentile is taken of stands in its ORDER BY.
    Influences all =
        values.and(
            call.getAggregation().isPercentile() ? order.aggregated() : order.all(Influence.SORT));
    List<Integer> tests = new ArrayList<>(chosen ? arguments.subList(1, 2) : List.of());
    if (call.hasFilter()) {
      tests.add(call.filterArg);
    }
    return all.and(at(tests, input).all(Influence.CONDITIONAL));
  }

  private static Influences at(List<Integer> columns, List<Influences> input) {
    return columns.stream().map(input::get).reduce(Influences.NONE, Influences::and);
  }

  /** What a condition looks at. */
  private Influences tested(RexNode condition, List<Influences> input, Influence as) {
    return of(condition, input).all(as);
  }

  /** What the values of an expression are made from, or chosen by. */
  private Influences of(RexNode value, List<Influences> input) {
    if (value instanceof RexInputRef reference) {
      return input.get(reference.getIndex());
    }
    if (value instanceof RexFieldAccess access) {
      return access.getReferenceExpr() instanceof RexCorrelVariable variable
          ? outer(variable, access.getField().getIndex())
          : of(access.getReferenceExpr(), input).computed();
    }
    if (value instanceof RexSubQuery query) {
      return subQuery(query, input);
    }
    if (value instanceof RexOver over) {
      return over(over, input);
    }
    return value instanceof RexCall call ? call(call, input) : Influences.NONE;
  }

  private Influences outer(RexCorrelVariable variable, int index) {
    List<Influences> columns = outside.get(variable.id.getName());
    if (columns == null) {
      throw new IllegalStateException("Nothing is known of " + variable + " outside of a subquery");
    }
    return columns.get(index);
  }

  private Influences call(RexCall call, List<Influences> input) {
    List<RexNode> operands = call.getOperands();
    boolean sameType =
        operands.size() == 1
            && SqlTypeUtil.equalSansNullability(call.getType(), operands.get(0).getType());
    if (call.getKind() == SqlKind.CAST && sameType) {
      return of(operands.get(0), input);
    }
    Influences all = Influences.NONE;
    for (int i = 0; i < operands.size(); i++) {
      Influences operand = of(operands.get(i), input).computed();
      all = all.and(onlyChooses(call, i) ? operand.all(Influence.CONDITIONAL) : operand);
    }
    return all;
  }

  /** Whether an operand decides which of the others is the value. */
  private static boolean onlyChooses(RexCall call, int operand) {
    if (call.getKind() == SqlKind.CASE) {
      return operand % 2 == 0 && operand < call.getOperands().size() - 1;
    }
    return call.getOperator().getName().equals("nullif") && operand == 1;
  }

  private Influences over(RexOver over, List<Influences> input) {
    Influences windows = Influences.NONE;
    for (RexNode key : over.getWindow().partitionKeys) {
      windows = windows.and(of(key, input));
    }
    for (RexFieldCollation key : over.getWindow().orderKeys) {
      windows = windows.and(of(key.left, input));
    }
    String name = over.getAggOperator().getName().toLowerCase(java.util.Locale.ROOT);
    Influences all = windows.all(Influence.WINDOW);
    for (int i = 0; i < over.getOperands().size(); i++) {
      Influences operand = of(over.getOperands().get(i), input);
      boolean chooses = CHOSEN_BY_ANOTHER.contains(name) && i == 1;
      Influences made = OF_ANOTHER_ROW.contains(name) ? operand.computed() : operand.aggregated();
      all = all.and(chooses ? operand.all(Influence.CONDITIONAL) : made);
    }
    return all;
  }

  /** A value that another query gives, or that tells whether it gives any. */
  private Influences subQuery(RexSubQuery query, List<Influences> input) {
    Followed inner = follow(query.rel);
    if (query.getKind() == SqlKind.EXISTS) {
      return inner.rows();
    }
    if (query.getKind() == SqlKind.SCALAR_QUERY) {
      return inner.everything();
    }
    Influences all = inner.everything().computed();
    for (RexNode operand : query.getOperands()) {
      all = all.and(of(operand, input).computed());
    }
    return all;
  }
}
