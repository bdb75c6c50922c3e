package dev.lodestar.server.genie;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A small domain with a semantic model, as it is served. */
public final class Orchard {
  private static final String MODEL =
      """
      version: "0.2.0.dev0"
      semantic_model:
        - name: orchard
          datasets:
            - name: sales
              source: gold.sales
              primary_key: [sale_id]
              fields:
                - name: sale_id
                  expression: {dialects: [{dialect: ANSI_SQL, expression: sale_id}]}
                - name: sold_on
                  expression: {dialects: [{dialect: ANSI_SQL, expression: sold_on}]}
                  dimension: {is_time: true}
                - name: kind
                  expression: {dialects: [{dialect: ANSI_SQL, expression: kind}]}
                  custom_extensions:
                    - vendor_name: LODESTAR
                      data: |
                        {"name": {"en": "kind", "fr": "sorte"}}
                - name: town
                  expression: {dialects: [{dialect: ANSI_SQL, expression: town}]}
                  custom_extensions:
                    - vendor_name: LODESTAR
                      data: |
                        {"name": {"en": "town", "fr": "ville"}}
                - name: origin
                  expression: {dialects: [{dialect: ANSI_SQL, expression: origin}]}
                  custom_extensions:
                    - vendor_name: LODESTAR
                      data: |
                        {"name": {"en": "origin", "fr": "origine"}}
                - name: amount
                  expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "sale", "fr": "vente"}, "time": "sold_on"}
          metrics:
            - name: revenue
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "revenue", "fr": "chiffre d'affaires"}}
            - name: margin
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount / 2)}]}
              custom_extensions:
                - vendor_name: LODESTAR
                  data: |
                    {"name": {"en": "margin", "fr": "marge"}, "hidden": true}
          custom_extensions:
            - vendor_name: LODESTAR
              data: |
                {"calendar": {"today": "2025-12-31"},
                 "verified-queries": [
                  {"ask": {"en": ["Which town brought the most revenue?"]},
                   "sql": "SELECT 'by hand' AS town, 1 AS revenue"}]}
      """;

  private static final String QUESTIONS =
      """
      - ask: {en: Revenue by kind, fr: Chiffre d'affaires par sorte}
        sql: SELECT kind, sum(amount) AS revenue FROM sales GROUP BY kind
      - ask: {en: Revenue by town}
        sql: SELECT kind, sum(amount) AS revenue FROM sales GROUP BY kind
      - ask: {en: Revenue in Paris}
        expect: asked-back
      - ask: {en: What will the weather be?}
        expect: refused
      """;

  private Orchard() {}

  /** Builds it, with a first release. */
  public static BuiltDomain in(Path directory) throws IOException, SQLException {
    BuiltDomain domain =
        BuiltDomain.in(directory, "orchard")
            .file("semantic.yaml", MODEL)
            .file("questions.yaml", QUESTIONS);
    sales(domain, "");
    domain.release("r1");
    return domain;
  }

  /** Its sales, with more of them. */
  static void sales(BuiltDomain domain, String more) {
    domain.table(
        "gold.sales",
        """
        SELECT * FROM (VALUES
          (1::BIGINT, DATE '2025-01-10', 'Navel', 'Paris', 'Spain', 10.50::DECIMAL(10,2)),
          (2::BIGINT, DATE '2025-02-10', 'Blood', 'Lyon', 'Paris', 20.00::DECIMAL(10,2)),
          (3::BIGINT, DATE '2025-02-11', 'Navel', 'Lyon', 'Spain', 5.25::DECIMAL(10,2)),
          (4::BIGINT, DATE '2024-02-11', 'Navel', 'Paris', 'Italy', 7.00::DECIMAL(10,2))
          %s) t(sale_id, sold_on, kind, town, origin, amount)
        """
            .formatted(more));
  }

  public static HttpServer serve(BuiltDomain... domains) {
    return new HttpServer(
            List.of(domains).stream().map(BuiltDomain::served).toList(),
            EngineSettings.FOR_A_FEW_QUERIES)
        .start("127.0.0.1", 0);
  }
}
