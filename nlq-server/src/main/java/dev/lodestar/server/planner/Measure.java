package dev.lodestar.server.planner;

import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;

/** A number that is asked for. */
public sealed interface Measure {

  /** One that the model defines. */
  record OfMetric(String metric) implements Measure {}

  /** The values of a field, made one. */
  record OfField(Attribute attribute, Aggregation aggregation) implements Measure {}

  /** How many rows a dataset has. */
  record Rows(String dataset) implements Measure {}

  /**
   * To how many different rows of a dataset the rows of another belong: how many customers bought.
   */
  record Distinct(String dataset, String from) implements Measure {}

  /**
   * How many different values of a field the rows of a dataset have that belong to its rows: of how
   * many brands something was sold.
   */
  record Values(Attribute attribute, String from) implements Measure {}

  /** In how many units of time something was within bounds: in how many months. */
  record Times(Unit unit) implements Measure {}

  /** The days from one date of a row to another, made one. */
  record Delay(Attribute from, Attribute to, Aggregation aggregation) implements Measure {}

  /**
   * What a measure is in each group, made one: the average or the median revenue per customer.
   *
   * @param how the mean or the median
   */
  record PerGroup(Measure of, Group group, Aggregation how) implements Measure {
    public PerGroup(Measure of, Group group) {
      this(of, group, Aggregation.AVERAGE);
    }
  }

  /** One measure divided by another, or so many percent of it. */
  record Ratio(Measure above, Measure below, boolean inPercent) implements Measure {
    public Ratio(Measure above, Measure below) {
      this(above, below, false);
    }
  }

  /** A measure in percent of what it is over all groups. */
  record Share(Measure of) implements Measure {}

  /** What some rows contribute to a measure, in percent. */
  record PartOf(Measure of, Condition condition) implements Measure {}

  /** A measure summed up from the first group to each. */
  record Running(Measure of) implements Measure {}

  /** A measure in one range of time alone. */
  record In(Measure of, TimeRange range) implements Measure {
    public In {
      range = range.plain();
    }
  }

  /**
   * How a measure differs from what it was some units of time before.
   *
   * @param back how many of the units of the group by time: 12 months
   */
  record Change(Measure of, int back, boolean inPercent) implements Measure {}

  /** How a measure differs between two ranges of time. */
  record Between(Measure of, TimeRange earlier, TimeRange later, boolean inPercent)
      implements Measure {
    public Between {
      earlier = earlier.plain();
      later = later.plain();
    }
  }
}
