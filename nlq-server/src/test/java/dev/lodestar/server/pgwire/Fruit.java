package dev.lodestar.server.pgwire;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** A small domain with keys, references and descriptions, served to PostgreSQL's clients. */
final class Fruit implements AutoCloseable {
  static final String SALES =
      "SELECT i::INTEGER AS sale_id, (i % 3 + 1)::INTEGER AS product_id, (i * 10)::BIGINT AS pieces,"
          + " (i / 4.0)::DECIMAL(12,2) AS amount, DATE '2024-01-01' + i::INTEGER AS sold_on,"
          + " TIMESTAMP '2024-01-01 10:20:30.123456' + to_hours(i) AS seen_at,"
          + " i % 2 = 0 AS paid, i / 3.0::DOUBLE AS weight,"
          + " CASE WHEN i % 4 > 0 THEN 'n° ' || i END AS note FROM range(100) t(i)";

  final BuiltDomain domain;
  private final ServedDomain served;
  private final QueryEngine engine;
  final PgServer server;

  Fruit(Path directory) throws IOException, SQLException {
    domain = BuiltDomain.in(directory, "fruit");
    domain
        .file("silver/raw.sql", "SELECT 1 AS x")
        .file("gold/dim_products.sql", "SELECT x AS product_id, x AS name FROM silver.raw")
        .file(
            "gold/dim_products.yaml",
            """
            description: {en: What is sold, fr: Ce qui se vend}
            key: [product_id]
            expect:
              - not-null: [product_id]
            columns:
              product_id: {description: {en: Its number, fr: Son numéro}}
              name: {description: {en: "Its name, for people", fr: Son nom}}
            """)
        .file(
            "gold/fact_sales.sql",
            "SELECT x AS sale_id, x AS product_id, x AS pieces, x AS amount FROM silver.raw")
        .file(
            "gold/fact_sales.yaml",
            """
            description: One row per sale
            key: [sale_id]
            expect:
              - product_is_known: product_id references gold.dim_products
              - not-null: [sale_id, amount]
            columns:
              pieces: {description: Units sold, unit: pieces}
            """)
        .table(
            "gold.dim_products",
            "SELECT i::INTEGER AS product_id, 'fruit ' || i AS name FROM range(1, 4) t(i)")
        .table("gold.fact_sales", SALES)
        .table("silver.raw", "SELECT 1::INTEGER AS x")
        .view(
            "gold.paid_sales",
            "SELECT sale_id, amount FROM gold.fact_sales WHERE paid",
            new Column("sale_id", ColumnType.INTEGER),
            new Column("amount", ColumnType.decimal(12, 2)))
        .release("first");
    served = domain.served();
    engine = QueryEngine.over(domain.address());
    server = new PgServer(List.of(new Database(served, engine))).start("127.0.0.1", 0);
  }

  String url(String options) {
    return "jdbc:postgresql://127.0.0.1:" + server.port() + "/fruit?user=ann" + options;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(""));
  }

  @Override
  public void close() throws InterruptedException, SQLException {
    server.close();
    engine.close();
    served.close();
    domain.close();
  }
}
