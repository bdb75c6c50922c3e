package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Of which rows a question is asked that goes on from another: what it says of something takes the
 * place of what was said of the same, and goes beside all else.
 */
final class Narrowed {
  private static final Pattern A_YEAR = Pattern.compile(".*\\b(19|20|21)\\d\\d\\b.*");

  private final Model model;
  private final List<Condition> where;

  /**
   * @param where what was said before, which is changed
   */
  Narrowed(Model model, List<Condition> where) {
    this.model = model;
    this.where = where;
  }

  /** One time takes the place of another, by whatever it was told. */
  void during(Condition.During when) {
    where.removeIf(c -> c instanceof Condition.During || tellsYear(c));
    where.add(when);
  }

  void to(Condition condition) {
    if (condition instanceof Condition.OneOf one && one.negated()) {
      without(one);
      return;
    }
    if (tellsYear(condition)) {
      where.removeIf(c -> Belonging.isUndated(c) || tellsYear(c));
    }
    where.removeIf(other -> isOfTheSame(other, condition));
    where.add(condition);
  }

  /** Without Spain, after without Germany, is without either; what is meant is told already. */
  private void without(Condition.OneOf more) {
    List<String> none = new ArrayList<>(more.values());
    for (Condition condition : List.copyOf(where)) {
      if (condition instanceof Condition.OneOf one && one.attribute().equals(more.attribute())) {
        where.remove(one);
        if (one.negated()) {
          none.addAll(one.values());
          continue;
        }
        List<String> left = new ArrayList<>(one.values());
        left.removeAll(more.values());
        if (!left.isEmpty()) {
          where.add(new Condition.OneOf(one.attribute(), left, false));
          return;
        }
      }
    }
    where.add(new Condition.OneOf(more.attribute(), none, true));
  }

  private static boolean isOfTheSame(Condition one, Condition other) {
    if (one instanceof Condition.Compared a && other instanceof Condition.Compared b) {
      return a.attribute().equals(b.attribute()) && !boundsOtherEnd(a, b);
    }
    if (one instanceof Condition.Named a && other instanceof Condition.Named b) {
      return a.filter().equals(b.filter());
    }
    Optional<Attribute> of = attribute(one);
    return of.isPresent() && of.equals(attribute(other)) && one.getClass() == other.getClass();
  }

  /** Above 10 and below 20 are both meant, and so is all but one value. */
  private static boolean boundsOtherEnd(Condition.Compared a, Condition.Compared b) {
    return a.comparison() == Comparison.UNLIKE
        || b.comparison() == Comparison.UNLIKE
        || (isLow(a.comparison()) && isHigh(b.comparison()))
        || (isHigh(a.comparison()) && isLow(b.comparison()));
  }

  private static boolean isLow(Comparison comparison) {
    return comparison == Comparison.MORE || comparison == Comparison.AT_LEAST;
  }

  private static boolean isHigh(Comparison comparison) {
    return comparison == Comparison.LESS || comparison == Comparison.AT_MOST;
  }

  /** The one field that a condition is of, where two that say so much cannot both be meant. */
  static Optional<Attribute> attribute(Condition condition) {
    return condition instanceof Condition.OneOf c
        ? Optional.of(c.attribute())
        : condition instanceof Condition.True c
            ? Optional.of(c.attribute())
            : condition instanceof Condition.Missing c
                ? Optional.of(c.attribute())
                : condition instanceof Condition.Within c
                    ? Optional.of(c.attribute())
                    : Optional.empty();
  }

  /** Whether a field tells the year in which something was, alone or with a part of it. */
  private boolean tellsYear(Condition condition) {
    if (condition instanceof Condition.Compared c) {
      return isYear(c.attribute());
    }
    if (condition instanceof Condition.Within c) {
      return isYear(c.attribute());
    }
    return condition instanceof Condition.OneOf one
        && !one.negated()
        && (isYear(one.attribute())
            || (field(one.attribute()).isTime()
                && one.values().stream().allMatch(v -> A_YEAR.matcher(v).matches())));
  }

  private boolean isYear(Attribute attribute) {
    Field field = field(attribute);
    return field.isTime() && field.unit().equals(Optional.of(Unit.YEAR));
  }

  private Field field(Attribute attribute) {
    return model.field(attribute.field());
  }
}
