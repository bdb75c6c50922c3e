package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan that groups, computed from a table that is {@linkplain SummedUp summed up}
 * already.
 *
 * <p>The table will do when the step joins at least the tables that went into it, by at least the
 * conditions that went into it, and asks nothing else of them than what they were grouped by and
 * what was summed up. Whatever else the step joins meets a group as it would have met each row of
 * the group, so that groups are summed up instead of rows. Nothing is assumed of keys.
 */
final class Regrouping {
  private final SummedUp from;
  private final Aggregate step;
  private final JoinedRows asked;
  private final RexBuilder builder;
  private final RelOptCluster cluster;

  /** Of the table. */
  private final RelDataType rowType;

  private final Map<TableName, JoinedRows.Source> tables = new HashMap<>();

  /** The columns of the table that hold something asked for. */
  private final Map<RexNode, Integer> keys = new HashMap<>();

  /** Where the columns of other sources are now, by their first place. */
  private final Map<JoinedRows.Source, Integer> places = new HashMap<>();

  private Regrouping(SummedUp from, Aggregate step) {
    this.from = from;
    this.step = step;
    this.asked = new JoinedRows(step.getInput());
    this.cluster = step.getCluster();
    this.builder = cluster.getRexBuilder();
    this.rowType = ColumnTypes.rowType(cluster.getTypeFactory(), from.table().columns());
  }

  /** The same rows as those of a step; empty when the table does not tell them. */
  static Optional<RelNode> of(SummedUp from, Aggregate step) {
    return Optional.ofNullable(new Regrouping(from, step).plan());
  }

  private @Nullable RelNode plan() {
    if (!findTables() || (from.groups() == 0 && !isTotal())) {
      return null;
    }
    from.keys().forEach((column, key) -> keys.putIfAbsent(plain(here(key)), column));
    RelNode joined = joined();
    return joined == null ? null : grouped(joined);
  }

  /** Whether all tables that went into it are joined, each once. */
  private boolean findTables() {
    for (JoinedRows.Source source : asked.sources()) {
      Optional<TableName> table = source.table().filter(from.of()::containsKey);
      if (table.isPresent()
          && (source.lookup().isPresent() || tables.put(table.get(), source) != null)) {
        return false;
      }
    }
    return tables.size() == from.of().size();
  }

  /**
   * Whether the step has one row, made of nothing else. A table without groups has a row even where
   * nothing went into it, which must not meet anything.
   */
  private boolean isTotal() {
    return step.getGroupCount() == 0 && asked.sources().size() == tables.size();
  }

  /** An expression over what went into the table, over the rows that the step joins. */
  private RexNode here(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef column) {
            JoinedRows.Source there = from.rows().sourceOf(column.getIndex());
            JoinedRows.Source here = tables.get(there.table().orElseThrow());
            if (here == null) {
              throw new IllegalStateException("Not joined: " + there.table());
            }
            return new RexInputRef(
                column.getIndex() - there.first() + here.first(), column.getType());
          }
        });
  }

  /** The same for what means the same, as {@code a = b} and {@code b = a}. */
  private RexNode plain(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            RexNode visited = super.visitCall(call);
            if (!(visited instanceof RexCall inside) || inside.getOperands().size() != 2) {
              return visited;
            }
            RexNode left = inside.getOperands().get(0);
            RexNode right = inside.getOperands().get(1);
            boolean inOrder = left.toString().compareTo(right.toString()) <= 0;
            return switch (inside.getKind()) {
              case EQUALS, NOT_EQUALS ->
                  inOrder ? inside : inside.clone(inside.getType(), List.of(right, left));
              case GREATER_THAN -> builder.makeCall(SqlStdOperatorTable.LESS_THAN, right, left);
              case GREATER_THAN_OR_EQUAL ->
                  builder.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, right, left);
              default -> inside;
            };
          }
        });
  }

  /** The table, and whatever else the step joins. */
  private @Nullable RelNode joined() {
    Set<RexNode> met = new HashSet<>();
    from.rows().conditions().forEach(condition -> met.add(plain(here(condition))));
    Set<RexNode> all = new HashSet<>();
    List<RexNode> left = new ArrayList<>();
    for (RexNode condition : asked.conditions()) {
      if (all.add(plain(condition)) && !met.contains(plain(condition))) {
        left.add(condition);
      }
    }
    if (!all.containsAll(met)) {
      return null;
    }
    RelNode joined = SqlCompiler.scan(cluster, from.table().name(), rowType);
    List<JoinedRows.Source> others =
        asked.sources().stream().filter(source -> !tables.containsValue(source)).toList();
    int width = from.table().columns().size();
    for (boolean lookup : List.of(false, true)) {
      for (JoinedRows.Source other : others) {
        if (other.lookup().isPresent() == lookup) {
          places.put(other, width);
          width += other.rel().getRowType().getFieldCount();
        }
      }
    }
    List<RexNode> conditions = new ArrayList<>();
    for (RexNode condition : left) {
      RexNode told = told(condition);
      if (told == null) {
        return null;
      }
      conditions.add(told);
    }
    for (boolean lookup : List.of(false, true)) {
      for (JoinedRows.Source other : others) {
        if (other.lookup().isPresent() == lookup) {
          int reach =
              joined.getRowType().getFieldCount() + other.rel().getRowType().getFieldCount();
          RexNode on = lookup ? told(other.lookup().get()) : taken(conditions, reach);
          if (on == null) {
            return null;
          }
          joined =
              LogicalJoin.create(
                  joined,
                  other.rel(),
                  List.of(),
                  on,
                  Set.of(),
                  lookup ? JoinRelType.LEFT : JoinRelType.INNER);
        }
      }
    }
    return conditions.isEmpty()
        ? joined
        : LogicalFilter.create(joined, RexUtil.composeConjunction(builder, conditions));
  }

  /** Those conditions that can be met within the first columns; they are taken out. */
  private RexNode taken(List<RexNode> conditions, int columns) {
    List<RexNode> taken =
        conditions.stream()
            .filter(
                condition ->
                    RexUtil.SubQueryFinder.find(condition) == null
                        && RelOptUtil.InputFinder.bits(condition).length() <= columns)
            .toList();
    conditions.removeAll(taken);
    return RexUtil.composeConjunction(builder, taken);
  }

  /** An expression over the rows that the step joins, over the table and what is joined to it. */
  private @Nullable RexNode told(RexNode expression) {
    Integer key = keys.get(plain(expression));
    if (key != null) {
      return as(expression.getType(), column(key));
    }
    if (expression instanceof RexInputRef column) {
      JoinedRows.Source source = asked.sourceOf(column.getIndex());
      Integer place = places.get(source);
      return place == null
          ? null
          : new RexInputRef(place + column.getIndex() - source.first(), column.getType());
    }
    if (expression instanceof RexCall call && !(call instanceof RexOver)) {
      List<RexNode> operands = new ArrayList<>();
      for (RexNode operand : call.getOperands()) {
        RexNode told = told(operand);
        if (told == null) {
          return null;
        }
        operands.add(told);
      }
      return call.clone(call.getType(), operands);
    }
    boolean same =
        expression instanceof RexLiteral
            || expression instanceof RexDynamicParam
            || (expression instanceof RexFieldAccess field
                && field.getReferenceExpr() instanceof RexCorrelVariable);
    return same ? expression : null;
  }

  private RexNode column(int column) {
    return new RexInputRef(column, rowType.getFieldList().get(column).getType());
  }

  private RexNode as(RelDataType type, RexNode value) {
    return SqlTypeUtil.equalSansNullability(cluster.getTypeFactory(), type, value.getType())
        ? value
        : builder.makeAbstractCast(type, value, false);
  }

  private @Nullable RelNode grouped(RelNode joined) {
    List<RexNode> columns = new ArrayList<>();
    Map<Integer, Integer> positions = new HashMap<>();
    for (int group : step.getGroupSet()) {
      RexNode told = told(asked.columns().get(group));
      if (told == null) {
        return null;
      }
      positions.put(group, columns.size());
      columns.add(told);
    }
    boolean sameGroups = areOwn(columns);
    List<Call> calls = new ArrayList<>();
    for (AggregateCall call : step.getAggCallList()) {
      Call told = call(call, positions, columns, sameGroups);
      if (told == null) {
        return null;
      }
      calls.add(told);
    }
    if (columns.isEmpty()) {
      columns.add(builder.makeExactLiteral(BigDecimal.ONE));
    }
    List<String> names = IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).toList();
    RelNode input = LogicalProject.create(joined, List.of(), columns, names, Set.of());
    RelNode regrouped =
        LogicalAggregate.create(
            input,
            List.of(),
            ImmutableBitSet.range(step.getGroupCount()),
            step.getGroupSets().stream().map(set -> set.permute(positions)).toList(),
            calls.stream().map(call -> call.over(input, step.hasEmptyGroup())).toList());
    return RelOptUtil.createCastRel(regrouped, step.getRowType(), true);
  }

  /**
   * Whether a step that groups by these leaves each row of the table, which it joins to nothing.
   */
  private boolean areOwn(List<RexNode> groups) {
    Set<Integer> told = new HashSet<>();
    groups.forEach(group -> told.add(group instanceof RexInputRef key ? key.getIndex() : -1));
    return places.isEmpty()
        && step.getGroupType() == Aggregate.Group.SIMPLE
        && from.keys().size() == from.groups()
        && told.containsAll(from.keys().keySet());
  }

  /** A call over the columns of the step's input. */
  private record Call(
      String name, SqlAggFunction function, boolean distinct, List<Integer> columns, int filter) {

    AggregateCall over(RelNode input, boolean hasEmptyGroup) {
      return AggregateCall.create(
          function,
          distinct,
          false,
          false,
          List.of(),
          columns,
          filter,
          null,
          RelCollations.EMPTY,
          hasEmptyGroup,
          input,
          null,
          name);
    }
  }

  /** What a call gives, from columns that are added to those there are. */
  private @Nullable Call call(
      AggregateCall call, Map<Integer, Integer> groups, List<RexNode> columns, boolean sameGroups) {
    String name = String.valueOf(call.getName());
    SqlAggFunction function = call.getAggregation();
    if (function.getKind() == SqlKind.GROUPING) {
      List<Integer> same = call.getArgList().stream().map(groups::get).toList();
      return new Call(name, function, false, same, -1);
    }
    SummedUp.Sum asks = SummedUp.Sum.of(call, asked).orElse(null);
    if (asks == null) {
      return null;
    }
    Call held = held(name, asks, columns, sameGroups);
    if (held != null) {
      return held;
    }
    boolean once =
        call.isDistinct() || function.getKind() == SqlKind.MIN || function.getKind() == SqlKind.MAX;
    if (!once || from.groups() == 0) {
      return null;
    }
    List<Integer> arguments = new ArrayList<>();
    for (RexNode argument : asks.arguments()) {
      RexNode told = told(argument);
      if (told == null) {
        return null;
      }
      arguments.add(added(columns, told));
    }
    return filtered(new Call(name, function, call.isDistinct(), arguments, -1), asks, columns);
  }

  /** From a column of the table that holds what the call sums up. */
  private @Nullable Call held(
      String name, SummedUp.Sum asks, List<RexNode> columns, boolean sameGroups) {
    for (Map.Entry<Integer, SummedUp.Sum> one : from.sums().entrySet()) {
      SummedUp.Sum sum = one.getValue();
      if (!sum.call().getAggregation().equals(asks.call().getAggregation())
          || sum.call().isDistinct() != asks.call().isDistinct()
          || !sum.arguments().stream()
              .map(argument -> plain(here(argument)))
              .toList()
              .equals(asks.arguments().stream().map(this::plain).toList())) {
        continue;
      }
      boolean sameFilter =
          sum.filter().map(filter -> plain(here(filter))).equals(asks.filter().map(this::plain));
      if (sameFilter && sameGroups) {
        int column = added(columns, column(one.getKey()));
        return new Call(name, SqlStdOperatorTable.MAX, false, List.of(column), -1);
      }
      if (Merging.isExact(asks.call()) && (sameFilter || sum.filter().isEmpty())) {
        int column = added(columns, column(one.getKey()));
        Call merged = new Call(name, Merging.function(asks.call()), false, List.of(column), -1);
        return sameFilter ? merged : filtered(merged, asks, columns);
      }
    }
    return null;
  }

  private @Nullable Call filtered(Call call, SummedUp.Sum asks, List<RexNode> columns) {
    if (asks.filter().isEmpty()) {
      return call;
    }
    RexNode told = told(asks.filter().get());
    return told == null
        ? null
        : new Call(
            call.name(), call.function(), call.distinct(), call.columns(), added(columns, told));
  }

  private static int added(List<RexNode> columns, RexNode column) {
    columns.add(column);
    return columns.size() - 1;
  }
}
