package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A phrase of a question, which adds something to the query. */
sealed interface Part {

  /** Numbers that are asked for. */
  record Select(List<Measure> measures) implements Part {}

  /**
   * A measure by which something is sorted or ranked.
   *
   * @param direction which end comes first
   * @param bySize whether the order is one of how much, in which nothing is by its name
   */
  record SortBy(List<Measure> measures, Optional<Direction> direction, boolean bySize)
      implements Part {
    SortBy(List<Measure> measures, Optional<Direction> direction) {
      this(measures, direction, false);
    }
  }

  record SortByGroup(Group group, boolean descending) implements Part {}

  /** By what is named first. */
  record SortByName(boolean descending) implements Part {}

  /** By when it was: the latest first, or the earliest. */
  record SortByTime(boolean descending) implements Part {}

  record By(List<Group> groups) implements Part {}

  /** By these instead of what was grouped by before. */
  record Regroup(List<Group> groups) implements Part {}

  /** What came before, told apart by these. */
  record Breakdown(List<Group> groups) implements Part {}

  /** Things that are named without a "by": to list, to count, or to group by. */
  record Things(List<Noun> nouns, boolean listed) implements Part {}

  /** A number that something has of its own: how many stars it has. */
  record OwnNumber(Noun noun) implements Part {}

  /** Those who do what is measured: how many orders did customers in France place. */
  record Doer(String dataset) implements Part {}

  record Where(Condition condition) implements Part {}

  /**
   * Values that are joined by "and": of what has several, all are meant.
   *
   * @param apart whether each has a preposition of its own: in France and in Spain
   */
  record All(Condition.OneOf members, boolean apart) implements Part {
    All(Condition.OneOf members) {
      this(members, false);
    }
  }

  /** Values of two or more members to be set side by side. */
  record Versus(Condition.OneOf members) implements Part {}

  /**
   * When something happened.
   *
   * @param apart whether each time has a preposition of its own: in 2024 and in 2025
   */
  record When(List<TimeRange> ranges, boolean apart) implements Part {
    When(List<TimeRange> ranges) {
      this(ranges, false);
    }
  }

  /** Two ranges to be set side by side. */
  record WhenVersus(TimeRange first, TimeRange second) implements Part {}

  record Bound(Measure measure, Comparison comparison, BigDecimal number) implements Part {}

  record Bounds(List<Bound> bounds) implements Part {}

  /** The first few by a measure, or what else is kept of them. */
  record Rank(
      Optional<Kept> kept,
      Direction direction,
      Optional<Noun> target,
      List<Measure> by,
      List<Group> per)
      implements Part {}

  /** Some of what is ranked, and not told yet by what: the 3 customers of the food sector. */
  record Few(Kept kept, Noun noun) implements Part {}

  /**
   * By what that is ranked which was named before.
   *
   * @param told whether the words name what it is ranked by, and not only what was done
   * @param more what else is told of it
   */
  record Ranked(
      Optional<Kept> kept, Direction direction, List<Measure> by, boolean told, List<Part> more)
      implements Part {}

  /** The rows of a dataset with the highest or lowest values of a field: the cheapest products. */
  record Extreme(Noun noun, Attribute field, Optional<Kept> kept, boolean most, List<Group> per)
      implements Part {}

  /** A bound of a number that is not named: orders above 400. */
  record Bare(Comparison comparison, BigDecimal number, Optional<String> unit) implements Part {}

  /** Which end of the order. */
  enum Direction {
    MOST,
    LEAST,
    BEST,
    WORST
  }

  /**
   * Two times are compared as far as both have come: the same period of last year.
   *
   * @param of in which the earlier one lies; empty where both were told
   */
  record SameSpan(Optional<TimeRange> of) implements Part {}

  /** Over time, in whatever unit suits. */
  record OverTime() implements Part {}

  record Share() implements Part {}

  /**
   * The part that some rows have in a measure.
   *
   * @param of which rows, where the words leave no doubt: the share of late shipments
   */
  record PartOf(Measure measure, Optional<Condition> of) implements Part {
    PartOf(Measure measure) {
      this(measure, Optional.empty());
    }
  }

  record Running() implements Part {}

  record Growth(Optional<Unit> over, boolean inPercent) implements Part {}

  /** Nobody did it: so it is asked of what things are done with, and of no doers. */
  record ByNobody() implements Part {}

  /** Somebody is asked for, who is not named. */
  record Somebody(Noun noun) implements Part {}

  /** What is ranked is so by how it grew. */
  record ByGrowth(boolean inPercent) implements Part {}

  /**
   * What grew by more than so much, or fell.
   *
   * @param measure none where the question names none
   */
  record GrownBy(
      Optional<Measure> measure, Comparison comparison, BigDecimal number, boolean inPercent)
      implements Part {}

  /** From one time to another: what grew did so between both. */
  record Ends(TimeRange first, TimeRange last) implements Part {}

  /** How much something changed, said of two times that are set side by side. */
  record ChangeShown() implements Part {}

  /**
   * The time with which another is compared.
   *
   * @param now whether that is the one after it, where none is named: better than last year
   */
  record Against(TimeRange range, boolean now) implements Part {
    Against(TimeRange range) {
      this(range, false);
    }
  }

  /** Rows of a fact are looked for, or found missing. */
  record Related(
      Optional<String> fact, List<Condition> where, List<TimeRange> when, boolean never, Deed deed)
      implements Part {}

  /**
   * A word that tells that something was done: bought, sold.
   *
   * @param fact the dataset whose rows tell of it, where the word says so: admitted, of admissions
   * @param measured how much was done, where that is not how often
   */
  record Acted(Optional<String> fact, Deed deed, Optional<Measure> measured) implements Part {
    Acted(Optional<String> fact, Deed deed) {
      this(fact, deed, Optional.empty());
    }
  }

  /** What somebody does, who is named elsewhere. */
  record Does(Deed deed) implements Part {}

  /** A dataset that is named only to say whose or what: revenue of customers in France. */
  record Mentioned(String dataset) implements Part {}

  /** As things were when the rows of a dataset happened: at the time of the sale. */
  record AsOf(String dataset) implements Part {}

  /** The unit that all measures are in anyway, folded: in euros, in kWh. */
  record InUnit(String unit) implements Part {}

  /** What was counted before, in money. */
  record Amount() implements Part {}

  /** One metric in place of another that was named before: before discounts. */
  record Variant(String of, String metric) implements Part {}

  record Several(List<Part> parts) implements Part {}

  /** "How much", without a measure. */
  record HowMuch() implements Part {}

  /** As things stand: of a level, or of what has some state. */
  record Now() implements Part {}

  /** What is new: as what it is there since a date. */
  record Since(Attribute date) implements Part {}

  /** Those who are there since then: customers since before 2010. */
  record There(TimeRange range) implements Part {}

  /** What is told of each is the mean over all of them: orders per customer, on average. */
  record OnAverage() implements Part {}

  /** What is asked is told by the model, and by no rows. */
  record OfModel(About about) implements Part {}

  /** What somebody brings is part of an amount, and of no rate. */
  record ComesFrom() implements Part {}

  /** "Compare": what is named twice is set side by side. */
  record Compare() implements Part {}

  /**
   * What is counted happened on a date of its own: registrations.
   *
   * @param is what is so of it, whenever it was
   */
  record Occurred(Attribute date, Condition is) implements Part {}

  /**
   * A verb that says that money came in, and not how much: earns, « rapporte ».
   *
   * @param always whether it asks for that by itself, and not only beside "how much"
   * @param by what may be meant, which is measured where nothing else is
   */
  record Earned(boolean always, List<Measure> by) implements Part {}

  /** "How many", away from what is counted. */
  record HowMany() implements Part {}

  /** A verb of a date that does not say whether it was done: when did Ann register. */
  record DoneOn(Attribute date) implements Part {}

  /** "When", away from what is asked for. */
  record WhenAsked() implements Part {}

  /**
   * The last time, or the first.
   *
   * @param asks whether it asks when by itself, as "the last time" does and "last" does not
   */
  record LastTime(Aggregation which, boolean asks) implements Part {}
}
