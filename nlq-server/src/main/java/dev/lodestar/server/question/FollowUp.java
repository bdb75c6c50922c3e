package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A question that goes on from the one before: what it names is added to that one, or takes the
 * place of what it can only be there once, as a time, the value of a field, or a number of rows.
 */
final class FollowUp {
  private FollowUp() {}

  static List<Assembly.Assembled> of(
      Model model, LocalDate today, LogicalQuery before, List<Part> parts) {
    List<Part> merged = new ArrayList<>();
    List<Group> groups = new ArrayList<>(before.groups());
    List<Condition> where = new ArrayList<>(before.where());
    List<LogicalQuery.Order> order = new ArrayList<>(before.order());
    List<LogicalQuery.Having> having = new ArrayList<>(before.having());
    Optional<LogicalQuery.Limit> limit = before.limit();
    List<Measure> measures = new ArrayList<>(before.measures());
    Optional<Part.Direction> ranked = Optional.empty();
    List<Note> notes = new ArrayList<>();
    Set<String> units = new TreeSet<>();
    if (isWhole(parts)) {
      return Assembly.of(model, today, parts);
    }
    if (saysTwice(parts)) {
      return List.of();
    }
    for (Part part : parts) {
      if (part instanceof Part.By || part instanceof Part.Breakdown) {
        if (limit.isPresent()) {
          // The first few, broken down, are no longer the first few.
          return List.of();
        }
        List<Group> more =
            part instanceof Part.By by ? by.groups() : ((Part.Breakdown) part).groups();
        more.forEach(group -> add(groups, group));
      } else if (part instanceof Part.Regroup by) {
        if (limit.isPresent()) {
          return List.of();
        }
        regroup(groups, by.groups());
        order.removeIf(o -> !o.measure());
      } else if (part instanceof Part.Things things && !things.listed()) {
        things.nouns().forEach(noun -> add(groups, noun.group()));
      } else if (part instanceof Part.Where condition) {
        replace(where, condition.condition());
      } else if (part instanceof Part.When when) {
        where.removeIf(c -> c instanceof Condition.During);
        where.add(new Condition.During(when.ranges(), Optional.empty(), false));
      } else if (part instanceof Part.Select select) {
        if (!order.isEmpty() && select.measures().size() != 1) {
          return List.of();
        }
        measures.clear();
        measures.addAll(select.measures());
      } else if (part instanceof Part.Amount && measures.size() == 1 && having.isEmpty()) {
        Optional<Measure> amount = Measures.amount(model, measures.get(0));
        if (amount.isEmpty()) {
          return List.of();
        }
        measures.set(0, amount.get());
      } else if (part instanceof Part.Variant variant) {
        int at = measures.indexOf(new Measure.OfMetric(variant.of()));
        boolean bounded =
            having.stream().anyMatch(h -> h.measure().equals(new Measure.OfMetric(variant.of())));
        if (at < 0 || bounded) {
          return List.of();
        }
        measures.set(at, new Measure.OfMetric(variant.metric()));
      } else if (part instanceof Part.Rank rank
          && rank.target().isEmpty()
          && rank.per().isEmpty()) {
        if (groups.size() > 1 && limit.isEmpty()) {
          // The first three of each, or of all together: nobody said which.
          return List.of();
        }
        limit =
            Optional.of(
                new LogicalQuery.Limit(
                    rank.kept().orElse(new Kept.First(Assembly.USUAL_ROWS)),
                    before.limit().map(LogicalQuery.Limit::per).orElse(List.of())));
        if (order.stream().noneMatch(LogicalQuery.Order::measure) && !measures.isEmpty()) {
          order.clear();
          order.add(new LogicalQuery.Order(true, 0, true));
        }
        if (limit.get().kept() instanceof Kept.Percent) {
          notes.add(new Note.RoundedUp());
        }
        ranked = Optional.of(rank.direction());
      } else if (part instanceof Part.InUnit in) {
        units.add(in.unit());
      } else if (part instanceof Part.Bound bound) {
        having.add(new LogicalQuery.Having(bound.measure(), bound.comparison(), bound.number()));
      } else if (part instanceof Part.SortByName by && limit.isEmpty() && !groups.isEmpty()) {
        order.clear();
        order.add(new LogicalQuery.Order(false, 0, by.descending()));
      } else if (part instanceof Part.SortBy by
          && by.measures().isEmpty()
          && !measures.isEmpty()
          && limit.isEmpty()) {
        order.clear();
        order.add(new LogicalQuery.Order(true, 0, by.descending().orElse(true)));
      } else if (part instanceof Part.Share && measures.size() == 1 && !groups.isEmpty()) {
        measures.add(new Measure.Share(measures.get(0)));
      } else if (part instanceof Part.SortBy by
          && by.measures().size() == 1
          && order.size() == 1
          && order.get(0).measure()) {
        // "By revenue", after a ranking, ranks by it.
        measures.clear();
        measures.addAll(by.measures());
        order.set(0, new LogicalQuery.Order(true, 0, order.get(0).descending()));
      } else if (part instanceof Part.Versus versus) {
        replace(where, versus.members());
        add(groups, new Group.ByField(versus.members().attribute()));
      } else {
        merged.add(part);
      }
    }
    if (!merged.isEmpty()) {
      return List.of();
    }
    ranked.ifPresent(direction -> turn(model, direction, measures, order, notes));
    LogicalQuery edited =
        new LogicalQuery(before.listed(), measures, groups, where, having, order, limit)
            .canonical();
    boolean inUnits = units.isEmpty() || Contradictions.isInUnits(model, edited, units);
    // What was asked already is asked again, as "in euros" of what is in euros.
    boolean said = edited.equals(before) && !parts.stream().allMatch(FollowUp::narrows);
    return said || !inUnits ? List.of() : List.of(new Assembly.Assembled(edited, notes, 0));
  }

  /** Whether a part says the same of whatever it follows. */
  private static boolean narrows(Part part) {
    return part instanceof Part.InUnit
        || part instanceof Part.When
        || part instanceof Part.Where
        || part instanceof Part.Rank;
  }

  /** Who says what is measured and by what it is grouped has asked anew. */
  private static boolean isWhole(List<Part> parts) {
    return parts.stream().anyMatch(part -> part instanceof Part.Select)
        && parts.stream()
            .anyMatch(
                part ->
                    part instanceof Part.By
                        || part instanceof Part.Regroup
                        || part instanceof Part.Breakdown);
  }

  /** "The first half of May" are not two times, one of which takes the place of the other. */
  private static boolean saysTwice(List<Part> parts) {
    long times = parts.stream().filter(part -> part instanceof Part.When).count();
    List<Attribute> told =
        parts.stream()
            .filter(part -> part instanceof Part.Where)
            .flatMap(part -> attribute(((Part.Where) part).condition()).stream())
            .toList();
    return times > 1 || told.stream().distinct().count() < told.size();
  }

  /** The first three are those of the order that is there; the lowest or best have their own. */
  private static void turn(
      Model model,
      Part.Direction direction,
      List<Measure> measures,
      List<LogicalQuery.Order> order,
      List<Note> notes) {
    for (int i = 0; i < order.size(); i++) {
      LogicalQuery.Order by = order.get(i);
      if (by.measure() && direction != Part.Direction.MOST) {
        boolean descending = Ordering.descending(model, direction, measures.get(by.index()), notes);
        order.set(i, new LogicalQuery.Order(true, by.index(), descending));
        return;
      }
    }
  }

  private static void add(List<Group> groups, Group group) {
    if (group instanceof Group.ByTime) {
      for (int i = 0; i < groups.size(); i++) {
        if (groups.get(i) instanceof Group.ByTime) {
          groups.set(i, group);
          return;
        }
      }
    }
    if (!groups.contains(group)) {
      groups.add(group);
    }
  }

  /**
   * The only group of the same kind gives way, as the month to a quarter; all of them do where none
   * or several are.
   */
  private static void regroup(List<Group> groups, List<Group> by) {
    boolean times = by.stream().allMatch(group -> group instanceof Group.ByTime);
    List<Group> given =
        groups.stream().filter(group -> times == group instanceof Group.ByTime).toList();
    int at = given.size() == 1 ? groups.indexOf(given.get(0)) : 0;
    groups.removeAll(given.size() == 1 ? given : List.copyOf(groups));
    groups.addAll(at, by.stream().filter(group -> !groups.contains(group)).toList());
  }

  private static void replace(List<Condition> where, Condition condition) {
    Optional<Attribute> of = attribute(condition);
    where.removeIf(other -> of.isPresent() && attribute(other).equals(of));
    where.add(condition);
  }

  private static Optional<Attribute> attribute(Condition condition) {
    return condition instanceof Condition.OneOf one
        ? Optional.of(one.attribute())
        : Optional.empty();
  }
}
