package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import dev.lodestar.sql.Identifiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shares, running sums, changes and the first rows of each group: what can only be computed once
 * the plain measures of all groups are known.
 */
final class DerivedMeasures {
  private static final String START = "starts_on";

  private final Work work;
  private final Shapes shapes;
  private final Ordering orders;
  private final KeptRows keptRows;
  private final HavingNone havingNone;
  private final Model model;
  private final LogicalQuery query;
  private final List<String> groupNames;
  private final List<String> measureNames;
  private HiddenKeys keys = HiddenKeys.none();

  DerivedMeasures(Work work, Shapes shapes, Ordering orders, HavingNone havingNone) {
    this.work = work;
    this.shapes = shapes;
    this.orders = orders;
    this.keptRows = new KeptRows(work, orders);
    this.havingNone = havingNone;
    this.model = work.model;
    this.query = work.query;
    this.groupNames = work.groupNames;
    this.measureNames = work.measureNames;
  }

  static boolean isDerived(Measure measure) {
    return measure instanceof Measure.Share
        || measure instanceof Measure.Running
        || measure instanceof Measure.Change;
  }

  static Measure inside(Measure measure) {
    if (measure instanceof Measure.Share share) {
      return share.of();
    }
    if (measure instanceof Measure.Running running) {
      return running.of();
    }
    return ((Measure.Change) measure).of();
  }

  /** By what rows are told apart beside their groups, where others have put them together. */
  void tellApartBy(HiddenKeys apart) {
    keys = apart;
  }

  /** The plain measures by group, for others to be computed from. */
  String totals(List<Shapes.Shaped> shaped, List<String> plainNames) throws CannotPlan {
    List<Condition> where = widened();
    int start = startColumn();
    return work.twice(
        shapes.leaves().get(0).base(),
        work.allConditions(),
        branch -> {
          List<String> written = shapes.written(branch);
          List<String> select = work.groupColumns(branch);
          List<String> groupBy = work.keys(branch);
          keys = HiddenKeys.of(work, branch, work.keyedGroups());
          select.addAll(keys.columns());
          groupBy.addAll(keys.sql());
          if (start >= 0) {
            String date = branch.group(work.timed(query.groups().get(start)), true);
            select.add(Layout.named(date, START));
            groupBy.add(date);
          }
          for (int i = 0; i < shaped.size(); i++) {
            select.add(Layout.named(shapes.fill(shaped.get(i), written), plainNames.get(i)));
          }
          StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
          List<String> conditions = work.conditions(branch, where);
          conditions.addAll(work.candidates(branch));
          if (shapes.leaves().get(0).lastOnly()) {
            throw new CannotPlan(
                Reason.UNSUPPORTED, "A level over time cannot be computed further", List.of());
          }
          sql.append('\n').append(branch.from());
          Layout.append(sql, "WHERE", " AND ", conditions);
          Layout.append(sql, "GROUP BY", ", ", groupBy);
          return sql.toString();
        });
  }

  /**
   * The group by time whose units are told in words of their own, as 2025-Q3, and so need a date
   * beside them to be counted back from; -1 when there is none.
   */
  private int startColumn() throws CannotPlan {
    if (query.measures().stream().noneMatch(m -> m instanceof Measure.Change)) {
      return -1;
    }
    int time = timeGroup();
    Branch branch = new Branch(model, shapes.leaves().get(0).base(), true, "");
    Group group = work.timed(query.groups().get(time));
    return branch.group(group, false).equals(branch.group(group, true)) ? -1 : time;
  }

  /** Shares, running sums, changes and the first rows of each group. */
  String overTotals(String totals, List<Measure> needed, List<String> plainNames)
      throws CannotPlan {
    Optional<Measure.Change> change =
        query.measures().stream()
            .filter(m -> m instanceof Measure.Change)
            .map(m -> (Measure.Change) m)
            .findFirst();
    String prefix = change.isPresent() ? "totals." : "";
    List<String> select = new ArrayList<>();
    for (String name : groupNames) {
      select.add(prefix + Identifiers.written(name));
    }
    for (int i = 0; i < query.measures().size(); i++) {
      Measure measure = query.measures().get(i);
      String sql = derivedSql(measure, needed, plainNames, prefix);
      String name = measureNames.get(i);
      select.add(
          sql.equals(Identifiers.written(name)) ? sql : sql + " AS " + Identifiers.written(name));
    }
    StringBuilder sql = new StringBuilder("WITH totals AS (\n").append(Layout.indented(totals));
    sql.append("\n)\nSELECT ").append(String.join(", ", select)).append("\nFROM totals");
    List<String> where = new ArrayList<>();
    if (change.isPresent()) {
      sql.append(earlier(change.get()));
      where.addAll(untilStart(prefix));
    }
    List<String> bounds = havingNone.bounds(needed, plainNames, prefix);
    keptRows
        .mustBeKnown()
        .map(m -> prefix + Identifiers.written(plainNames.get(needed.indexOf(m))) + " IS NOT NULL")
        .ifPresent(where::add);
    boolean shares = query.measures().stream().anyMatch(m -> m instanceof Measure.Share);
    List<String> qualify = new ArrayList<>();
    if (shares) {
      // The share is one of all groups, also of those that are not shown.
      qualify.addAll(bounds);
    } else {
      where.addAll(bounds);
    }
    keptRows.condition(prefix, keys).ifPresent(qualify::add);
    Layout.append(sql, "WHERE", " AND ", where);
    Layout.append(sql, "QUALIFY", " AND ", qualify);
    sql.append(orders.ordering(groupNames, measureNames, prefix, keys));
    sql.append(keptRows.clause());
    return sql.toString();
  }

  private String derivedSql(
      Measure measure, List<Measure> needed, List<String> plainNames, String prefix)
      throws CannotPlan {
    if (!isDerived(measure)) {
      return prefix + Identifiers.written(plainNames.get(needed.indexOf(measure)));
    }
    String of = Identifiers.written(plainNames.get(needed.indexOf(inside(measure))));
    if (measure instanceof Measure.Share share) {
      shapes.mustAddUp(share.of());
      return "100.0 * " + prefix + of + " / sum(" + prefix + of + ") OVER ()";
    }
    if (measure instanceof Measure.Running running) {
      shapes.mustAddUp(running.of());
      int time = timeGroup();
      List<String> others = new ArrayList<>();
      for (int i = 0; i < groupNames.size(); i++) {
        if (i != time) {
          others.add(prefix + Identifiers.written(groupNames.get(i)));
        }
      }
      keys.names().forEach(key -> others.add(prefix + Identifiers.written(key)));
      return "sum("
          + prefix
          + of
          + ") OVER ("
          + (others.isEmpty() ? "" : "PARTITION BY " + String.join(", ", others) + " ")
          + "ORDER BY "
          + prefix
          + Identifiers.written(groupNames.get(time))
          + " ROWS UNBOUNDED PRECEDING)";
    }
    Measure.Change change = (Measure.Change) measure;
    String difference = "totals." + of + " - earlier." + of;
    return change.inPercent() ? Shapes.inPercent(difference, "earlier." + of) : difference;
  }

  private int timeGroup() throws CannotPlan {
    for (int i = 0; i < query.groups().size(); i++) {
      if (query.groups().get(i) instanceof Group.ByTime) {
        return i;
      }
    }
    throw new CannotPlan(Reason.NO_TIME, "Not grouped by time", List.of());
  }

  private String earlier(Measure.Change change) throws CannotPlan {
    int time = timeGroup();
    Unit unit = ((Group.ByTime) query.groups().get(time)).unit();
    int factor = unit == Unit.HALF ? 6 : 1;
    String sqlUnit = unit == Unit.HALF ? "month" : unit.word();
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < groupNames.size(); i++) {
      String name = i == time ? startName(time) : Identifiers.written(groupNames.get(i));
      conditions.add(
          i == time
              ? "earlier."
                  + name
                  + " = date_add('"
                  + sqlUnit
                  + "', "
                  + -change.back() * factor
                  + ", totals."
                  + name
                  + ")"
              : "earlier." + name + " IS NOT DISTINCT FROM totals." + name);
    }
    for (String key : keys.names()) {
      String name = Identifiers.written(key);
      conditions.add("earlier." + name + " IS NOT DISTINCT FROM totals." + name);
    }
    return "\nLEFT JOIN totals AS earlier ON " + String.join(" AND ", conditions);
  }

  private String startName(int time) throws CannotPlan {
    return startColumn() >= 0 ? START : Identifiers.written(groupNames.get(time));
  }

  /** The conditions with room for what a change looks back to. */
  private List<Condition> widened() throws CannotPlan {
    Optional<Measure.Change> change =
        query.measures().stream()
            .filter(m -> m instanceof Measure.Change)
            .map(m -> (Measure.Change) m)
            .findFirst();
    if (change.isEmpty()) {
      return query.where();
    }
    Unit unit = ((Group.ByTime) query.groups().get(timeGroup())).unit();
    List<Condition> wider = new ArrayList<>();
    for (Condition condition : query.where()) {
      if (condition instanceof Condition.During during
          && !during.negated()
          && during.ranges().size() == 1
          && during.ranges().get(0).start().isPresent()) {
        TimeRange range = during.ranges().get(0);
        LocalDate start = unit.plus(range.start().orElseThrow(), -change.get().back());
        wider.add(
            new Condition.During(
                List.of(
                    new TimeRange(Optional.of(start), range.end(), range.unit(), range.assumed())),
                during.time(),
                false));
      } else {
        wider.add(condition);
      }
    }
    return wider;
  }

  private List<String> untilStart(String prefix) throws CannotPlan {
    List<String> bounds = new ArrayList<>();
    int time = timeGroup();
    Unit unit = ((Group.ByTime) query.groups().get(time)).unit();
    for (Condition condition : query.where()) {
      if (condition instanceof Condition.During during
          && !during.negated()
          && during.ranges().size() == 1
          && during.ranges().get(0).start().isPresent()) {
        LocalDate start =
            unit.start(during.ranges().get(0).start().orElseThrow(), model.weekStarts());
        bounds.add(prefix + startName(time) + " >= DATE '" + start + "'");
      }
    }
    return bounds;
  }
}
