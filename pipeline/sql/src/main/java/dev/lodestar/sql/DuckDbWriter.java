package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.rel.rel2sql.SqlImplementor;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Writes plans as DuckDB SQL. The text depends on the plan alone, so any part of a plan can be
 * written, wherever it was cut.
 */
public final class DuckDbWriter {

  static {
    CalciteSettings.load();
  }

  private DuckDbWriter() {}

  /**
   * The DuckDB SQL of a plan. A stored table is one quoted identifier, {@code "silver.orders"}.
   * Rows come in the plan's order where it has one.
   *
   * @param promised name and type of each column of the result, in the plan's order
   */
  public static String toDuckDb(RelNode plan, List<Column> promised) {
    if (promised.size() != plan.getRowType().getFieldCount()) {
      throw new IllegalStateException("Cannot promise " + promised + " of " + plan.getRowType());
    }
    return Ordered.of(plan).write(promised);
  }

  /** The SQL of a plan, its columns named and typed as they come. */
  private static String inner(RelNode plan) {
    RelNode fenced = Lowering.lower(plan).accept(new Fence());
    return new RelToSqlConverter(DuckDbDialect.INSTANCE)
        .visitRoot(fenced)
        .asStatement()
        .toSqlString(DuckDbDialect.INSTANCE)
        .getSql();
  }

  /** The SQL of one expression over the columns of a plan. */
  static String expression(RexNode expression, RelNode over) {
    List<String> names = over.getRowType().getFieldNames();
    RexNode lowered =
        expression.accept(new Lowering.Expressions(over.getCluster().getRexBuilder()));
    SqlImplementor.Context context =
        new SqlImplementor.SimpleContext(
            DuckDbDialect.INSTANCE,
            index -> new SqlIdentifier(names.get(index), SqlParserPos.ZERO));
    return context.toSql(null, lowered).toSqlString(DuckDbDialect.INSTANCE).getSql();
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /**
   * A plan and the order of its rows, apart. The order is written in the outermost SELECT: DuckDB
   * promises nothing of an order below it.
   */
  private record Ordered(
      RelNode rows, List<Integer> output, List<RelFieldCollation> order, String limit) {

    static Ordered of(RelNode plan) {
      RelNode node = plan;
      List<Integer> output = new ArrayList<>();
      if (plan instanceof Project project
          && project.getInput() instanceof Sort
          && onlyPicks(project)) {
        project.getProjects().forEach(column -> output.add(((RexInputRef) column).getIndex()));
        node = project.getInput();
      } else {
        for (int i = 0; i < plan.getRowType().getFieldCount(); i++) {
          output.add(i);
        }
      }
      if (node instanceof Sort sort && isConstant(sort.fetch) && isConstant(sort.offset)) {
        String limit =
            (sort.fetch == null
                    ? ""
                    : "\nLIMIT " + RexLiteral.bigDecimalValue(sort.fetch).toPlainString())
                + (sort.offset == null
                    ? ""
                    : "\nOFFSET " + RexLiteral.bigDecimalValue(sort.offset).toPlainString());
        return new Ordered(
            sort.getInput(), output, sort.getCollation().getFieldCollations(), limit);
      }
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < plan.getRowType().getFieldCount(); i++) {
        all.add(i);
      }
      return new Ordered(plan, all, List.of(), "");
    }

    private static boolean isConstant(@org.jspecify.annotations.Nullable RexNode node) {
      return node == null || node instanceof RexLiteral;
    }

    private static boolean onlyPicks(Project project) {
      return project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
    }

    String write(List<Column> promised) {
      List<String> names =
          SqlValidatorUtil.uniquify(
              rows.getRowType().getFieldNames(), SqlValidatorUtil.F_SUGGESTER, false);
      List<String> select = new ArrayList<>();
      for (int i = 0; i < promised.size(); i++) {
        Column column = promised.get(i);
        select.add(
            "CAST(t."
                + quoted(names.get(output.get(i)))
                + " AS "
                + column.type()
                + ") AS "
                + quoted(column.name()));
      }
      String list = names.stream().map(DuckDbWriter::quoted).collect(Collectors.joining(", "));
      return "SELECT "
          + String.join(", ", select)
          + "\nFROM ("
          + inner(rows)
          + ") AS t("
          + list
          + ")"
          + orderBy(names)
          + limit;
    }

    private String orderBy(List<String> names) {
      if (order.isEmpty()) {
        return "";
      }
      return order.stream()
          .map(
              key ->
                  "t."
                      + quoted(names.get(key.getFieldIndex()))
                      + (key.getDirection().isDescending() ? " DESC" : "")
                      + (key.nullDirection == RelFieldCollation.NullDirection.FIRST
                          ? " NULLS FIRST"
                          : " NULLS LAST"))
          .collect(Collectors.joining(", ", "\nORDER BY ", ""));
    }
  }

  /** Keeps window functions out of the SELECT that groups: DuckDB would refuse them there. */
  private static final class Fence extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(RelNode node) {
      RelNode visited = super.visit(node);
      if (visited instanceof Aggregate aggregate
          && aggregate.getInput() instanceof Project project
          && project.containsOver()) {
        RexNode always = project.getCluster().getRexBuilder().makeLiteral(true);
        return aggregate.copy(
            aggregate.getTraitSet(), List.of(LogicalFilter.create(project, always)));
      }
      return visited;
    }
  }
}
