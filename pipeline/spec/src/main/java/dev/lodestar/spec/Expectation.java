package dev.lodestar.spec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Something that must hold of a model's rows, and what happens to those of which it does not. */
public record Expectation(String name, Rule rule, Otherwise otherwise, Position at) {

  /** The columns that must be unique together; none where the rule asks something else. */
  public List<String> uniqueColumns() {
    return rule instanceof Rule.Unique unique ? unique.columns() : List.of();
  }

  /** The table that each row is looked up in; empty where the rule asks something else. */
  public Optional<TableName> referenced() {
    return rule instanceof Rule.References references
        ? Optional.of(references.table())
        : Optional.empty();
  }

  /** What happens to a row that breaks a rule. */
  public enum Otherwise {
    /** The row stays and is counted. */
    WARN,
    /** The row is set aside with its reasons. */
    QUARANTINE,
    /** The row is left out and counted. */
    DROP,
    /** The run fails and nothing of it is released. */
    STOP
  }

  /** What a rule asks. */
  public sealed interface Rule {

    /** Its kind in a word, as in YAML. */
    String asks();

    Position at();

    <T> T match(Function<OfRow, T> ofRow, Function<OfTable, T> ofTable);

    /** What can be told of a row by itself. */
    sealed interface OfRow extends Rule {

      <T> T matchRow(
          Function<Holds, T> holds, Function<References, T> references, Function<Values, T> values);

      @Override
      default <T> T match(Function<OfRow, T> ofRow, Function<OfTable, T> ofTable) {
        return ofRow.apply(this);
      }
    }

    /** What can only be told of a table as a whole. */
    sealed interface OfTable extends Rule {

      @Override
      default <T> T match(Function<OfRow, T> ofRow, Function<OfTable, T> ofTable) {
        return ofTable.apply(this);
      }
    }

    /**
     * A condition in SQL on the columns of the model; a row for which it is not true breaks the
     * rule.
     */
    record Holds(String condition, Position at) implements OfRow {
      @Override
      public String asks() {
        return "condition";
      }

      @Override
      public <T> T matchRow(
          Function<Holds, T> holds,
          Function<References, T> references,
          Function<Values, T> values) {
        return holds.apply(this);
      }
    }

    /** The value of a column, unless null, exists in a column of another table of the domain. */
    record References(String column, TableName table, String target, Position at) implements OfRow {
      @Override
      public String asks() {
        return "references";
      }

      @Override
      public <T> T matchRow(
          Function<Holds, T> holds,
          Function<References, T> references,
          Function<Values, T> values) {
        return references.apply(this);
      }
    }

    /**
     * The value of a column passes a test, as does null, but where it is the test that there is a
     * value.
     *
     * @param values what the test needs, as it is written: the values themselves, the two bounds, a
     *     pattern
     */
    record Values(String column, Test test, List<String> values, Position at) implements OfRow {
      public Values {
        values = List.copyOf(values);
      }

      @Override
      public String asks() {
        return test.word();
      }

      @Override
      public <T> T matchRow(
          Function<Holds, T> holds,
          Function<References, T> references,
          Function<Values, T> values) {
        return values.apply(this);
      }
    }

    /** What is asked of a value. */
    enum Test {
      NOT_NULL("not-null"),
      ONE_OF("one-of"),
      BETWEEN("between"),
      MATCHES("matches");

      private final String word;

      Test(String word) {
        this.word = word;
      }

      /** Its key in YAML. */
      public String word() {
        return word;
      }
    }

    /** No two rows agree in all of these columns. */
    record Unique(List<String> columns, Position at) implements OfTable {
      public Unique {
        columns = List.copyOf(columns);
      }

      @Override
      public String asks() {
        return "unique";
      }
    }

    /** The table has so many rows. */
    record RowCount(Optional<Long> atLeast, Optional<Long> atMost, Position at) implements OfTable {
      @Override
      public String asks() {
        return "rows";
      }
    }

    /** The latest value of a column is not older than so long before the run. */
    record Fresh(String column, Duration within, Position at) implements OfTable {
      @Override
      public String asks() {
        return "fresh";
      }
    }

    /** The sum of a column is that of a column of another table. */
    record SumEquals(String column, TableName table, String target, Position at)
        implements OfTable {
      @Override
      public String asks() {
        return "sum-equals";
      }
    }

    /** A SELECT gives no rows: each that it gives breaks the rule. */
    record Query(String sql, Position at) implements OfTable {
      @Override
      public String asks() {
        return "query";
      }
    }

    /** At most so many of a hundred rows are set aside in a run. */
    record QuarantineRate(BigDecimal percent, Position at) implements OfTable {
      @Override
      public String asks() {
        return "quarantine-at-most";
      }
    }
  }
}
