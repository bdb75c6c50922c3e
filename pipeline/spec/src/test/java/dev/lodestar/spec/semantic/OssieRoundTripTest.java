package dev.lodestar.spec.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Problems;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.TextFile;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that our extensions can say is read, and written again. */
class OssieRoundTripTest {
  private static final Path PATH = Path.of("semantic.yaml");

  private static final String EVERYTHING =
      """
      version: "0.2.0.dev0"
      semantic_model:
        - name: shop
          description: A shop
          ai_context: Sell more
          datasets:
            - name: sales
              source: gold.fact_sales
              primary_key: [receipt, line]
              unique_keys: [[line_id], [receipt, line]]
              ai_context: {synonyms: [receipts], examples: [What sold?], tone: {polite: true, words: 12}}
              fields:
                - name: day
                  expression:
                    dialects:
                      - {dialect: ANSI_SQL, expression: sale_date}
                      - {dialect: SNOWFLAKE, expression: TO_DATE(sale_date)}
                  dimension: {}
                  label: when
                  custom_extensions:
                    - vendor_name: LODESTAR
                      data: |
                        {"name": {"en": "day", "fr": "jour"}, "grain": "day", "sorted-by": "amount",
                         "values": {"dictionary": false, "aliases": {"2025-01-01": {"fr": ["jour de l'an", "an neuf"]}}}}
                    - vendor_name: DBT
                      data: '{"name": "kept as \\"it\\" is"}'
                - name: amount
                  expression: {dialects: [{dialect: ANSI_SQL, expression: quantity * price}]}
                  custom_extensions:
                    - vendor_name: LODESTAR
                      data: |
                        {"aggregation": "sum", "additivity": "semi-additive", "hidden": true, "synonyms": "value",
                         "description": "What was paid", "format": "#,##0.00", "unit": "EUR", "currency": "EUR",
                         "better-is-lower": true}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: '{"grain": {"en": "A line"}, "time": "day", "shown-as": "amount", "counted-by": "day", "synonyms": {"fr": "ventes"}}'
            - {name: customers, source: gold.dim_customers}
          relationships:
            - name: bought_by
              from: sales
              to: customers
              from_columns: [customer]
              to_columns: [code]
              custom_extensions:
                - vendor_name: LODESTAR
                  data: '{"role": "bought by", "synonyms": {"fr": ["vendu à"]}, "join": "inner"}'
          metrics:
            - name: revenue
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: '{"additivity": "additive", "time": "sales.day", "certified": true, "currency": "EUR"}'
          custom_extensions:
            - vendor_name: LODESTAR
              data: |
                {"name": {"en": "Shop", "fr": "Boutique"}, "currency": "EUR", "default-metric": "revenue",
                 "calendar": {"fiscal-year-starts": 4, "week-starts": "sunday", "today": "2025-12-31"},
                 "filters": [{"filter": "large", "sql": "sales.amount > 100", "name": {"en": "large sales"}}],
                 "verified-queries": [
                   {"ask": {"en": ["How much?", "What revenue?"], "fr": "Combien ?"}, "measures": ["revenue"],
                    "by": ["month(sales.day)", "customers.code"], "where": ["large", "sales.amount < 1000"],
                    "order": ["revenue desc", "customers.code"], "limit": 3},
                   {"ask": {"en": "Who?"}, "sql": ["SELECT *", "FROM dim_customers"]}],
                 "sample-questions": {"en": ["How much?"], "fr": ["Combien ?"]}}
      """;

  @Test
  void everythingIsRead() {
    SemanticModel model = read(EVERYTHING).models().get(0);

    assertThat(model.naming().name()).isEqualTo(new Text(Map.of("en", "Shop", "fr", "Boutique")));
    assertThat(model.calendar().fiscalYearStarts()).isEqualTo(4);
    assertThat(model.calendar().weekStarts()).isEqualTo(DayOfWeek.SUNDAY);
    assertThat(model.calendar().today().kind()).isEqualTo(Calendar.Kind.FIXED);
    assertThat(model.samples().in("fr")).containsExactly("Combien ?");
    Dataset sales = model.dataset("sales").orElseThrow();
    assertThat(sales.grain()).isEqualTo(Text.english("A line"));
    assertThat(sales.ai().others()).containsOnlyKeys("tone");
    Field day = sales.field("day").orElseThrow();
    assertThat(day.values().aliases().get("2025-01-01").in("fr"))
        .containsExactly("jour de l'an", "an neuf");
    assertThat(day.others())
        .containsExactly(new Extension("DBT", "{\"name\": \"kept as \\\"it\\\" is\"}"));
    Field amount = sales.field("amount").orElseThrow();
    assertThat(amount.showing()).isEqualTo(new Showing("#,##0.00", "EUR", "EUR", true));
    assertThat(amount.naming().synonyms().in("en")).containsExactly("value");
    assertThat(amount.aggregation()).contains(Aggregation.SUM);
    assertThat(amount.additivity()).contains(Additivity.SEMI_ADDITIVE);
    assertThat(model.relationships().get(0).join()).isEqualTo(Relationship.Join.INNER);
    assertThat(model.metric("revenue").orElseThrow().certified()).isTrue();
    Asked first = model.verified().get(0).answer();
    ModelQuery query =
        first.match(
            sql -> {
              throw new AssertionError(sql);
            },
            q -> q);
    assertThat(query.by().get(0).grain()).contains(Grain.MONTH);
    assertThat(query.order().get(0).descending()).isTrue();
    assertThat(query.limit()).isEqualTo(Optional.of(3L));
    assertThat(model.verified().get(1).answer().match(SqlText::text, q -> ""))
        .isEqualTo("SELECT *\nFROM dim_customers");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(OssieVersion.class)
  void everythingIsWrittenAgain(OssieVersion version) {
    Ossie ossie = new Ossie(version, read(EVERYTHING).models(), List.of(), List.of(), Map.of());

    String written = OssieWriter.yaml(ossie);

    assertThat(read(written))
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(Position.class)
        .ignoringFieldsMatchingRegexes(".*\\.lines")
        .isEqualTo(ossie);
    assertThat(written)
        .contains(version.isOpen() ? "vendor_name: LODESTAR" : "vendor_name: COMMON");
  }

  private static Ossie read(String text) {
    Problems problems = new Problems();
    Optional<Ossie> ossie = OssieReader.read(new TextFile(PATH, text), problems);
    assertThat(problems.inOrder(PATH)).isEqualTo(List.<Problem>of());
    return ossie.orElseThrow();
  }
}
