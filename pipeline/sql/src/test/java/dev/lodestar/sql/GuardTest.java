package dev.lodestar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables that stand for what may be seen of tables of the same name. */
final class GuardTest {
  private static final TableName SALES = new TableName("gold", "sales");
  private static final Column DAY = new Column("day", ColumnType.DATE);
  private static final Column AMOUNT = new Column("amount", ColumnType.INTEGER);
  private static final TableShape WHOLE = TableShape.stored(SALES, List.of(DAY, AMOUNT));

  private static SqlCompiler seeing(String guard, TableShape... more) {
    List<TableShape> seen = new java.util.ArrayList<>(List.of(more));
    seen.add(TableShape.guard(SALES, List.of(AMOUNT), guard));
    return SqlCompiler.guarded(seen, List.of(WHOLE));
  }

  @Test
  void aStatementReadsWhatTheGuardGives() throws Exception {
    CompiledQuery compiled =
        seeing("SELECT amount FROM sales WHERE day > DATE '2024-01-01'")
            .compile("SELECT * FROM sales", "gold");
    assertThat(compiled.columns()).containsExactly(AMOUNT);
    assertThat(compiled.inputs()).containsExactly(SALES);
    assertThat(compiled.duckDb()).contains("DATE '2024-01-01'");
  }

  @Test
  void aViewReadsTheGuardAsWell() throws Exception {
    TableName view = new TableName("gold", "large");
    SqlCompiler compiler =
        seeing(
            "SELECT amount FROM sales WHERE day > DATE '2024-01-01'",
            TableShape.view(view, List.of(AMOUNT), "SELECT amount FROM sales WHERE amount > 9"));
    assertThat(compiler.compile("SELECT * FROM large", "gold").duckDb())
        .contains("DATE '2024-01-01'");
  }

  @Test
  void whatIsBeneathCannotBeNamed() {
    SqlCompiler compiler = seeing("SELECT amount FROM sales");
    assertThatThrownBy(() -> compiler.compile("SELECT day FROM sales", "gold"))
        .hasMessageStartingWith("unknown column \"day\"");
    SqlCompiler nothing = SqlCompiler.guarded(List.of(), List.of(WHOLE));
    assertThatThrownBy(() -> nothing.compile("SELECT amount FROM gold.sales", "gold"))
        .hasMessageStartingWith("unknown");
  }

  @Test
  void aGuardThatFailsTellsNothing() {
    assertThatThrownBy(
            () -> seeing("SELECT secret FROM sales").compile("SELECT * FROM sales", "gold"))
        .hasMessage("view gold.sales cannot be read: what may be seen of it is not known");
  }

  @Test
  void aCorrelatedSubqueryCountsTheColumnsOfTheGuard() throws Exception {
    String sql =
        "SELECT amount + 1 AS more, (SELECT count(*) FROM sales AS o WHERE o.amount = s.amount) AS n"
            + " FROM sales AS s";
    CompiledQuery compiled =
        seeing(
                "SELECT CASE WHEN seen THEN amount END AS amount FROM (SELECT day, amount,"
                    + " day > DATE '2024-01-01' AS seen FROM sales) AS t WHERE seen")
            .compile(sql, "gold");
    assertThat(compiled.duckDb()).contains("COUNT(*)");
  }
}
