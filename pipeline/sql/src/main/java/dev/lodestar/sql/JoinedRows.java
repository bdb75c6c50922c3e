package dev.lodestar.sql;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * What a step of a plan reads, taken apart: sources side by side, the conditions that their joined
 * rows meet, sources that are looked up at last (LEFT JOIN), and the columns made of all that.
 * Expressions count the columns of all sources in one row.
 */
final class JoinedRows {

  /**
   * Something that gives rows.
   *
   * @param first the place of its first column
   * @param lookup the condition under which it is looked up; empty where it is joined
   */
  record Source(RelNode rel, int first, Optional<RexNode> lookup) {

    /** The table that it is, if it is just one. */
    Optional<TableName> table() {
      return rel instanceof TableScan scan
          ? Optional.of(SqlCompiler.tableName(scan))
          : Optional.empty();
    }

    boolean has(int column) {
      return column >= first && column < first + rel.getRowType().getFieldCount();
    }
  }

  private final RexBuilder builder;
  private final List<Source> sources = new ArrayList<>();
  private final List<RexNode> conditions = new ArrayList<>();
  private final List<RexNode> columns;
  private int width;

  JoinedRows(RelNode rel) {
    this.builder = rel.getCluster().getRexBuilder();
    this.columns = read(rel);
  }

  List<Source> sources() {
    return sources;
  }

  List<RexNode> conditions() {
    return conditions;
  }

  /** The columns of the step, one expression each. */
  List<RexNode> columns() {
    return columns;
  }

  /** The source that has a column. */
  Source sourceOf(int column) {
    return sources.stream().filter(source -> source.has(column)).findFirst().orElseThrow();
  }

  private List<RexNode> read(RelNode rel) {
    if (rel instanceof Filter filter && filter.getVariablesSet().isEmpty()) {
      List<RexNode> below = read(filter.getInput());
      conditions.addAll(RelOptUtil.conjunctions(over(below, filter.getCondition())));
      return below;
    }
    if (rel instanceof Project project
        && project.getVariablesSet().isEmpty()
        && !project.containsOver()) {
      List<RexNode> below = read(project.getInput());
      return project.getProjects().stream().map(column -> over(below, column)).toList();
    }
    if (rel instanceof Join join && join.getVariablesSet().isEmpty()) {
      if (join.getJoinType() == JoinRelType.INNER) {
        List<RexNode> both = new ArrayList<>(read(join.getLeft()));
        both.addAll(read(join.getRight()));
        conditions.addAll(RelOptUtil.conjunctions(over(both, join.getCondition())));
        return both;
      }
      if (join.getJoinType() == JoinRelType.LEFT) {
        List<RexNode> both = new ArrayList<>(read(join.getLeft()));
        int first = width;
        both.addAll(places(join.getRight(), true));
        RexNode condition = over(both, join.getCondition());
        sources.add(new Source(join.getRight(), first, Optional.of(condition)));
        return both;
      }
    }
    int first = width;
    List<RexNode> all = places(rel, false);
    sources.add(new Source(rel, first, Optional.empty()));
    return all;
  }

  private List<RexNode> places(RelNode rel, boolean nullable) {
    List<RexNode> places = new ArrayList<>();
    rel.getRowType()
        .getFieldList()
        .forEach(
            field ->
                places.add(
                    new RexInputRef(
                        width + field.getIndex(),
                        nullable
                            ? builder
                                .getTypeFactory()
                                .createTypeWithNullability(field.getType(), true)
                            : field.getType())));
    width += places.size();
    return places;
  }

  private static RexNode over(List<RexNode> below, RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef column) {
            return below.get(column.getIndex());
          }
        });
  }
}
