package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small domain that holds together, in a folder, and changes to it. */
final class ExampleDomain {

  /** Its files as they are written. */
  static final Map<String, String> FILES = files();

  private final Path folder;
  private final Map<String, String> overrides = new HashMap<>();

  private ExampleDomain(Path folder) {
    this.folder = folder;
  }

  static ExampleDomain in(Path folder) {
    ExampleDomain domain = new ExampleDomain(folder);
    FILES.forEach(domain::with);
    return domain;
  }

  static ExampleDomain empty(Path folder) {
    return new ExampleDomain(folder);
  }

  ExampleDomain with(String file, String text) {
    return with(file, text.getBytes(StandardCharsets.UTF_8));
  }

  ExampleDomain with(String file, byte[] bytes) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ExampleDomain without(String file) {
    try {
      Files.delete(folder.resolve(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value for a variable, as from the command line. */
  ExampleDomain given(String variable, String value) {
    overrides.put(variable, value);
    return this;
  }

  DomainReader.Outcome read() {
    return DomainReader.read(folder, overrides);
  }

  Domain good() {
    DomainReader.Outcome outcome = read();
    String report = outcome.match(good -> "", bad -> ProblemReport.text(bad, folder));
    assertThat(report).isEmpty();
    return ((DomainReader.Outcome.Good) outcome).domain();
  }

  List<Problem> problems() {
    return read().match(good -> List.of(), bad -> bad);
  }

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "domain.yaml",
        """
        # The domain that tests change
        name: fmcg
        title: {en: Sales of two companies, fr: Ventes de deux sociétés}
        description: Orders up to ${as-of}
        languages: [en, fr]
        schedule: "0 21 * * *"
        variables:
          data: {folder: data, description: Where the source files are}
          as-of: {value: "2025-12-31", description: The last day}
          label: $x
        """);
    files.put(
        "bronze/child/child_orders.yaml",
        """
        description: Orders as the shop sends them
        files: ${data}/child/*/orders/*.csv
        format: {type: csv, delimiter: ;, quote: "'", escape: \\, header: false, encoding: latin-1}
        reads: everything
        system: sports-bar
        columns:
          order_id: {description: {en: Number, fr: Numéro}}
          order_qty:
        """);
    files.put(
        "bronze/products.yaml",
        """
        files: data/products.csv
        columns: {product_code: , name: {description: What it is called}}
        """);
    files.put(
        "silver/orders.sql",
        """
        SELECT order_id, order_qty AS quantity
        FROM bronze.child_orders
        WHERE order_date <= DATE '${as-of}' -- $${as-of}
        """);
    files.put(
        "silver/orders.yaml",
        """
        kind: table
        key: [order_id]
        keep: latest by _ingested_at
        expect:
          - quantity_is_positive: quantity > 0
            otherwise: drop
          - customer_exists: customer_code references gold.dim_customers
          - order_is_known: "order_id references bronze.child_orders ( order_id )"
          - unique: [order_id, quantity]
            otherwise: warn
        columns:
          quantity: {description: Units sold, unit: pieces}
        """);
    files.put("gold/dim_customers.sql", "SELECT 1 AS customer_code\n");
    files.put("gold/vw_orders.sql", "SELECT * FROM silver.orders\n");
    files.put("gold/vw_orders.yaml", "kind: view\ndescription: {en: Orders, fr: Commandes}\n");
    return files;
  }
}
