package dev.lodestar.semantic;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.TableShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A domain with a small star, into which tests write the files by which it is asked and shown. */
public record Shops(Path folder) {
  public static final List<TableShape> TABLES =
      List.of(
          TableShape.stored(
              TableName.parse("gold.fact_sales"),
              List.of(
                  new Column("sale_date", ColumnType.DATE),
                  new Column("sold_at", ColumnType.TIMESTAMP),
                  new Column("customer_code", ColumnType.VARCHAR),
                  new Column("receiver_code", ColumnType.VARCHAR),
                  new Column("product_code", ColumnType.VARCHAR),
                  new Column("quantity", ColumnType.INTEGER),
                  new Column("price", ColumnType.decimal(12, 2)))),
          TableShape.stored(
              TableName.parse("gold.dim_customers"),
              List.of(
                  new Column("customer_code", ColumnType.VARCHAR),
                  new Column("customer", ColumnType.VARCHAR),
                  new Column("city", ColumnType.VARCHAR),
                  new Column("credit", ColumnType.decimal(12, 2)))),
          TableShape.stored(
              TableName.parse("gold.dim_products"),
              List.of(
                  new Column("product_code", ColumnType.VARCHAR),
                  new Column("product", ColumnType.VARCHAR),
                  new Column("year", ColumnType.INTEGER))));

  static final String MODEL =
      """
      version: "0.2.0.dev0"
      semantic_model:
        - name: shop
          datasets:
            - name: sales
              source: gold.fact_sales
              fields:
                - name: day
                  expression: {dialects: [{dialect: ANSI_SQL, expression: sale_date}]}
                  datatype: Date
                - name: moment
                  expression: {dialects: [{dialect: ANSI_SQL, expression: sold_at}]}
                  datatype: DateTime
                - name: quantity
                  expression: {dialects: [{dialect: ANSI_SQL, expression: quantity}]}
                - name: amount
                  expression: {dialects: [{dialect: ANSI_SQL, expression: quantity * price}]}
            - name: customers
              source: gold.dim_customers
              primary_key: [customer_code]
              fields:
                - name: code
                  expression: {dialects: [{dialect: ANSI_SQL, expression: customer_code}]}
                - name: city
                  expression: {dialects: [{dialect: ANSI_SQL, expression: city}]}
                - name: credit
                  expression: {dialects: [{dialect: ANSI_SQL, expression: credit}]}
            - name: products
              source: gold.dim_products
              primary_key: [product_code]
              fields:
                - name: product
                  expression: {dialects: [{dialect: ANSI_SQL, expression: product}]}
                  custom_extensions: [{vendor_name: LODESTAR, data: '{"sorted-by": "year"}'}]
                - name: year
                  expression: {dialects: [{dialect: ANSI_SQL, expression: '"year"'}]}
          relationships:
            - {name: bought_by, from: sales, to: customers, from_columns: [customer_code], to_columns: [customer_code]}
            - {name: of, from: sales, to: products, from_columns: [product_code], to_columns: [product_code]}
          metrics:
            - name: revenue
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
            - name: buyers
              expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(DISTINCT customers.code)}]}
            - name: credit
              expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(customers.credit)}]}
            - name: per_buyer
              expression:
                dialects:
                  - dialect: ANSI_SQL
                    expression: |
                      SUM(sales.amount) /
                        COUNT(DISTINCT customers.code)
      """;

  public static Shops in(Path folder) {
    return new Shops(folder)
        .with("domain.yaml", "name: shop\nlanguages: [en, fr]\n")
        .with("bronze/raw.yaml", "files: none.csv\ncolumns: {a: }\n")
        .with("gold/fact_sales.sql", "SELECT a FROM bronze.raw")
        .with("gold/dim_customers.sql", "SELECT a FROM bronze.raw")
        .with("gold/dim_customers.yaml", "expect:\n  - unique: [customer_code]\n")
        .with("gold/dim_products.sql", "SELECT a FROM bronze.raw")
        .with("gold/dim_products.yaml", "expect:\n  - unique: [product_code]\n")
        .with("semantic.yaml", MODEL);
  }

  public Shops with(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Domain domain() {
    return DomainReader.read(folder, Map.of())
        .match(
            good -> good,
            problems -> {
              throw new AssertionError(problems);
            });
  }
}
