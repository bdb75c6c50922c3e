package dev.lodestar.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that say everything in one language, and of much only a technical name, asked in both. */
class OneLanguageAnswersTest {
  private static final String CUSTOMERS =
      """
      SELECT c::INTEGER AS customer_id, 'Person ' || c AS customer_name,
        ['Rome', 'Lyon', 'Graz'][(1 + c % 3)::INTEGER] AS city,
        ['Retail', 'Wholesale'][(1 + c % 2)::INTEGER] AS segment, c % 4 <> 0 AS is_active
      FROM range(12) r(c)
      """;
  private static final String ORDERS =
      """
      SELECT i::INTEGER AS order_id, (i * 7 % 11)::INTEGER AS customer_id,
        (DATE '2024-01-01' + INTERVAL (i * 2) DAY)::DATE AS order_date,
        ['Shipped', 'Cancelled', 'Pending'][(1 + i % 3)::INTEGER] AS order_status,
        (1 + i % 5)::INTEGER AS quantity, (10 + i % 17 * 3 + i / 1000)::DOUBLE AS net_amount
      FROM range(300) r(i)
      """;
  private static final String CLIENTS =
      "SELECT customer_id AS id_client, customer_name AS nom_client, city AS ville,"
          + " ['Détail', 'Gros'][(1 + customer_id % 2)::INTEGER] AS segment, is_active AS actif FROM ("
          + CUSTOMERS
          + ")";
  private static final String COMMANDES =
      "SELECT order_id AS id_commande, customer_id AS id_client, order_date AS date_commande,"
          + " ['Expédiée', 'Annulée', 'En attente'][(1 + order_id % 3)::INTEGER] AS statut_commande,"
          + " quantity AS quantite, net_amount AS montant_net FROM ("
          + ORDERS
          + ")";

  @TempDir static Path directory;
  private static BuiltDomain english;
  private static BuiltDomain french;

  @BeforeAll
  static void build() throws Exception {
    english =
        domain("english", "dim_customers", CUSTOMERS, "fact_orders", ORDERS)
            .file(
                "semantic.yaml",
                model(
                    "customers: customer_id, customer_name, city, segment, is_active",
                    "orders: order_id, customer_id, order_date!, order_status, quantity, net_amount",
                    "customer_id",
                    "revenue: SUM(orders.net_amount)",
                    "order_count: COUNT(orders.order_id)"));
    french =
        domain("french", "dim_clients", CLIENTS, "fact_commandes", COMMANDES)
            .file(
                "semantic.yaml",
                model(
                    "clients: id_client, nom_client, ville, segment, actif",
                    "commandes: id_commande, id_client, date_commande!, statut_commande, quantite, montant_net",
                    "id_client",
                    "chiffre_affaires: SUM(commandes.montant_net)",
                    "nombre_de_commandes: COUNT(commandes.id_commande)"));
  }

  private static BuiltDomain domain(
      String name, String dimension, String rows, String fact, String facts) throws Exception {
    BuiltDomain domain =
        BuiltDomain.in(directory, name)
            .file("bronze/raw.yaml", "files: x.csv\ncolumns: {a: }\n")
            .file("gold/" + dimension + ".sql", "SELECT a FROM bronze.raw")
            .file("gold/" + fact + ".sql", "SELECT a FROM bronze.raw")
            .table("gold." + dimension, rows)
            .table("gold." + fact, facts);
    domain.release("r1");
    return domain;
  }

  /** A model of a dimension and a fact that has no word but names of columns. */
  private static String model(String dimension, String fact, String key, String... metrics) {
    StringBuilder yaml = new StringBuilder("version: 0.1.1\nsemantic_model:\n  - name: shop\n");
    yaml.append("    datasets:\n")
        .append(dataset("dim_", dimension))
        .append(dataset("fact_", fact));
    yaml.append(
        """
            relationships:
              - {name: theirs, from: %s, to: %s, from_columns: [%s], to_columns: [%s]}
            metrics:
        """
            .formatted(before(fact), before(dimension), key, key));
    for (String metric : metrics) {
      yaml.append(
          """
                - name: %s
                  expression: {dialects: [{dialect: ANSI_SQL, expression: "%s"}]}
          """
              .formatted(before(metric), metric.substring(metric.indexOf(':') + 1).strip()));
    }
    return yaml.toString();
  }

  private static String dataset(String prefix, String table) {
    String[] columns = table.substring(table.indexOf(':') + 1).strip().split(", ", -1);
    StringBuilder yaml =
        new StringBuilder(
            """
                  - name: %s
                    source: gold.%s%s
                    primary_key: [%s]
                    fields:
            """
                .formatted(before(table), prefix, before(table), columns[0]));
    for (String column : columns) {
      String name = column.replace("!", "");
      yaml.append(
          """
                      - name: %s
                        expression: {dialects: [{dialect: ANSI_SQL, expression: %s}]}
                        dimension: {is_time: %s}
          """
              .formatted(name, name, column.endsWith("!")));
    }
    return yaml.toString();
  }

  private static String before(String line) {
    return line.substring(0, line.indexOf(':'));
  }

  @AfterAll
  static void close() throws Exception {
    english.close();
    french.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          quantité totale par ville | SELECT city, sum(quantity) FROM orders JOIN customers USING (customer_id) GROUP BY ALL
          chiffre d'affaires par segment en 2024 | SELECT segment, sum(net_amount) FROM orders JOIN customers USING (customer_id) WHERE year(order_date) = 2024 GROUP BY ALL
          CA par statut de commande | SELECT order_status, sum(net_amount) FROM orders GROUP BY ALL
          top 3 des clients par chiffre d'affaires | SELECT customer_name, sum(net_amount) FROM orders JOIN customers USING (customer_id) GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 3
          combien de commandes annulées ? | SELECT count(*) FROM orders WHERE order_status = 'Cancelled'
          nombre de commandes par trimestre | SELECT date_trunc('quarter', order_date)::DATE, count(*) FROM orders GROUP BY ALL
          quels clients ne sont pas actifs ? | SELECT customer_name FROM customers WHERE NOT is_active
          montant net moyen des commandes expédiées par ville | SELECT city, avg(net_amount) FROM orders JOIN customers USING (customer_id) WHERE order_status = 'Shipped' GROUP BY ALL
          clients sans commande | SELECT customer_name FROM customers WHERE customer_id NOT IN (SELECT customer_id FROM orders)
          clients ayant plus de 27 commandes | SELECT customer_name, count(*) FROM orders JOIN customers USING (customer_id) GROUP BY ALL HAVING count(*) > 27
          """)
  void asksAnEnglishModelInFrench(String question, String oracle) throws Exception {
    isAsDuckDbSays(
        english,
        question,
        "customers AS (" + CUSTOMERS + "), orders AS (" + ORDERS + ") " + oracle);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          total quantity by city | SELECT ville, sum(quantite) FROM commandes JOIN clients USING (id_client) GROUP BY ALL
          total net amount by segment in 2024 | SELECT segment, sum(montant_net) FROM commandes JOIN clients USING (id_client) WHERE year(date_commande) = 2024 GROUP BY ALL
          number of orders by order status | SELECT statut_commande, count(*) FROM commandes GROUP BY ALL
          how many cancelled orders? | SELECT count(*) FROM commandes WHERE statut_commande = 'Annulée'
          top 3 customers by total quantity | SELECT nom_client, sum(quantite) FROM commandes JOIN clients USING (id_client) GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 3
          number of orders of retail customers by month in 2025 | SELECT date_trunc('month', date_commande)::DATE, count(*) FROM commandes JOIN clients USING (id_client) WHERE year(date_commande) = 2025 AND segment = 'Détail' GROUP BY ALL
          inactive customers | SELECT nom_client FROM clients WHERE NOT actif
          customers without orders | SELECT nom_client FROM clients WHERE id_client NOT IN (SELECT id_client FROM commandes)
          quantité totale par ville | SELECT ville, sum(quantite) FROM commandes JOIN clients USING (id_client) GROUP BY ALL
          """)
  void asksAFrenchModelInEnglish(String question, String oracle) throws Exception {
    isAsDuckDbSays(
        french,
        question,
        "clients AS (" + CLIENTS + "), commandes AS (" + COMMANDES + ") " + oracle);
  }

  private static void isAsDuckDbSays(BuiltDomain domain, String question, String oracle)
      throws Exception {
    JsonNode answer = domain.ask(question);
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("answered");
    assertThat(BuiltDomain.rows(answer))
        .as(answer.toString())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            domain.duckDb("WITH " + oracle).stream().map(row -> String.join(", ", row)).toList());
  }

  /** What is shown is told in the language of who asks. */
  @Test
  void saysTheQuestionAgainInTheLanguageItWasAsked() throws Exception {
    assertThat(english.ask("nombre de commandes par ville").toString())
        .contains("Nombre de commandes par ville");
    assertThat(french.ask("number of orders by city").toString())
        .contains("Number of orders by city");
  }
}
