package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Stage.Exchange;
import dev.lodestar.sql.Stage.Spread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Decides how a query is spread over workers, from its plan alone.
 *
 * <p>Small tables go to every fragment, large ones are shared out by file. Where equal keys must
 * meet (grouping, windows, joins of two large tables), the plan is cut, and the rows cross an
 * exchange. A part that this class does not understand runs in one fragment that reads everything:
 * slower, never wrong, and {@link Distribution#why} says so.
 */
public final class Distributor {
  private final ToLongFunction<TableName> bytes;
  private final long broadcastBound;
  private final List<Stage> stages = new ArrayList<>();
  private final List<String> why = new ArrayList<>();

  private Distributor(ToLongFunction<TableName> bytes, long broadcastBound) {
    this.bytes = bytes;
    this.broadcastBound = broadcastBound;
  }

  /**
   * The whole query in one fragment that reads everything: right for one process, where DuckDB uses
   * every core by itself.
   */
  public static Distribution inOnePiece(CompiledQuery query) {
    Stage stage =
        new Stage(
            0,
            query.plan(),
            query.columns(),
            Spread.ONE,
            Set.of(),
            query.inputs(),
            Set.of(),
            Optional.empty());
    return new Distribution(
        List.of(stage), List.of(), List.of("one process: DuckDB uses its cores"));
  }

  /**
   * Spreads a query over workers.
   *
   * @param bytes the size of each input, as well as it is known
   * @param broadcastBound up to which size a table goes to every worker
   */
  public static Distribution overWorkers(
      CompiledQuery query, ToLongFunction<TableName> bytes, long broadcastBound) {
    return new Distributor(bytes, broadcastBound).distribute(query);
  }

  private Distribution distribute(CompiledQuery query) {
    Part part = place(query.plan());
    if (part.spread == Reach.EVERYWHERE) {
      why.add("small enough for one worker");
      part = part.inOnePlace();
    }
    stages.add(part.stage(stages.size(), query.columns(), Optional.empty()));
    List<String> hashed = part.keys.stream().map(i -> query.columns().get(i).name()).toList();
    return new Distribution(stages, hashed, why);
  }

  /** Where the rows of a part of the plan are. */
  private enum Reach {
    /** Every fragment can have all of them. */
    EVERYWHERE,
    /** Shared out by file, with no order to it. */
    SCATTERED_BY_FILE,
    /** Shared out by partition of an exchange. */
    PARTITIONED,
    /** All in one fragment. */
    ONE
  }

  /**
   * A part of the plan with what it reads.
   *
   * @param keys columns such that rows which agree in them are in one fragment; empty when unknown
   * @param stable whether every fragment that computes it anew gets the same rows
   */
  private record Part(
      RelNode rel,
      Reach spread,
      List<Integer> keys,
      boolean stable,
      Set<TableName> split,
      Set<TableName> whole,
      Set<Integer> from) {

    Part with(RelNode newRel) {
      return new Part(newRel, spread, keys, stable, split, whole, from);
    }

    Part keyed(List<Integer> newKeys) {
      return new Part(rel, spread, newKeys, stable, split, whole, from);
    }

    Part unstable() {
      return new Part(rel, spread, keys, false, split, whole, from);
    }

    /**
     * The same rows in one fragment; only for a part that no exchange feeds, or that is in one
     * place already.
     */
    Part inOnePlace() {
      Set<TableName> all = new LinkedHashSet<>(whole);
      all.addAll(split);
      return new Part(rel, Reach.ONE, List.of(), true, Set.of(), all, from);
    }

    Stage stage(int id, List<Column> columns, Optional<Exchange> exchange) {
      Spread over =
          switch (spread) {
            case SCATTERED_BY_FILE -> Spread.BY_FILE;
            case PARTITIONED -> Spread.BY_KEY;
            case ONE, EVERYWHERE -> Spread.ONE;
          };
      return new Stage(id, rel, columns, over, split, whole, from, exchange);
    }
  }

  private Part place(RelNode rel) {
    if (hasSubQuery(rel)) {
      return together(rel, "a subquery that was not unnested");
    }
    if (rel instanceof TableScan scan) {
      return scan(scan, true);
    }
    if (rel instanceof Values || (rel instanceof TableFunctionScan && rel.getInputs().isEmpty())) {
      return new Part(rel, Reach.EVERYWHERE, List.of(), true, Set.of(), Set.of(), Set.of());
    }
    if (rel instanceof Filter filter) {
      return over(filter, place(filter.getInput()));
    }
    if (rel instanceof Project project) {
      return project.containsOver()
          ? windows(project)
          : project(project, place(project.getInput()));
    }
    if (rel instanceof Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (rel instanceof Join join) {
      return join(join);
    }
    if (rel instanceof Sort sort) {
      return sort(sort);
    }
    if (rel instanceof SetOp setOp) {
      return setOp(setOp);
    }
    return together(rel, "a " + rel.getRelTypeName() + " step");
  }

  private Part scan(TableScan scan, boolean mayBroadcast) {
    TableName table = SqlCompiler.tableName(scan);
    if (mayBroadcast && bytes.applyAsLong(table) <= broadcastBound) {
      return new Part(scan, Reach.EVERYWHERE, List.of(), true, Set.of(), Set.of(table), Set.of());
    }
    return new Part(
        scan, Reach.SCATTERED_BY_FILE, List.of(), true, Set.of(table), Set.of(), Set.of());
  }

  /** A step with one input that leaves rows where they are and columns as they are. */
  private static Part over(RelNode rel, Part input) {
    return input.with(rel.copy(rel.getTraitSet(), List.of(input.rel)));
  }

  private static Part project(Project project, Part input) {
    List<Integer> keys = new ArrayList<>();
    for (int key : input.keys) {
      int place = position(project.getProjects(), key);
      if (place < 0) {
        return over(project, input).keyed(List.of());
      }
      keys.add(place);
    }
    return over(project, input).keyed(keys);
  }

  private static int position(List<RexNode> expressions, int column) {
    for (int i = 0; i < expressions.size(); i++) {
      if (expressions.get(i) instanceof RexInputRef ref && ref.getIndex() == column) {
        return i;
      }
    }
    return -1;
  }

  private Part windows(Project project) {
    Part input = place(project.getInput());
    if (input.spread == Reach.EVERYWHERE) {
      // Rows that tie in a window's order may be numbered differently by two fragments.
      return over(project, input).unstable();
    }
    if (input.spread == Reach.ONE) {
      return over(project, input);
    }
    Set<Integer> common = commonPartition(project);
    if (common.isEmpty()) {
      return over(project, gather(input, "a window over all rows"));
    }
    Part together =
        !input.keys.isEmpty() && common.containsAll(input.keys)
            ? input
            : exchange(
                input, List.copyOf(common), "rows of a window meet by " + names(input, common));
    return project(project, together);
  }

  private static Set<Integer> commonPartition(Project project) {
    List<Set<Integer>> partitions = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      RexUtil.apply(
          new org.apache.calcite.rex.RexVisitorImpl<Void>(true) {
            @Override
            public Void visitOver(RexOver over) {
              Set<Integer> columns = new LinkedHashSet<>();
              over.getWindow()
                  .partitionKeys
                  .forEach(
                      k -> {
                        if (k instanceof RexInputRef ref) {
                          columns.add(ref.getIndex());
                        }
                      });
              partitions.add(columns);
              return super.visitOver(over);
            }
          },
          List.of(expression),
          null);
    }
    Set<Integer> common = new LinkedHashSet<>(partitions.get(0));
    partitions.forEach(common::retainAll);
    return common;
  }

  private Part aggregate(Aggregate aggregate) {
    Part input = place(aggregate.getInput());
    if (input.spread == Reach.EVERYWHERE || input.spread == Reach.ONE) {
      return over(aggregate, input).keyed(List.of());
    }
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      return over(aggregate, gather(input, "grouping sets"));
    }
    List<Integer> group = aggregate.getGroupSet().asList();
    if (!group.isEmpty() && !input.keys.isEmpty() && group.containsAll(input.keys)) {
      return over(aggregate, input).keyed(input.keys.stream().map(group::indexOf).toList());
    }
    String reason =
        group.isEmpty() ? "one total over all rows" : "groups meet by " + names(input, group);
    if (aggregate.getAggCallList().stream().allMatch(Merging::isExact)) {
      return mergedAggregate(aggregate, input, reason);
    }
    if (group.isEmpty()) {
      return over(aggregate, gather(input, reason));
    }
    Part together = exchange(input, group, reason);
    return over(aggregate, together).keyed(IntStream.range(0, group.size()).boxed().toList());
  }

  /**
   * Aggregates before the exchange and merges after it, so that what crosses is one row per group
   * and fragment.
   */
  private Part mergedAggregate(Aggregate aggregate, Part input, String reason) {
    Part partial = over(aggregate, input).keyed(List.of());
    int groups = aggregate.getGroupCount();
    List<Integer> keys = IntStream.range(0, groups).boxed().toList();
    String said = reason + ", aggregated before and after the exchange";
    Part met = cut(partial, keys, groups == 0 ? Reach.ONE : Reach.PARTITIONED, said);
    List<AggregateCall> merging = new ArrayList<>();
    for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
      AggregateCall call = aggregate.getAggCallList().get(i);
      merging.add(
          AggregateCall.create(
              Merging.function(call),
              false,
              false,
              false,
              List.of(),
              List.of(groups + i),
              -1,
              null,
              org.apache.calcite.rel.RelCollations.EMPTY,
              call.getType(),
              call.getName()));
    }
    RelNode merged =
        LogicalAggregate.create(met.rel, List.of(), ImmutableBitSet.range(groups), null, merging);
    return met.with(RelOptUtil.createCastRel(merged, aggregate.getRowType(), true)).keyed(keys);
  }

  private Part join(Join join) {
    Part left = place(join.getLeft());
    Part right = place(join.getRight());
    JoinRelType type = join.getJoinType();
    JoinInfo info = join.analyzeCondition();
    if (left.spread == Reach.EVERYWHERE && right.spread == Reach.EVERYWHERE) {
      Part both = joined(join, left, right, left, List.of());
      return left.stable && right.stable ? both : both.unstable();
    }
    boolean keepsLeft = type == JoinRelType.INNER || !type.generatesNullsOnLeft();
    if (right.spread == Reach.EVERYWHERE && right.stable && keepsLeft) {
      return joined(join, left, right, left, left.keys);
    }
    boolean keepsRight = type == JoinRelType.INNER || type == JoinRelType.RIGHT;
    if (left.spread == Reach.EVERYWHERE && left.stable && keepsRight) {
      return joined(join, left, right, right, shifted(right.keys, join));
    }
    if (info.pairs().isEmpty() || left.spread == Reach.ONE || right.spread == Reach.ONE) {
      String reason =
          info.pairs().isEmpty()
              ? "a join of large tables without equal columns"
              : "a join in one place";
      Part l = gather(left, reason);
      return joined(join, l, gather(right, reason), l, List.of());
    }
    if (!sameTypes(left, right, info)) {
      Part l = gather(left, "a join of large tables on columns of different types");
      return joined(join, l, gather(right, "the same join"), l, List.of());
    }
    List<Integer> leftKeys = List.copyOf(info.leftKeys);
    List<Integer> rightKeys = List.copyOf(info.rightKeys);
    Part l = left.keys.equals(leftKeys) ? left : exchange(left, leftKeys, meet(left, leftKeys));
    Part r =
        right.keys.equals(rightKeys) ? right : exchange(right, rightKeys, meet(right, rightKeys));
    List<Integer> keys =
        switch (type) {
          case FULL -> List.of();
          case RIGHT -> shifted(rightKeys, join);
          default -> leftKeys;
        };
    return joined(join, l, r, l, keys);
  }

  /** Equal values must hash to the same partition, which they do within one type. */
  private static boolean sameTypes(Part left, Part right, JoinInfo info) {
    return info.pairs().stream()
        .allMatch(p -> typeOf(left, p.source).equals(typeOf(right, p.target)));
  }

  private static ColumnType typeOf(Part part, int column) {
    return ColumnTypes.of(part.rel.getRowType().getFieldList().get(column).getType());
  }

  private static String meet(Part part, List<Integer> keys) {
    return "both sides of a join of large tables meet by " + names(part, keys);
  }

  private static List<Integer> shifted(List<Integer> keys, Join join) {
    int width = join.getLeft().getRowType().getFieldCount();
    return keys.stream().map(k -> k + width).toList();
  }

  private static Part joined(Join join, Part left, Part right, Part leading, List<Integer> keys) {
    RelNode rel = join.copy(join.getTraitSet(), List.of(left.rel, right.rel));
    return merged(rel, leading.spread, keys, List.of(left, right));
  }

  private static Part merged(RelNode rel, Reach spread, List<Integer> keys, List<Part> parts) {
    Set<TableName> split = new LinkedHashSet<>();
    Set<TableName> whole = new LinkedHashSet<>();
    Set<Integer> from = new LinkedHashSet<>();
    for (Part part : parts) {
      split.addAll(part.split);
      whole.addAll(part.whole);
      from.addAll(part.from);
    }
    return new Part(rel, spread, keys, true, split, whole, from);
  }

  private Part sort(Sort sort) {
    Part input = place(sort.getInput());
    if (sort.fetch == null && sort.offset == null) {
      return over(sort, input);
    }
    if (input.spread == Reach.EVERYWHERE) {
      return over(sort, input).unstable();
    }
    return over(sort, gather(input, "the first rows of all"));
  }

  private Part setOp(SetOp setOp) {
    int stagesBefore = stages.size();
    int reasonsBefore = why.size();
    if (setOp instanceof Union && setOp.all) {
      List<Part> parts = setOp.getInputs().stream().map(this::placeOnce).toList();
      Set<TableName> split = new HashSet<>();
      parts.forEach(p -> split.addAll(p.split));
      boolean byFile =
          parts.stream()
              .allMatch(
                  p ->
                      p.spread == Reach.SCATTERED_BY_FILE
                          && p.whole.stream().noneMatch(split::contains));
      if (byFile) {
        RelNode rel = setOp.copy(setOp.getTraitSet(), parts.stream().map(Part::rel).toList());
        return merged(rel, Reach.SCATTERED_BY_FILE, List.of(), parts);
      }
      stages.subList(stagesBefore, stages.size()).clear();
      why.subList(reasonsBefore, why.size()).clear();
      return together(setOp, "a union of parts that lie differently");
    }
    return together(setOp, "a set operation");
  }

  /**
   * Places a part so that each of its rows is in one fragment only, where that is possible by
   * sharing out files.
   */
  private Part placeOnce(RelNode rel) {
    if (rel instanceof TableScan scan) {
      return scan(scan, false);
    }
    if (rel instanceof Filter filter && !hasSubQuery(filter)) {
      return over(filter, placeOnce(filter.getInput()));
    }
    if (rel instanceof Project project && !project.containsOver() && !hasSubQuery(project)) {
      return project(project, placeOnce(project.getInput()));
    }
    if (rel instanceof Union union && union.all) {
      return setOp(union);
    }
    return place(rel);
  }

  /** Runs everything below in one fragment that reads all files, as written. */
  private Part together(RelNode rel, String reason) {
    why.add("in one fragment: " + reason);
    Set<TableName> tables = SqlCompiler.tablesIn(rel);
    return new Part(rel, Reach.ONE, List.of(), true, Set.of(), tables, Set.of());
  }

  private Part gather(Part part, String reason) {
    return switch (part.spread) {
      case ONE -> part;
      case EVERYWHERE -> part.inOnePlace();
      case SCATTERED_BY_FILE -> {
        why.add("in one fragment: " + reason);
        yield part.inOnePlace();
      }
      case PARTITIONED -> cut(part, List.of(), Reach.ONE, reason);
    };
  }

  private Part exchange(Part part, List<Integer> keys, String reason) {
    return cut(part, keys, Reach.PARTITIONED, reason);
  }

  /** Ends a stage here; what is above reads its rows from the exchange. */
  private Part cut(Part part, List<Integer> keys, Reach reach, String reason) {
    List<Column> columns = new ArrayList<>();
    RelDataTypeFactory factory = part.rel.getCluster().getTypeFactory();
    RelDataTypeFactory.Builder row = factory.builder();
    for (int i = 0; i < part.rel.getRowType().getFieldCount(); i++) {
      RelDataType type = part.rel.getRowType().getFieldList().get(i).getType();
      ColumnType carried = ColumnTypes.of(type);
      columns.add(new Column("c" + i, carried));
      row.add("c" + i, type);
    }
    int id = stages.size();
    List<String> by = keys.stream().map(k -> "c" + k).toList();
    stages.add(part.stage(id, columns, Optional.of(new Exchange(by))));
    why.add("exchange " + id + ": " + reason);
    RelNode scan = SqlCompiler.scan(part.rel.getCluster(), Stage.name(id), row.build());
    return new Part(scan, reach, keys, true, Set.of(), Set.of(), Set.of(id));
  }

  private static String names(Part part, Iterable<Integer> columns) {
    List<String> names = new ArrayList<>();
    columns.forEach(c -> names.add(part.rel.getRowType().getFieldNames().get(c)));
    return String.join(", ", names);
  }

  static boolean hasSubQuery(RelNode rel) {
    if (rel instanceof Filter filter) {
      return RexUtil.SubQueryFinder.find(filter.getCondition()) != null;
    }
    if (rel instanceof Project project) {
      return RexUtil.SubQueryFinder.find(project.getProjects()) != null;
    }
    if (rel instanceof Join join) {
      return RexUtil.SubQueryFinder.find(join.getCondition()) != null;
    }
    return false;
  }
}
