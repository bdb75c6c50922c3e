package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.semantic.FirstModel;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.semantic.Ossie;
import dev.lodestar.spec.semantic.OssieVersion;
import dev.lodestar.spec.semantic.OssieWriter;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.sql.TableShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A first model as it is written, without a word from anybody, asked in both languages. */
class FirstModelAnswersTest {
  private static final List<TableShape> SHAPES =
      List.of(
          TableShape.stored(
              new TableName("gold", "dim_sites"),
              List.of(
                  new Column("site_id", ColumnType.INTEGER),
                  new Column("site_name", ColumnType.VARCHAR),
                  new Column("city", ColumnType.VARCHAR),
                  new Column("has_solar_panels", ColumnType.BOOLEAN),
                  new Column("decommissioned", ColumnType.INTEGER))),
          TableShape.stored(
              new TableName("gold", "fact_budgets"),
              List.of(
                  new Column("budget_id", ColumnType.INTEGER),
                  new Column("site_id", ColumnType.INTEGER),
                  new Column("starts_on", ColumnType.DATE),
                  new Column("planned_eur", ColumnType.INTEGER))),
          TableShape.stored(
              new TableName("gold", "fact_readings"),
              List.of(
                  new Column("reading_id", ColumnType.INTEGER),
                  new Column("site_id", ColumnType.INTEGER),
                  new Column("read_on", ColumnType.DATE),
                  new Column("consumption_kwh", ColumnType.INTEGER),
                  new Column("outdoor_temperature", ColumnType.DOUBLE),
                  new Column("waste_qty", ColumnType.INTEGER),
                  new Column("is_estimated", ColumnType.BOOLEAN))));

  private static final String SITES =
      """
                SELECT s::INTEGER AS site_id, 'Site ' || s AS site_name,
                  ['Brest', 'Lyon'][(1 + s % 2)::INTEGER] AS city, s % 3 = 0 AS has_solar_panels,
                  (s % 2)::INTEGER AS decommissioned
                FROM range(5) r(s)
                """;
  private static final String READINGS =
      """
                SELECT i::INTEGER AS reading_id, (i % 5)::INTEGER AS site_id,
                  (DATE '2025-01-01' + INTERVAL (i) DAY)::DATE AS read_on,
                  (10 + i % 7)::INTEGER AS consumption_kwh, (i % 9 - 2)::DOUBLE AS outdoor_temperature,
                  (i % 3)::INTEGER AS waste_qty, i % 4 = 0 AS is_estimated
                FROM range(200) r(i)
                """;

  private static final String BUDGETS =
      """
                SELECT i::INTEGER AS budget_id, (i % 5)::INTEGER AS site_id,
                  (DATE '2025-01-01' + INTERVAL (i % 6) MONTH)::DATE AS starts_on, (100 + i)::INTEGER AS planned_eur
                FROM range(30) r(i)
                """;

  @TempDir static Path directory;
  private static BuiltDomain meters;

  @BeforeAll
  static void build() throws Exception {
    meters =
        BuiltDomain.in(directory, "meters")
            .file("bronze/raw.yaml", "files: x.csv\ncolumns: {a: }\n")
            .file("gold/dim_sites.sql", "SELECT a FROM bronze.raw")
            .file("gold/fact_readings.sql", "SELECT a FROM bronze.raw")
            .file("gold/fact_budgets.sql", "SELECT a FROM bronze.raw")
            .file(
                "gold/fact_budgets.yaml",
                """
                description: {en: Budgets, fr: Budgets}
                expect:
                  - unique: [budget_id]
                  - site: site_id references gold.dim_sites
                columns:
                  planned_eur: {description: {en: Planned costs, fr: Coûts prévus}}
                """)
            .file(
                "gold/dim_sites.yaml",
                """
                description: {en: Sites that are supplied, fr: Sites desservis}
                expect:
                  - unique: [site_id]
                columns:
                  site_name: {description: {en: Name of the site, fr: Nom du site}}
                  city: {description: {en: "City: where the site is", fr: "Ville : où est le site"}}
                  decommissioned: {description: {en: "1 when it is no longer in use, else 0", fr: Hors service}}
                  has_solar_panels: {description: {en: Solar panels, fr: Si le site a des panneaux solaires}}
                """)
            .file(
                "gold/fact_readings.yaml",
                """
                description: {en: Meter readings, fr: Relevés de compteur}
                expect:
                  - unique: [reading_id]
                  - site: site_id references gold.dim_sites
                columns:
                  consumption_kwh: {description: {en: Energy consumed, fr: Énergie consommée}}
                  outdoor_temperature: {description: {en: Outdoor temperature, fr: Température extérieure}}
                  waste_qty: {description: {en: Energy that was wasted, fr: Quantité de pertes}}
                  is_estimated: {description: {en: Estimated, fr: S'il est estimé}}
                """)
            .table("gold.dim_sites", SITES)
            .table("gold.fact_readings", READINGS)
            .table("gold.fact_budgets", BUDGETS);
    meters.release("r1");
    meters.file("semantic.yaml", OssieWriter.yaml(Ossie.of(OssieVersion.V0_1_1, first())));
  }

  private static SemanticModel first() {
    Domain domain =
        DomainReader.read(meters.folder(), Map.of())
            .match(
                good -> good,
                problems -> {
                  throw new AssertionError(problems);
                });
    return FirstModel.of(domain, SHAPES);
  }

  @AfterAll
  static void close() throws Exception {
    meters.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          consumption by city | SELECT city, sum(consumption_kwh) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          total consumption in March 2025 | SELECT sum(consumption_kwh) FROM fact_readings WHERE month(read_on) = 3
          top 2 sites by consumption | SELECT site_name, sum(consumption_kwh) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL ORDER BY 2 DESC LIMIT 2
          sites with solar panels | SELECT site_name FROM dim_sites WHERE has_solar_panels
          how many readings are estimated? | SELECT count(*) FROM fact_readings WHERE is_estimated
          which sites are decommissioned? | SELECT site_name FROM dim_sites WHERE decommissioned = 1
          sites that are not decommissioned | SELECT site_name FROM dim_sites WHERE decommissioned = 0
          consumption of decommissioned sites | SELECT sum(consumption_kwh) FROM fact_readings JOIN dim_sites USING (site_id) WHERE decommissioned = 1
          planned costs by month | SELECT starts_on, sum(planned_eur) FROM fact_budgets GROUP BY ALL
          lowest temperature by city | SELECT city, min(outdoor_temperature) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          number of readings per site | SELECT site_name, count(*) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          waste by city | SELECT city, sum(waste_qty) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          pertes par ville | SELECT city, sum(waste_qty) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          readings over time | SELECT date_trunc('month', read_on)::DATE, count(*) FROM fact_readings GROUP BY ALL
          évolution des relevés | SELECT date_trunc('month', read_on)::DATE, count(*) FROM fact_readings GROUP BY ALL
          readings in May 2025 vs June 2025 | SELECT count(*) FILTER (month(read_on) = 5), count(*) FILTER (month(read_on) = 6), -1, -100 / 31.0::DOUBLE FROM fact_readings
          énergie consommée par ville | SELECT city, sum(consumption_kwh) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          quels sites ont des panneaux solaires ? | SELECT site_name FROM dim_sites WHERE has_solar_panels
          nombre de relevés par site | SELECT site_name, count(*) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          température moyenne par ville | SELECT city, avg(outdoor_temperature) FROM fact_readings JOIN dim_sites USING (site_id) GROUP BY ALL
          énergie consommée des sites sans panneaux solaires | SELECT sum(consumption_kwh) FROM fact_readings JOIN dim_sites USING (site_id) WHERE NOT has_solar_panels
          """)
  void answersAsDuckDbDoes(String question, String oracle) throws Exception {
    JsonNode answer = meters.ask(question);
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("answered");
    assertThat(BuiltDomain.rows(answer))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            meters
                .duckDb(
                    "WITH dim_sites AS ("
                        + SITES
                        + "), fact_budgets AS ("
                        + BUDGETS
                        + "), fact_readings AS ("
                        + READINGS
                        + ") "
                        + oracle)
                .stream()
                .map(row -> String.join(", ", row))
                .toList());
  }

  /** Each budget is dated by the first day of its month, and says nothing of a day. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "planned costs on Mondays",
        "planned costs by week",
        "coûts prévus par jour",
        "planned costs on 15 March 2025"
      })
  void nothingFinerIsToldThanRowsTell(String question) throws Exception {
    JsonNode answer = meters.ask(question);
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("refused");
    assertThat(answer.path("text").asText())
        .matches("(?s).*(tells the month|datée que par mois).*");
  }

  /** The total of each site, and what one reading says, are both called consumption. */
  @Test
  void whatEachRowHasAndWhatRowsComeToIsAskedBack() throws Exception {
    JsonNode answer = meters.ask("average consumption per site");
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("asked-back");
  }
}
