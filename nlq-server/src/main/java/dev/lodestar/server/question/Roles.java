package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Relationship;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Settles which of its parts a dataset plays in a query, or which date is meant. */
final class Roles {
  private Roles() {}

  /**
   * The query with a role in every place that left it open.
   *
   * @param role a relationship, or a date as {@code dataset.field}
   */
  static Optional<LogicalQuery> in(Model model, LogicalQuery query, String role) {
    Optional<LogicalQuery> settled;
    if (role.contains(".")) {
      Attribute date = Attribute.of(FieldRef.parse(role));
      settled = Optional.of(rewritten(query, a -> a, Optional.of(date)));
    } else {
      Relationship relationship = model.relationship(role);
      UnaryOperator<Attribute> playing =
          a ->
              a.role().isEmpty() && model.reaches(relationship.to(), a.field().dataset())
                  ? new Attribute(a.field(), Optional.of(role))
                  : a;
      Optional<Attribute> time =
          model.dataset(relationship.to()).fields().stream()
              .filter(f -> f.isDate() && f.isTime() && !f.hidden())
              .findFirst()
              .map(f -> new Attribute(f.ref(), Optional.of(role)));
      settled = Optional.of(rewritten(query, playing, time));
    }
    return settled.filter(q -> !q.equals(query));
  }

  private static LogicalQuery rewritten(
      LogicalQuery query, UnaryOperator<Attribute> attribute, Optional<Attribute> time) {
    List<Group> groups =
        query.groups().stream()
            .map(
                g ->
                    g.<Group>match(
                        by -> new Group.ByField(attribute.apply(by.attribute())),
                        by -> new Group.ByTime(by.unit(), by.time().or(() -> time)),
                        by -> new Group.ByPart(by.part(), by.time().or(() -> time))))
            .toList();
    List<Condition> where = query.where().stream().map(c -> condition(c, attribute, time)).toList();
    return new LogicalQuery(
            query.listed(),
            query.measures(),
            groups,
            where,
            query.having(),
            query.order(),
            query.limit())
        .canonical();
  }

  private static Condition condition(
      Condition condition, UnaryOperator<Attribute> attribute, Optional<Attribute> time) {
    if (condition instanceof Condition.OneOf c) {
      return new Condition.OneOf(attribute.apply(c.attribute()), c.values(), c.negated());
    }
    if (condition instanceof Condition.Compared c) {
      return new Condition.Compared(attribute.apply(c.attribute()), c.comparison(), c.number());
    }
    if (condition instanceof Condition.Beside c) {
      return new Condition.Beside(
          attribute.apply(c.attribute()), c.comparison(), attribute.apply(c.other()));
    }
    if (condition instanceof Condition.Within c) {
      return new Condition.Within(attribute.apply(c.attribute()), c.low(), c.high());
    }
    if (condition instanceof Condition.Missing c) {
      return new Condition.Missing(attribute.apply(c.attribute()), c.negated());
    }
    if (condition instanceof Condition.True c) {
      return new Condition.True(attribute.apply(c.attribute()), c.negated());
    }
    if (condition instanceof Condition.Like c) {
      return new Condition.Like(attribute.apply(c.attribute()), c.where(), c.text(), c.negated());
    }
    if (condition instanceof Condition.During c) {
      return new Condition.During(c.ranges(), c.time().or(() -> time), c.negated());
    }
    if (condition instanceof Condition.OnPart c) {
      return new Condition.OnPart(c.part(), c.numbers(), c.time().or(() -> time), c.negated());
    }
    if (condition instanceof Condition.AnyOf c) {
      return new Condition.AnyOf(
          c.conditions().stream().map(inner -> condition(inner, attribute, time)).toList());
    }
    return condition;
  }
}
