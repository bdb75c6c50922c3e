package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import java.util.Optional;

/** What a word or a name of the model may mean. */
sealed interface Sense {
  /** The kind of the piece of a question that has this meaning, as the grammar knows it. */
  default String kind(boolean plural) {
    if (this instanceof OfMetric) {
      return "METRIC";
    }
    if (this instanceof OfCount) {
      return "COUNTMETRIC";
    }
    if (this instanceof OfAmount) {
      return "AMOUNTMETRIC";
    }
    if (this instanceof OfVariant) {
      return "VARIANT";
    }
    if (this instanceof OfField) {
      return plural ? "FIELDS" : "FIELD";
    }
    if (this instanceof OfNumber) {
      return "COUNTFIELD";
    }
    if (this instanceof OfEntity) {
      return plural ? "ENTITIES" : "ENTITY";
    }
    if (this instanceof OfValue) {
      return "VALUE";
    }
    if (this instanceof OfAct) {
      return "ACT";
    }
    if (this instanceof OfDone) {
      return "AMOUNTDONE";
    }
    if (this instanceof OfDate) {
      return "DATED";
    }
    if (this instanceof OfHappening) {
      return "HAPPENING";
    }
    if (this instanceof OfDenied) {
      return "DENIED";
    }
    if (this instanceof OfState) {
      return "STATED";
    }
    return this instanceof OfFilter ? "FILTER" : "ROLE";
  }

  record OfMetric(String metric) implements Sense {}

  /** What a metric counts, without the word that says so. */
  record OfCount(String metric) implements Sense {}

  /** What a metric is the amount of, without the word that says so: refunded. */
  record OfAmount(String metric) implements Sense {}

  /** What the name of a metric adds to that of another: before discounts. */
  record OfVariant(String of, String metric) implements Sense {}

  record OfField(FieldRef field) implements Sense {}

  /** What a field tells the number of, without the word that says so: rooms, of a room count. */
  record OfNumber(FieldRef field) implements Sense {}

  record OfEntity(String dataset) implements Sense {}

  record OfValue(FieldRef field, String value) implements Sense {}

  record OfFilter(String filter) implements Sense {}

  record OfRole(String relationship) implements Sense {}

  /**
   * A verb that tells of the rows of a dataset: admitted, of admissions.
   *
   * @param deed what it says of who does it
   * @param measured the metric of how much was done, where it is not how often
   */
  record OfAct(String dataset, Deed deed, Optional<String> measured) implements Sense {
    OfAct(String dataset, Deed deed) {
      this(dataset, deed, Optional.empty());
    }
  }

  /** A verb that tells of no rows, but stands in the name of a metric: passengers carried. */
  record OfDone(String metric, Deed deed) implements Sense {
    boolean measures(Measure measure) {
      return measure.equals(new Measure.OfMetric(metric));
    }
  }

  /** A verb that tells of a date: delivered, of the delivery date. */
  record OfDate(FieldRef field) implements Sense {}

  /** What happened on a date: the registration, of the registration date. */
  record OfHappening(FieldRef field) implements Sense {}

  /** A yes-or-no field, denied: inactive. */
  record OfDenied(FieldRef field) implements Sense {}

  /**
   * What has become of rows, by a noun: cancellations, registrations.
   *
   * @param is what is so of them
   * @param date on which it happened, where that is told
   */
  record OfState(String dataset, Condition is, Optional<FieldRef> date) implements Sense {}
}
