package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which table was read shows by its rows: those of the tables that are summed up are made wrong on
 * purpose, ten times as many as there are.
 */
class SummedUpTablesTest {
  private static final String SALES =
      "SELECT i::integer AS shop, (i // 10)::integer AS area, 1::bigint AS units"
          + " FROM range(100) t(i)";
  private static final String BY_AREA =
      "select area, sum(units) as units, count(*) as n from sales group by area";
  private static final String TEN_TIMES =
      "SELECT i::integer AS area, 100::bigint AS units, 100::bigint AS n FROM range(10) t(i)";
  private static final String TOTAL = "select sum(units) as units from sales";

  @TempDir Path directory;
  private BuiltDomain built;
  private ServedDomain domain;
  private QueryEngine engine;

  @BeforeEach
  void build() throws Exception {
    built = BuiltDomain.in(directory, "oranges");
    built
        .table("gold.sales", SALES)
        .summedUp("gold.by_area", TEN_TIMES, BY_AREA, "gold.sales")
        .release("run-1");
    domain = built.served();
    engine = QueryEngine.over(domain.warehouse());
  }

  @AfterEach
  void close() throws Exception {
    engine.close();
    domain.close();
    built.close();
  }

  @Test
  void aTableThatIsSummedUpAnswersAndExplainSaysSo() throws Exception {
    assertThat(ask(now(), TOTAL)).isEqualTo(List.of(List.of(1000L)));
    List<List<@Nullable Object>> lines = ask(now(), "explain " + TOTAL);
    assertThat(String.valueOf(lines.get(lines.size() - 1).get(0)))
        .isEqualTo("-- gold.by_area in the place of gold.sales");
    assertThat(ask(now(), "select shop from sales where shop = 7")).isEqualTo(List.of(List.of(7L)));
  }

  @Test
  void itAnswersNoMoreOnceWhatItWasMadeOfHasChanged() throws Exception {
    built.table("gold.sales", SALES.replace("range(100)", "range(30)")).release("run-2");
    assertThat(ask(now(), TOTAL)).isEqualTo(List.of(List.of(30L)));
    assertThat(ask(domain.asOf("run-1"), TOTAL)).isEqualTo(List.of(List.of(1000L)));
    built.summedUp("gold.by_area", TEN_TIMES, BY_AREA, "gold.sales").release("run-3");
    assertThat(ask(now(), TOTAL)).isEqualTo(List.of(List.of(1000L)));
  }

  @Test
  void rowsOfCallersWhoMayNotSeeAllAreSummedUpOneByOne() throws Exception {
    assertThat(ask(now().seenBy(seeing("area < 3")), TOTAL)).isEqualTo(List.of(List.of(30L)));
    assertThat(ask(now().seenBy(seeing("shop < 12")), TOTAL)).isEqualTo(List.of(List.of(12L)));
  }

  @Test
  void aDefinitionThatReadsAViewIsNotTrusted() throws Exception {
    built
        .view(
            "gold.few",
            "select area, units from sales where shop < 20",
            new Column("area", ColumnType.INTEGER),
            new Column("units", ColumnType.BIGINT))
        .summedUp(
            "gold.of_few", "SELECT 1::bigint AS n", "select count(*) as n from few", "gold.sales")
        .release("run-2");
    assertThat(ask(now(), "select count(*) as n from few")).isEqualTo(List.of(List.of(20L)));
  }

  private static Access seeing(String rows) {
    return new Access(
        Set.of("gold"),
        Set.of(),
        Map.of(),
        Map.of(new TableName("gold", "sales"), List.of(rows)),
        Set.of(),
        "");
  }

  private Catalog now() {
    return domain.current().orElseThrow();
  }

  private List<List<@Nullable Object>> ask(Catalog catalog, String sql) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    engine
        .prepare(catalog, "gold", sql, QueryLimits.NONE)
        .run(row -> rows.add(row.stream().map(SummedUpTablesTest::whole).toList()));
    return rows;
  }

  private static @Nullable Object whole(@Nullable Object value) {
    return value instanceof BigDecimal number ? (Object) number.longValueExact() : value;
  }
}
