package dev.lodestar.server.planner;

import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import dev.lodestar.sql.Identifiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times that are chosen by how little happened in them. A month in which nothing happened is in no
 * row, and yet has fewer than three orders: so every month counts from the first day that is known
 * to the last, within the time that is asked about.
 */
final class EveryTime {
  private final Work work;
  private final Shapes shapes;
  private final Ordering orders;
  private final HavingNone havingNone;
  private final LogicalQuery query;

  EveryTime(Work work, Shapes shapes, Ordering orders, HavingNone havingNone) {
    this.work = work;
    this.shapes = shapes;
    this.orders = orders;
    this.havingNone = havingNone;
    this.query = work.query;
  }

  boolean isMeant() {
    return havingNone.holdForNone()
        && query.groups().size() == 1
        && query.groups().get(0) instanceof Group.ByTime by
        && by.unit() != Unit.HALF
        && query.limit().isEmpty()
        && work.members.isEmpty()
        && shapes.leaves().stream().noneMatch(Shapes.Leaf::lastOnly);
  }

  String statement(List<Shapes.Shaped> shaped, List<Measure> needed, List<String> names)
      throws CannotPlan {
    Group.ByTime by = (Group.ByTime) work.timed(query.groups().get(0));
    String base = shapes.leaves().get(0).base();
    String time = Identifiers.written(work.groupNames.get(0));
    String unit = by.unit().word();
    StringBuilder sql = new StringBuilder("WITH counted AS (\n");
    sql.append(Layout.indented(counted(base, by, shaped, names)));
    sql.append("\n),\nknown_days AS (\n");
    sql.append(Layout.indented(work.twice(base, query.where(), branch -> days(branch, by))));
    sql.append("\n)\nSELECT times.date_value AS ").append(time);
    for (int i = 0; i < query.measures().size(); i++) {
      int at = needed.indexOf(query.measures().get(i));
      sql.append(", ").append(Layout.named(number(needed.get(at), names.get(at)), names.get(at)));
    }
    sql.append(
        ("\nFROM known_days,"
                + " LATERAL TABLE(date_spine(date_trunc('%1$s', known_days.first_day),"
                + " known_days.last_day, '%1$s')) AS times"
                + "\nLEFT JOIN counted ON counted.%2$s = times.date_value")
            .formatted(unit, time));
    List<String> bounds = new ArrayList<>();
    for (LogicalQuery.Having bound : query.having()) {
      bounds.add(
          number(bound.measure(), names.get(needed.indexOf(bound.measure())))
              + " "
              + bound.comparison().sql()
              + " "
              + bound.number().toPlainString());
    }
    Layout.append(sql, "WHERE", " AND ", bounds);
    sql.append(orders.ordering(work.groupNames, work.measureNames, "", HiddenKeys.none()));
    return sql.toString();
  }

  private String number(Measure measure, String name) {
    String counted = "counted." + Identifiers.written(name);
    return havingNone.counts(measure) ? "coalesce(" + counted + ", 0)" : counted;
  }

  /** What happened in each time, as far as something did. */
  private String counted(
      String base, Group.ByTime by, List<Shapes.Shaped> shaped, List<String> names)
      throws CannotPlan {
    return work.twice(
        base,
        work.allConditions(),
        branch -> {
          String group = branch.group(by, true);
          List<String> written = shapes.written(branch);
          List<String> select = new ArrayList<>();
          select.add(Layout.named(group, work.groupNames.get(0)));
          for (int i = 0; i < shaped.size(); i++) {
            select.add(Layout.named(shapes.fill(shaped.get(i), written), names.get(i)));
          }
          List<String> where = work.conditions(branch, query.where());
          StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
          sql.append('\n').append(branch.from());
          Layout.append(sql, "WHERE", " AND ", where);
          Layout.append(sql, "GROUP BY", ", ", List.of(group));
          return sql.toString();
        });
  }

  /** From the first to the last day of all rows, whoever is asked about. */
  private String days(Branch branch, Group.ByTime by) throws CannotPlan {
    Attribute time = branch.time(by.time());
    String day = branch.attribute(time);
    String first = "CAST(min(" + day + ") AS date)";
    String last = "CAST(max(" + day + ") AS date)";
    Optional<TimeRange> asked = asked(branch, time);
    String from =
        asked.flatMap(TimeRange::start).map(d -> within("greatest", first, d)).orElse(first);
    String to = asked.flatMap(TimeRange::last).map(d -> within("least", last, d)).orElse(last);
    return "SELECT " + from + " AS first_day, " + to + " AS last_day\n" + branch.from();
  }

  private static String within(String function, String known, LocalDate asked) {
    return function + "(" + known + ", " + Literals.day(asked) + ")";
  }

  /** The one stretch of time that is asked about; of several, and of Mondays, nothing is told. */
  private Optional<TimeRange> asked(Branch branch, Attribute time) throws CannotPlan {
    List<TimeRange> asked = new ArrayList<>();
    for (Condition condition : query.where()) {
      if (condition instanceof Condition.OnPart) {
        throw HavingNone.noneUntold();
      }
      if (condition instanceof Condition.During during
          && branch.time(during.time().or(work::ownTime)).equals(time)) {
        if (during.negated()) {
          throw HavingNone.noneUntold();
        }
        asked.addAll(during.ranges());
      }
    }
    if (asked.size() > 1) {
      throw HavingNone.noneUntold();
    }
    return asked.stream().findFirst();
  }
}
