package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Relationship;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes what the rows of a branch must fulfil. */
final class Conditions {
  private final Model model;
  private final Branch branch;

  Conditions(Model model, Branch branch) {
    this.model = model;
    this.branch = branch;
  }

  String written(Condition condition) throws CannotPlan {
    if (condition instanceof Condition.OneOf one) {
      return oneOf(one);
    }
    if (condition instanceof Condition.Compared compared) {
      return branch.attribute(compared.attribute())
          + " "
          + compared.comparison().sql()
          + " "
          + compared.number().toPlainString();
    }
    if (condition instanceof Condition.Within within) {
      return branch.attribute(within.attribute())
          + " BETWEEN "
          + within.low().toPlainString()
          + " AND "
          + within.high().toPlainString();
    }
    if (condition instanceof Condition.Missing missing) {
      return branch.attribute(missing.attribute())
          + (missing.negated() ? " IS NOT NULL" : " IS NULL");
    }
    if (condition instanceof Condition.True is) {
      return is.negated()
          ? "NOT " + branch.attribute(is.attribute())
          : branch.attribute(is.attribute());
    }
    if (condition instanceof Condition.Like like) {
      return like(like);
    }
    if (condition instanceof Condition.Named named) {
      String sql = "(" + branch.expression(model.filter(named.filter()).condition()) + ")";
      // What is not known to fulfil it counts as not fulfilling it.
      return named.negated() ? "NOT coalesce" + sql.replaceFirst("\\)$", ", false)") : sql;
    }
    if (condition instanceof Condition.During during) {
      return during(during);
    }
    if (condition instanceof Condition.OnPart on) {
      String numbers = on.numbers().stream().map(String::valueOf).collect(Collectors.joining(", "));
      return branch.part(on.part(), on.time())
          + (on.negated() ? " NOT IN (" : " IN (")
          + numbers
          + ")";
    }
    if (condition instanceof Condition.AnyOf any) {
      List<String> parts = new ArrayList<>();
      for (Condition part : any.conditions()) {
        parts.add(written(part));
      }
      return "(" + String.join(" OR ", parts) + ")";
    }
    if (condition instanceof Condition.Whole whole) {
      return branch.attribute(whole.key())
          + " IN (\n"
          + Layout.indented(new Wholes(model).sql(whole))
          + "\n)";
    }
    if (condition instanceof Condition.Beside beside) {
      return branch.attribute(beside.attribute())
          + " "
          + beside.comparison().sql()
          + " "
          + branch.attribute(beside.other());
    }
    if (condition instanceof Condition.Apart apart) {
      return Days.between(branch, apart.from(), apart.to())
          + " "
          + apart.comparison().sql()
          + " "
          + apart.days();
    }
    return related((Condition.Related) condition);
  }

  private String oneOf(Condition.OneOf one) throws CannotPlan {
    Field field = model.field(one.attribute().field());
    String sql = branch.attribute(one.attribute());
    List<String> values = one.values().stream().map(value -> Literals.of(field, value)).toList();
    String list =
        values.size() == 1
            ? (one.negated() ? " <> " : " = ") + values.get(0)
            : (one.negated() ? " NOT IN (" : " IN (") + String.join(", ", values) + ")";
    // Rows without a value have none of the values either.
    return one.negated() ? "(" + sql + list + " OR " + sql + " IS NULL)" : sql + list;
  }

  private String like(Condition.Like like) throws CannotPlan {
    String sql = "lower(" + branch.attribute(like.attribute()) + ")";
    String text = Literals.text(like.text().toLowerCase(java.util.Locale.ROOT));
    String call =
        switch (like.where()) {
          case STARTS -> "starts_with(" + sql + ", " + text + ")";
          case ENDS -> "ends_with(" + sql + ", " + text + ")";
          case CONTAINS -> "contains(" + sql + ", " + text + ")";
        };
    return like.negated() ? "NOT coalesce(" + call + ", false)" : call;
  }

  private String during(Condition.During during) throws CannotPlan {
    Attribute time = branch.time(during.time());
    String sql = branch.attribute(time);
    Field field = model.field(time.field());
    if (!field.isDate()) {
      throw new CannotPlan(
          Reason.NO_TIME, time.field() + " is no date", List.of(time.field().toString()));
    }
    List<String> ranges = new ArrayList<>();
    for (TimeRange range : during.ranges()) {
      Grains.mustTell(field, range, model.weekStarts());
      List<String> bounds = new ArrayList<>();
      range.start().ifPresent(day -> bounds.add(sql + " >= " + Literals.day(field, day)));
      range.end().ifPresent(day -> bounds.add(sql + " < " + Literals.day(field, day)));
      ranges.add(String.join(" AND ", bounds));
    }
    String any =
        ranges.size() == 1
            ? ranges.get(0)
            : ranges.stream().collect(Collectors.joining(" OR ", "(", ")"));
    // What was never done was not done in 2024 either.
    return during.negated() ? "(NOT (" + any + ") OR " + sql + " IS NULL)" : any;
  }

  private String related(Condition.Related related) throws CannotPlan {
    Branch inside = branch.inside(related.dataset());
    List<List<String>> ways = model.ways(related.dataset(), related.entity());
    if (ways.isEmpty()) {
      throw new CannotPlan(
          Reason.UNREACHABLE,
          "Cannot reach " + related.entity() + " from " + related.dataset(),
          List.of(related.dataset(), related.entity()));
    }
    List<String> way = inside.way(Attribute.of(new FieldRef(related.entity(), "")));
    Relationship last = model.relationship(way.get(way.size() - 1));
    String many = inside.alias(way.subList(0, way.size() - 1));
    String one =
        branch.alias(
            related.entity().equals(branch.base())
                ? List.of()
                : branch.way(Attribute.of(new FieldRef(related.entity(), ""))));
    List<String> conditions = new ArrayList<>();
    Optional<Attribute> thing = branch.thing(related.entity());
    if (thing.isPresent()) {
      // Whatever happened to one version of it happened to the thing.
      conditions.add(
          inside.attribute(thing.get()) + " = " + branch.field(thing.get().field(), one));
    }
    for (int i = 0; i < last.fromColumns().size() && thing.isEmpty(); i++) {
      conditions.add(
          inside.column(many, last.fromColumns().get(i))
              + " = "
              + Identifiers.written(one)
              + "."
              + Identifiers.written(last.toColumns().get(i)));
    }
    for (Condition condition : related.where()) {
      conditions.add(inside.condition(condition));
    }
    return (related.negated() ? "NOT EXISTS (" : "EXISTS (")
        + "SELECT 1 "
        + inside.from().replace("\n", " ")
        + " WHERE "
        + String.join(" AND ", conditions)
        + ")";
  }
}
