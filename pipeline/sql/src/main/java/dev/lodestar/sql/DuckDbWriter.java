package dev.lodestar.sql;

import dev.lodestar.spec.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.rel2sql.SqlImplementor;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

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
    return toDuckDb(plan, promised, Optional.empty());
  }

  /** The same, with no more rows than the first so many. */
  static String toDuckDb(RelNode plan, List<Column> promised, Optional<BigDecimal> most) {
    if (promised.size() != plan.getRowType().getFieldCount()) {
      throw new IllegalStateException("Cannot promise " + promised + " of " + plan.getRowType());
    }
    return Ordered.of(plan).write(promised, most);
  }

  /** The SQL of a plan, its columns named and typed as they come. */
  private static String inner(RelNode plan) {
    return written(new PlanToSql().visitRoot(Lowering.lower(plan)).asStatement());
  }

  private static String written(SqlNode node) {
    return Objects.requireNonNull(node.accept(new AroundAggregates()))
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
    return written(context.toSql(null, lowered)).strip();
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /**
   * A plan and the order of its rows, apart. The order is written in the outermost SELECT: DuckDB
   * promises nothing of an order below it.
   */
  private record Ordered(
      RelNode rows,
      List<Integer> output,
      List<RelFieldCollation> order,
      Optional<String> fetch,
      Optional<String> offset) {

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
      if (node instanceof Sort sort) {
        return new Ordered(
            sort.getInput(),
            output,
            sort.getCollation().getFieldCollations(),
            number(sort.fetch),
            number(sort.offset));
      }
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < plan.getRowType().getFieldCount(); i++) {
        all.add(i);
      }
      return new Ordered(plan, all, List.of(), Optional.empty(), Optional.empty());
    }

    /** A number of rows is written out, or given when the statement runs. */
    private static Optional<String> number(@Nullable RexNode node) {
      return Optional.ofNullable(node)
          .map(
              rows ->
                  rows instanceof RexDynamicParam value
                      ? "CAST($" + (value.getIndex() + 1) + " AS BIGINT)"
                      : Objects.requireNonNull(RexLiteral.bigDecimalValue(rows)).toPlainString());
    }

    private static boolean onlyPicks(Project project) {
      return project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
    }

    String write(List<Column> promised, Optional<BigDecimal> most) {
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
          + limit(most);
    }

    private String limit(Optional<BigDecimal> most) {
      return Stream.of(fetch, most.map(BigDecimal::toPlainString))
              .flatMap(Optional::stream)
              .reduce((rows, other) -> "least(" + rows + ", " + other + ")")
              .map(rows -> "\nLIMIT " + rows)
              .orElse("")
          + offset.map(skipped -> "\nOFFSET " + skipped).orElse("");
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
}
