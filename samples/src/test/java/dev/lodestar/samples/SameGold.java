package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Compares the gold that a sample has released with what an oracle says, row for row. */
final class SameGold {
  /** Doubles count to the sixth digit behind the point, everything else in full. */
  private static final String COMPARED =
      """
      SELECT CASE column_type WHEN 'DOUBLE' THEN format('round("{}", 6)', column_name)
        ELSE format('"{}"', column_name) END
      FROM (DESCRIBE "gold.%s")
      """;

  private SameGold() {}

  /**
   * The tables are given by name, each with its columns in their order, as in {@code "id, name"}.
   */
  static void assertSame(Sample sample, Oracle oracle, Map<String, String> tables)
      throws Exception {
    Released.beside(oracle, sample.warehouse());
    for (Map.Entry<String, String> table : tables.entrySet()) {
      String name = table.getKey();
      assertThat(oracle.rows("SELECT column_name FROM (DESCRIBE \"gold.%s\")".formatted(name)))
          .as("columns of gold.%s", name)
          .containsExactly(table.getValue().split(", "));
      String columns = String.join(", ", oracle.rows(COMPARED.formatted(name)));
      String said = "SELECT %s FROM %s".formatted(columns, name);
      String made = "SELECT %s FROM \"gold.%s\"".formatted(columns, name);
      assertThat(oracle.rows("%s EXCEPT ALL %s LIMIT 10".formatted(said, made)))
          .as("rows that gold.%s lacks", name)
          .isEmpty();
      assertThat(oracle.rows("%s EXCEPT ALL %s LIMIT 10".formatted(made, said)))
          .as("rows of gold.%s that should not be", name)
          .isEmpty();
    }
  }
}
