package dev.lodestar.spec;

import java.util.List;
import java.util.function.Function;

/** Something that must hold of a model's rows, and what happens to those of which it does not. */
public record Expectation(String name, Rule rule, Otherwise otherwise, Position at) {

  /** The columns that must be unique together; none where the rule asks something else. */
  public List<String> uniqueColumns() {
    return rule.match(h -> List.of(), r -> List.of(), u -> u.columns());
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

    /**
     * A condition in SQL on the columns of the model; a row for which it is not true breaks the
     * rule.
     */
    record Holds(String condition, Position at) implements Rule {
      @Override
      public <T> T match(
          Function<Holds, T> holds,
          Function<References, T> references,
          Function<Unique, T> unique) {
        return holds.apply(this);
      }
    }

    /** The value of a column, unless null, exists in a column of another table of the domain. */
    record References(String column, TableName table, String target, Position at) implements Rule {
      @Override
      public <T> T match(
          Function<Holds, T> holds,
          Function<References, T> references,
          Function<Unique, T> unique) {
        return references.apply(this);
      }
    }

    /** No two rows agree in all of these columns. */
    record Unique(List<String> columns, Position at) implements Rule {
      public Unique {
        columns = List.copyOf(columns);
      }

      @Override
      public <T> T match(
          Function<Holds, T> holds,
          Function<References, T> references,
          Function<Unique, T> unique) {
        return unique.apply(this);
      }
    }

    <T> T match(
        Function<Holds, T> holds, Function<References, T> references, Function<Unique, T> unique);
  }
}
