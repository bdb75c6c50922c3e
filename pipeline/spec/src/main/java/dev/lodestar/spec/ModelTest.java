package dev.lodestar.spec;

import java.util.List;
import java.util.Optional;

/**
 * Rows that a model is to make of given ones.
 *
 * @param name unique among the tests of a domain
 * @param given rows of tables; a table that is not given is computed if it is a model, and has no
 *     rows if it is a source
 * @param expect the rows that the model makes, in any order; empty when they do not matter
 * @param quarantined the rows that it sets aside; empty when they do not matter
 */
public record ModelTest(
    String name,
    TableName model,
    List<Given> given,
    Optional<List<Row>> expect,
    Optional<List<Row>> quarantined,
    Text description,
    Position at,
    Position modelAt) {

  /** The key of an expected row in quarantine that lists the rules it broke. */
  public static final String REASONS = "_reasons";

  public ModelTest {
    given = List.copyOf(given);
    expect = expect.map(List::copyOf);
    quarantined = quarantined.map(List::copyOf);
  }

  /** The rows of one table. */
  public record Given(TableName table, List<Row> rows, Position at) {
    public Given {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A row as it is written; columns that are left out are null.
   *
   * @param reasons the rules that a row in quarantine broke; empty when they do not matter
   */
  public record Row(List<Cell> cells, Optional<List<String>> reasons, Position at) {
    public Row {
      cells = List.copyOf(cells);
      reasons = reasons.map(List::copyOf);
    }
  }

  /**
   * A value as it is written.
   *
   * @param value empty for null
   * @param columnAt where the column is named
   */
  public record Cell(String column, Optional<String> value, Position columnAt, Position at) {}
}
