package dev.lodestar.server.planner;

import dev.lodestar.server.time.TimeRange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What rows must fulfil. */
public sealed interface Condition {

  /** The value of a field is one of these, or none of them. */
  record OneOf(Attribute attribute, List<String> values, boolean negated) implements Condition {
    public OneOf {
      values = values.stream().distinct().sorted().toList();
    }
  }

  /** A number stands in a relation to another. */
  record Compared(Attribute attribute, Comparison comparison, BigDecimal number)
      implements Condition {}

  /** A number lies between two others, both of which belong to the range. */
  record Within(Attribute attribute, BigDecimal low, BigDecimal high) implements Condition {}

  /** A field has no value, or has one. */
  record Missing(Attribute attribute, boolean negated) implements Condition {}

  /** A yes-or-no field says yes, or no. */
  record True(Attribute attribute, boolean negated) implements Condition {}

  /** A text begins with, ends with or contains another. */
  record Like(Attribute attribute, Where where, String text, boolean negated) implements Condition {
    /** In which part of the text. */
    public enum Where {
      STARTS,
      CONTAINS,
      ENDS
    }
  }

  /** A condition of the model. */
  record Named(String filter, boolean negated) implements Condition {}

  /**
   * Something happened in one of these ranges.
   *
   * @param time the field that tells when; the usual one unless given
   */
  record During(List<TimeRange> ranges, Optional<Attribute> time, boolean negated)
      implements Condition {
    public During {
      ranges = ranges.stream().map(TimeRange::plain).toList();
    }
  }

  /**
   * Something happened in these parts of every week or year: on Mondays.
   *
   * @param numbers which of the parts, as {@link TimePart} numbers them
   * @param time the field that tells when; the usual one unless given
   */
  record OnPart(TimePart part, List<Integer> numbers, Optional<Attribute> time, boolean negated)
      implements Condition {
    public OnPart {
      numbers = numbers.stream().distinct().sorted().toList();
    }
  }

  /**
   * A row of a dataset has rows of another that belong to it, or has none.
   *
   * @param entity the dataset of the one, as customers
   * @param dataset the dataset of the many, as orders
   */
  record Related(String entity, String dataset, List<Condition> where, boolean negated)
      implements Condition {
    public Related {
      where = List.copyOf(where);
    }
  }

  /**
   * A row is one of something that several rows tell of together, and which comes to so much: the
   * lines of orders of more than 1000.
   *
   * @param key what tells those things apart, in the rows that tell of them
   */
  record Whole(Attribute key, Measure measure, Comparison comparison, BigDecimal number)
      implements Condition {}

  /**
   * A date lies so many days after another one of the same row, or before it where the number is
   * negative: shipped more than three days after the order.
   */
  record Apart(Attribute from, Attribute to, Comparison comparison, int days)
      implements Condition {}

  /** A number stands in a relation to another one of the same row: a price below the cost. */
  record Beside(Attribute attribute, Comparison comparison, Attribute other) implements Condition {}

  /** Any of several conditions. */
  record AnyOf(List<Condition> conditions) implements Condition {
    public AnyOf {
      conditions = List.copyOf(conditions);
    }
  }
}
