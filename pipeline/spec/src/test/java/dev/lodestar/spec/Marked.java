package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of a small domain in which {@code «»} marks the place of a problem, and {@code ⏎} may
 * stand for a line break. Without marks the problem concerns the whole file.
 */
record Marked(Path folder, String file, String text) {

  /** The one problem of the domain, or each of several at their marks, in order. */
  void isRejected(String message, String advice) {
    String clean = text.replace("«", "").replace("»", "");
    assertThat(smallDomain(folder).with(file, clean).problems())
        .containsExactly(new Problem(place(), message, advice));
  }

  static ExampleDomain smallDomain(Path folder) {
    return ExampleDomain.empty(folder)
        .with(
            "domain.yaml",
            "name: shop\n"
                + "languages: [en, fr]\n"
                + "variables: {data: {folder: data}, as-of: 2025-12-31}\n")
        .with("bronze/orders.yaml", "files: orders.csv\ncolumns: {order_id: , customer_code: }\n")
        .with("silver/orders.sql", "SELECT * FROM bronze.orders\n")
        .with("gold/dim_customers.sql", "SELECT DISTINCT customer_code FROM silver.orders\n");
  }

  private Position place() {
    Path path = folder.resolve(file);
    int start = text.indexOf('«');
    if (start < 0) {
      return Position.startOf(path);
    }
    List<String> before = Stream.of(text.substring(0, start).split("\n", -1)).toList();
    int length = text.indexOf('»') - start - 1;
    return new Position(
        path, before.size(), before.get(before.size() - 1).length() + 1, Math.max(1, length));
  }

  static Marked of(Path folder, String file, String text) {
    return new Marked(folder, file, text.replace("⏎", "\n"));
  }
}
