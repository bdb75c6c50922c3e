package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import dev.lodestar.sql.Identifiers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks a logical query against the model and writes it as one statement. The same query gives the
 * same text, byte for byte.
 *
 * <p>Rows are only ever joined with what each belongs to, so nothing is counted twice. Measures of
 * different facts are aggregated apart and put together by what they are grouped by.
 */
public final class Planner {
  private static final String START = "starts_on";

  private final Model model;

  public Planner(Model model) {
    this.model = model;
  }

  /** An aggregate over the rows of one dataset. */
  private record Leaf(String base, boolean lastOnly, Writer writer) {}

  private interface Writer {
    String write(Branch branch) throws CannotPlan;
  }

  /** A measure over leaves: text with their numbers between braces. */
  private record Shaped(String text) {}

  public Planned plan(LogicalQuery query) throws CannotPlan {
    ColumnNames names = new ColumnNames();
    List<String> groups = names.groups(query.groups());
    List<String> measures = names.measures(query.measures());
    return new Work(query, groups, measures).planned();
  }

  /** One query on its way to SQL. */
  private final class Work {
    private final LogicalQuery query;
    private final List<String> groupNames;
    private final List<String> measureNames;
    private final List<Leaf> leaves = new ArrayList<>();

    Work(LogicalQuery query, List<String> groupNames, List<String> measureNames) {
      this.query = query;
      this.groupNames = groupNames;
      this.measureNames = measureNames;
    }

    Planned planned() throws CannotPlan {
      List<Planned.Column> columns = new ArrayList<>();
      for (int i = 0; i < groupNames.size(); i++) {
        columns.add(new Planned.Column(groupNames.get(i), false, i));
      }
      for (int i = 0; i < measureNames.size(); i++) {
        columns.add(new Planned.Column(measureNames.get(i), true, i));
      }
      Set<String> datasets = new LinkedHashSet<>();
      String sql = query.measures().isEmpty() ? listing(datasets) : measured(datasets);
      return new Planned(sql, columns, List.copyOf(datasets));
    }

    // ---- lists -------------------------------------------------------------------------------

    private String listing(Set<String> datasets) throws CannotPlan {
      String base = query.listed().orElseGet(() -> baseOfGroups());
      datasets.add(base);
      if (query.groups().isEmpty()) {
        throw new CannotPlan(Reason.UNSUPPORTED, "Nothing is asked for", List.of(base));
      }
      return twice(
          base,
          query.where(),
          branch -> {
            List<String> select = groupColumns(branch);
            List<String> where = conditions(branch, query.where());
            boolean rows = query.listed().isPresent();
            StringBuilder sql = new StringBuilder("SELECT ");
            sql.append(rows ? "" : "DISTINCT ").append(String.join(", ", select));
            sql.append('\n').append(branch.from());
            append(sql, "WHERE", " AND ", where);
            append(sql, "GROUP BY", ", ", once(branch));
            sql.append(ordering(groupNames, List.of(), branch, rows));
            query.limit().ifPresent(limit -> sql.append("\nLIMIT ").append(limit.rows()));
            return sql.toString();
          });
    }

    /** A thing of several rows that are alike in what is shown of them is listed once. */
    private List<String> once(Branch branch) throws CannotPlan {
      Optional<Attribute> thing = query.listed().flatMap(branch::thing);
      if (thing.isEmpty()) {
        return List.of();
      }
      List<String> once = keys(branch);
      String key = branch.attribute(thing.get());
      if (!once.contains(key)) {
        once.add(key);
      }
      return once;
    }

    private String baseOfGroups() {
      Set<String> wanted = new TreeSet<>();
      for (Group group : query.groups()) {
        if (group instanceof Group.ByField by) {
          wanted.add(by.attribute().field().dataset());
        }
      }
      for (Condition condition : query.where()) {
        datasetsOf(condition, wanted);
      }
      List<String> reaching = model.reaching(wanted);
      return wanted.size() == 1
          ? wanted.iterator().next()
          : reaching.isEmpty() ? model.datasets().get(0).name() : reaching.get(0);
    }

    // ---- measures ----------------------------------------------------------------------------

    private String measured(Set<String> datasets) throws CannotPlan {
      if (query.groups().isEmpty() && !query.having().isEmpty()) {
        return countedWithin(datasets);
      }
      boolean perGroup = query.measures().stream().anyMatch(m -> m instanceof Measure.PerGroup);
      if (perGroup) {
        return perGroup(datasets);
      }
      boolean derived =
          query.measures().stream().anyMatch(Work::isDerived)
              || query.limit().filter(limit -> !limit.per().isEmpty()).isPresent();
      List<Measure> plain = new ArrayList<>();
      for (Measure measure : query.measures()) {
        Measure inner = isDerived(measure) ? inside(measure) : measure;
        if (!plain.contains(inner)) {
          plain.add(inner);
        }
      }
      List<Measure> needed = new ArrayList<>(plain);
      for (LogicalQuery.Having having : query.having()) {
        if (!needed.contains(having.measure())) {
          needed.add(having.measure());
        }
      }
      List<Shaped> shaped = new ArrayList<>();
      for (Measure measure : needed) {
        shaped.add(shape(measure, List.of()));
      }
      List<String> bases = leaves.stream().map(Planner::branchOf).distinct().toList();
      leaves.forEach(leaf -> datasets.add(leaf.base()));
      if (!derived && bases.size() == 1) {
        return single(shaped, needed);
      }
      mustTellNone();
      List<String> plainNames =
          needed.stream()
              .map(
                  m -> {
                    int index = query.measures().indexOf(m);
                    return index >= 0 ? measureNames.get(index) : ColumnNames.of(m);
                  })
              .toList();
      String totals =
          bases.size() == 1 ? totals(shaped, plainNames) : united(shaped, plainNames, bases);
      return derived
          ? overTotals(totals, needed, plainNames)
          : overUnited(totals, needed, plainNames);
    }

    private static boolean isDerived(Measure measure) {
      return measure instanceof Measure.Share
          || measure instanceof Measure.Running
          || measure instanceof Measure.Change;
    }

    private static Measure inside(Measure measure) {
      if (measure instanceof Measure.Share share) {
        return share.of();
      }
      if (measure instanceof Measure.Running running) {
        return running.of();
      }
      return ((Measure.Change) measure).of();
    }

    /** One SELECT does it all. */
    private String single(List<Shaped> shaped, List<Measure> needed) throws CannotPlan {
      Optional<List<String>> withNone = withNone();
      return twice(
          leaves.get(0).base(),
          allConditions(),
          branch -> {
            if (withNone.isPresent()) {
              branch.keepAll(withNone.get());
            }
            List<String> written = written(branch);
            List<String> select = groupColumns(branch);
            for (int i = 0; i < query.measures().size(); i++) {
              String sql = fill(shaped.get(needed.indexOf(query.measures().get(i))), written);
              select.add(named(sql, measureNames.get(i)));
            }
            List<String> having = new ArrayList<>();
            for (LogicalQuery.Having bound : query.having()) {
              having.add(
                  fill(shaped.get(needed.indexOf(bound.measure())), written)
                      + " "
                      + bound.comparison().sql()
                      + " "
                      + bound.number().toPlainString());
            }
            StringBuilder sql = new StringBuilder();
            sql.append(lastDays(branch, query.where()));
            sql.append("SELECT ").append(String.join(", ", select));
            List<String> where =
                conditions(branch, withNone.isPresent() ? ofKept(branch) : query.where());
            where.addAll(candidates(branch));
            List<String> groupBy = rankedKeys(branch);
            String ordering = ordering(groupNames, measureNames, branch, true);
            sql.append('\n').append(fromWithLastDays(branch, where));
            append(sql, "WHERE", " AND ", where);
            append(sql, "GROUP BY", ", ", groupBy);
            append(sql, "HAVING", " AND ", having);
            sql.append(ordering);
            query.limit().ifPresent(limit -> sql.append("\nLIMIT ").append(limit.rows()));
            return sql.toString();
          });
    }

    /**
     * The way to the things of which one may have none: who has none has fewer than two as well.
     * Empty where the bounds are not fulfilled by none, and where whatever is bounded has rows.
     */
    private Optional<List<String>> withNone() throws CannotPlan {
      if (!holdForNone()) {
        return Optional.empty();
      }
      Branch branch = new Branch(model, leaves.get(0).base(), true, "");
      List<List<String>> ways = new ArrayList<>();
      for (Group group : query.groups()) {
        if (group instanceof Group.ByField by) {
          ways.add(branch.way(by.attribute()));
        }
      }
      if (ways.stream().allMatch(List::isEmpty)) {
        return Optional.empty();
      }
      List<String> nearest =
          ways.stream().min(java.util.Comparator.comparingInt(List::size)).orElseThrow();
      boolean apart =
          ways.size() < query.groups().size()
              || nearest.isEmpty()
              || ways.stream().anyMatch(way -> !Branch.goesOn(nearest, way));
      if (apart || !canBeWithout(branch, nearest)) {
        throw noneUntold();
      }
      return Optional.of(nearest);
    }

    /** Whether things that have no row can be kept, with nothing counted of them. */
    private boolean canBeWithout(Branch branch, List<String> way) throws CannotPlan {
      String things = model.relationship(way.get(way.size() - 1)).to();
      for (LogicalQuery.Having bound : query.having()) {
        Optional<Attribute> counted =
            bound.measure() instanceof Measure.Distinct distinct
                ? Optional.of(Attribute.of(new FieldRef(distinct.dataset(), "")))
                : bound.measure() instanceof Measure.Values values
                    ? Optional.of(values.attribute())
                    : Optional.empty();
        if (counted.isPresent() && Branch.goesOn(way, branch.way(counted.get()))) {
          return false;
        }
      }
      return model.dataset(things).countedBy().isEmpty()
          && leaves.stream().noneMatch(Leaf::lastOnly);
    }

    private boolean holdForNone() {
      return !query.having().isEmpty()
          && query.having().stream().allMatch(b -> counts(b.measure()) && holdsForNone(b));
    }

    /** Where those who have none would be left out in silence, nothing is answered. */
    private void mustTellNone() throws CannotPlan {
      boolean chosen =
          query.measures().stream()
              .allMatch(m -> query.having().stream().anyMatch(b -> b.measure().equals(m)));
      if (holdForNone()
          && chosen
          && query.groups().stream().anyMatch(g -> g instanceof Group.ByField)) {
        throw noneUntold();
      }
    }

    private static CannotPlan noneUntold() {
      return new CannotPlan(Reason.UNSUPPORTED, "What has none is not told apart here", List.of());
    }

    private boolean counts(Measure measure) {
      return measure instanceof Measure.Rows
          || measure instanceof Measure.Distinct
          || measure instanceof Measure.Values
          || (measure instanceof Measure.OfField of
              && of.aggregation() == dev.lodestar.server.semantic.Aggregation.COUNT_DISTINCT)
          || (measure instanceof Measure.OfMetric metric
              && model.metric(metric.metric()).formula().isOne()
              && model
                  .metric(metric.metric())
                  .formula()
                  .aggregates()
                  .get(0)
                  .function()
                  .equals("count"));
    }

    private static boolean holdsForNone(LogicalQuery.Having bound) {
      int none = BigDecimal.ZERO.compareTo(bound.number());
      return switch (bound.comparison()) {
        case LESS -> none < 0;
        case AT_MOST -> none <= 0;
        case EQUAL -> none == 0;
        case UNLIKE -> none != 0;
        case AT_LEAST -> none >= 0;
        case MORE -> none > 0;
      };
    }

    /** The conditions of the things that are kept; those of their rows go where rows are joined. */
    private List<Condition> ofKept(Branch branch) throws CannotPlan {
      List<Condition> ofRows = new ArrayList<>();
      List<Condition> ofAll = new ArrayList<>();
      for (Condition condition : query.where()) {
        (isOfKept(branch, condition) ? ofAll : ofRows).add(condition);
      }
      branch.joinedWhere(conditions(branch, ofRows));
      return ofAll;
    }

    /** Whether a condition is of the things that are kept, and not of the rows that they have. */
    private boolean isOfKept(Branch branch, Condition condition) throws CannotPlan {
      if (condition instanceof Condition.AnyOf any) {
        for (Condition part : any.conditions()) {
          if (!isOfKept(branch, part)) {
            return false;
          }
        }
        return true;
      }
      Set<Attribute> attributes = attributesOf(condition);
      if (condition instanceof Condition.Named named) {
        model
            .filter(named.filter())
            .condition()
            .fields()
            .forEach(field -> attributes.add(Attribute.of(field)));
      } else if (condition instanceof Condition.During during) {
        attributes.add(branch.time(during.time().or(this::ownTime)));
      } else if (condition instanceof Condition.OnPart part) {
        attributes.add(branch.time(part.time().or(this::ownTime)));
      }
      for (Attribute attribute : attributes) {
        if (!branch.isBeyondKept(attribute)) {
          return false;
        }
      }
      return !attributes.isEmpty();
    }

    /** The plain measures by group, for others to be computed from. */
    private String totals(List<Shaped> shaped, List<String> plainNames) throws CannotPlan {
      List<Condition> where = widened();
      int start = startColumn();
      return twice(
          leaves.get(0).base(),
          allConditions(),
          branch -> {
            List<String> written = written(branch);
            List<String> select = groupColumns(branch);
            List<String> groupBy = keys(branch);
            if (start >= 0) {
              String date = branch.group(timed(query.groups().get(start)), true);
              select.add(named(date, START));
              groupBy.add(date);
            }
            for (int i = 0; i < shaped.size(); i++) {
              select.add(named(fill(shaped.get(i), written), plainNames.get(i)));
            }
            StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
            List<String> conditions = conditions(branch, where);
            conditions.addAll(candidates(branch));
            if (leaves.get(0).lastOnly()) {
              throw new CannotPlan(
                  Reason.UNSUPPORTED, "A level over time cannot be computed further", List.of());
            }
            sql.append('\n').append(branch.from());
            append(sql, "WHERE", " AND ", conditions);
            append(sql, "GROUP BY", ", ", groupBy);
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
      Branch branch = new Branch(model, leaves.get(0).base(), true, "");
      Group group = timed(query.groups().get(time));
      return branch.group(group, false).equals(branch.group(group, true)) ? -1 : time;
    }

    /** Each fact aggregated by itself, all below each other. */
    private String united(List<Shaped> shaped, List<String> plainNames, List<String> bases)
        throws CannotPlan {
      List<String> parts = new ArrayList<>();
      for (String base : bases) {
        int firstLeaf = firstOf(base);
        parts.add(
            twice(
                leaves.get(firstLeaf).base(),
                allConditions(),
                branch -> {
                  List<String> select = groupColumns(branch);
                  for (int i = 0; i < leaves.size(); i++) {
                    boolean here = branchOf(leaves.get(i)).equals(base);
                    String sql = here ? leaves.get(i).writer().write(branch) : "NULL";
                    select.add(sql + " AS part_" + i);
                  }
                  List<String> where = conditions(branch, query.where());
                  if (leaves.get(firstLeaf).lastOnly()) {
                    throw new CannotPlan(
                        Reason.UNSUPPORTED,
                        "A level over time cannot stand beside measures of other facts",
                        List.of());
                  }
                  StringBuilder sql =
                      new StringBuilder("SELECT ").append(String.join(", ", select));
                  sql.append('\n').append(branch.from());
                  append(sql, "WHERE", " AND ", where);
                  append(sql, "GROUP BY", ", ", keys(branch));
                  return sql.toString();
                }));
      }
      List<String> select = new ArrayList<>();
      groupNames.forEach(name -> select.add(Identifiers.written(name)));
      List<String> maxima = new ArrayList<>();
      for (int i = 0; i < leaves.size(); i++) {
        maxima.add("max(part_" + i + ")");
      }
      for (int i = 0; i < shaped.size(); i++) {
        select.add(named(fill(shaped.get(i), maxima), plainNames.get(i)));
      }
      StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
      sql.append("\nFROM (\n").append(indented(String.join("\nUNION ALL\n", parts))).append("\n)");
      sql.append(" AS facts");
      append(sql, "GROUP BY", ", ", groupNames.stream().map(Identifiers::written).toList());
      return sql.toString();
    }

    private int firstOf(String base) {
      for (int i = 0; i < leaves.size(); i++) {
        if (branchOf(leaves.get(i)).equals(base)) {
          return i;
        }
      }
      throw new IllegalStateException("No part of " + base);
    }

    private String overUnited(String united, List<Measure> needed, List<String> plainNames) {
      StringBuilder sql = new StringBuilder("SELECT ");
      List<String> select = new ArrayList<>();
      groupNames.forEach(name -> select.add(Identifiers.written(name)));
      for (Measure measure : query.measures()) {
        select.add(Identifiers.written(plainNames.get(needed.indexOf(measure))));
      }
      sql.append(String.join(", ", select));
      sql.append("\nFROM (\n").append(indented(united)).append("\n) AS totals");
      append(sql, "WHERE", " AND ", bounds(needed, plainNames, ""));
      sql.append(ordering(groupNames, measureNames, ""));
      query.limit().ifPresent(limit -> sql.append("\nLIMIT ").append(limit.rows()));
      return sql.toString();
    }

    /** What has no rows of another fact has none of them. */
    private String numbered(LogicalQuery.Having bound, String sql) {
      return counts(bound.measure()) && holdsForNone(bound) ? "coalesce(" + sql + ", 0)" : sql;
    }

    private List<String> bounds(List<Measure> needed, List<String> plainNames, String prefix) {
      return query.having().stream()
          .map(
              bound ->
                  numbered(
                          bound,
                          prefix
                              + Identifiers.written(
                                  plainNames.get(needed.indexOf(bound.measure()))))
                      + " "
                      + bound.comparison().sql()
                      + " "
                      + bound.number().toPlainString())
          .toList();
    }

    /** Shares, running sums, changes and the first rows of each group. */
    private String overTotals(String totals, List<Measure> needed, List<String> plainNames)
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
      StringBuilder sql = new StringBuilder("WITH totals AS (\n").append(indented(totals));
      sql.append("\n)\nSELECT ").append(String.join(", ", select)).append("\nFROM totals");
      List<String> where = new ArrayList<>();
      if (change.isPresent()) {
        sql.append(earlier(change.get()));
        where.addAll(untilStart(prefix));
      }
      List<String> bounds = bounds(needed, plainNames, prefix);
      boolean shares = query.measures().stream().anyMatch(m -> m instanceof Measure.Share);
      List<String> qualify = new ArrayList<>();
      if (shares) {
        // The share is one of all groups, also of those that are not shown.
        qualify.addAll(bounds);
      } else {
        where.addAll(bounds);
      }
      query
          .limit()
          .filter(limit -> !limit.per().isEmpty())
          .ifPresent(limit -> qualify.add(firstOfEach(limit, prefix)));
      append(sql, "WHERE", " AND ", where);
      append(sql, "QUALIFY", " AND ", qualify);
      sql.append(ordering(groupNames, measureNames, prefix));
      query
          .limit()
          .filter(limit -> limit.per().isEmpty())
          .ifPresent(limit -> sql.append("\nLIMIT ").append(limit.rows()));
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
        mustAddUp(share.of());
        return "100.0 * " + prefix + of + " / sum(" + prefix + of + ") OVER ()";
      }
      if (measure instanceof Measure.Running running) {
        mustAddUp(running.of());
        int time = timeGroup();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < groupNames.size(); i++) {
          if (i != time) {
            others.add(prefix + Identifiers.written(groupNames.get(i)));
          }
        }
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
      return change.inPercent()
          ? "100.0 * (" + difference + ") / nullif(earlier." + of + ", 0)"
          : difference;
    }

    private void mustAddUp(Measure measure) throws CannotPlan {
      boolean addsUp =
          measure instanceof Measure.OfMetric of
              ? model.metric(of.metric()).addsUp()
              : (measure instanceof Measure.Rows rows
                      && model.dataset(rows.dataset()).countedBy().isEmpty())
                  || (measure instanceof Measure.OfField field
                      && field.aggregation() == dev.lodestar.server.semantic.Aggregation.SUM);
      if (!addsUp) {
        throw new CannotPlan(
            Reason.UNSUPPORTED,
            ColumnNames.of(measure) + " does not add up over groups",
            List.of(ColumnNames.of(measure)));
      }
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
                      new TimeRange(
                          Optional.of(start), range.end(), range.unit(), range.assumed())),
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

    private String firstOfEach(LogicalQuery.Limit limit, String prefix) {
      List<String> per =
          limit.per().stream().map(i -> prefix + Identifiers.written(groupNames.get(i))).toList();
      return "row_number() OVER (PARTITION BY "
          + String.join(", ", per)
          + ordering(groupNames, measureNames, prefix).replace("\n", " ")
          + ") <= "
          + limit.rows();
    }

    // ---- the mean over groups ----------------------------------------------------------------

    private String perGroup(Set<String> datasets) throws CannotPlan {
      if (query.measures().size() != 1
          || query.limit().filter(l -> !l.per().isEmpty()).isPresent()) {
        throw new CannotPlan(Reason.UNSUPPORTED, "An average per group stands alone", List.of());
      }
      Measure.PerGroup measure = (Measure.PerGroup) query.measures().get(0);
      Shaped shaped = shape(measure.of(), List.of());
      if (leaves.stream().map(Planner::branchOf).distinct().count() != 1) {
        throw new CannotPlan(Reason.UNSUPPORTED, "An average per group is of one fact", List.of());
      }
      datasets.add(leaves.get(0).base());
      String one = "of_each";
      String inner =
          twice(
              leaves.get(0).base(),
              allConditions(),
              branch -> {
                List<String> written = written(branch);
                List<String> select = groupColumns(branch);
                String key = entityKey(branch, measure.group());
                select.add(named(key, "each_one"));
                select.add(named(fill(shaped, written), "value_" + one));
                List<String> where = conditions(branch, query.where());
                where.add(key + " IS NOT NULL");
                List<String> groupBy = keys(branch);
                groupBy.add(key);
                StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
                sql.append('\n').append(branch.from());
                append(sql, "WHERE", " AND ", where);
                append(sql, "GROUP BY", ", ", groupBy);
                return sql.toString();
              });
      List<String> select = new ArrayList<>();
      groupNames.forEach(name -> select.add(Identifiers.written(name)));
      String average = "avg(value_" + one + ")";
      select.add(average + " AS " + Identifiers.written(measureNames.get(0)));
      StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
      sql.append("\nFROM (\n").append(indented(inner)).append("\n) AS ").append(one);
      append(sql, "GROUP BY", ", ", groupNames.stream().map(Identifiers::written).toList());
      append(
          sql,
          "HAVING",
          " AND ",
          query.having().stream()
              .map(b -> average + " " + b.comparison().sql() + " " + b.number().toPlainString())
              .toList());
      sql.append(ordering(groupNames, measureNames, ""));
      query.limit().ifPresent(limit -> sql.append("\nLIMIT ").append(limit.rows()));
      return sql.toString();
    }

    /** How many things have a measure within bounds, each of which is a bound of one of them. */
    private String countedWithin(Set<String> datasets) throws CannotPlan {
      Optional<String> things =
          query.measures().size() == 1 && query.limit().isEmpty()
              ? thingsCounted(query.measures().get(0))
              : Optional.empty();
      List<Shaped> bounds = new ArrayList<>();
      for (LogicalQuery.Having bound : query.having()) {
        bounds.add(shape(bound.measure(), List.of()));
      }
      List<String> bases = leaves.stream().map(Planner::branchOf).distinct().toList();
      // Things of which there are no rows have less than anything, and are not among the rows.
      boolean upwards = query.having().stream().allMatch(b -> b.comparison().sql().startsWith(">"));
      boolean none = holdForNone();
      boolean fits =
          things.isPresent()
              && (none ? query.measures().get(0) instanceof Measure.Rows : upwards)
              && bases.size() == 1
              && !bases.get(0).equals(things.get())
              && !leaves.get(0).lastOnly()
              && (!(query.measures().get(0) instanceof Measure.Distinct distinct)
                  || distinct.from().equals(bases.get(0)));
      if (!fits) {
        throw new CannotPlan(Reason.UNSUPPORTED, "A bound is of each of several things", List.of());
      }
      datasets.add(bases.get(0));
      String inner =
          twice(
              bases.get(0),
              allConditions(),
              branch -> {
                List<String> keys = new ArrayList<>();
                List<Condition> ofAll = new ArrayList<>(query.where());
                if (none) {
                  List<String> way = branch.way(Attribute.of(new FieldRef(things.get(), "")));
                  if (!canBeWithout(branch, way)) {
                    throw noneUntold();
                  }
                  branch.keepAll(way);
                  ofAll = ofKept(branch);
                  keys.addAll(branch.keyOf(way));
                } else {
                  keys.add(branch.belongsTo(things.get()));
                }
                List<String> written = written(branch);
                List<String> where = conditions(branch, ofAll);
                if (!none) {
                  where.add(keys.get(0) + " IS NOT NULL");
                }
                List<String> having = new ArrayList<>();
                for (int i = 0; i < bounds.size(); i++) {
                  LogicalQuery.Having bound = query.having().get(i);
                  having.add(
                      fill(bounds.get(i), written)
                          + " "
                          + bound.comparison().sql()
                          + " "
                          + bound.number().toPlainString());
                }
                StringBuilder sql =
                    new StringBuilder("SELECT ").append(named(keys.get(0), "each_one"));
                sql.append('\n').append(branch.from());
                append(sql, "WHERE", " AND ", where);
                append(sql, "GROUP BY", ", ", keys);
                append(sql, "HAVING", " AND ", having);
                return sql.toString();
              });
      return "SELECT count(*) AS "
          + Identifiers.written(measureNames.get(0))
          + "\nFROM (\n"
          + indented(inner)
          + "\n) AS of_each";
    }

    private static Optional<String> thingsCounted(Measure measure) {
      return measure instanceof Measure.Rows rows
          ? Optional.of(rows.dataset())
          : measure instanceof Measure.Distinct distinct
              ? Optional.of(distinct.dataset())
              : Optional.empty();
    }

    /** A customer is told by the column that points at it, not by a name that others may share. */
    private String entityKey(Branch branch, Group group) throws CannotPlan {
      if (group instanceof Group.ByField by) {
        String dataset = by.attribute().field().dataset();
        boolean name =
            model
                .dataset(dataset)
                .shownAs()
                .filter(by.attribute().field().field()::equals)
                .isPresent();
        if (name && (!dataset.equals(branch.base()) || branch.thing(dataset).isPresent())) {
          return branch.belongsTo(dataset);
        }
      }
      return branch.group(group, false);
    }

    // ---- shapes ------------------------------------------------------------------------------

    private Shaped shape(Measure measure, List<Condition> only) throws CannotPlan {
      if (measure instanceof Measure.OfMetric of) {
        Metric metric = model.metric(of.metric());
        Formula formula = metric.formula();
        StringBuilder text = new StringBuilder(formula.parts().get(0));
        for (int i = 0; i < formula.aggregates().size(); i++) {
          Formula.Aggregate aggregate = formula.aggregates().get(i);
          String base =
              model
                  .base(aggregate)
                  .orElseThrow(
                      () ->
                          new CannotPlan(
                              Reason.UNREACHABLE,
                              "The fields of " + metric.name() + " have no rows in common",
                              List.of(metric.name())));
          text.append(
              leaf(
                  new Leaf(
                      base,
                      metric.semiAdditive(),
                      branch -> branch.aggregate(aggregate, filter(branch, only)))));
          text.append(formula.parts().get(i + 1));
        }
        return new Shaped(
            formula.isOne() ? text.toString().strip() : "(" + text.toString().strip() + ")");
      }
      if (measure instanceof Measure.OfField of) {
        return new Shaped(
            leaf(
                new Leaf(
                    of.attribute().field().dataset(),
                    false,
                    branch ->
                        filtered(
                            of.aggregation().of(branch.attribute(of.attribute())),
                            filter(branch, only)))));
      }
      if (measure instanceof Measure.Rows rows) {
        return new Shaped(
            leaf(
                new Leaf(
                    rows.dataset(),
                    false,
                    branch -> filtered(branch.count(rows.dataset()), filter(branch, only)))));
      }
      if (measure instanceof Measure.Distinct distinct) {
        return new Shaped(
            leaf(
                new Leaf(
                    distinct.from(),
                    false,
                    branch ->
                        filtered(
                            "count(DISTINCT " + branch.belongsTo(distinct.dataset()) + ")",
                            filter(branch, only)))));
      }
      if (measure instanceof Measure.Values values) {
        return new Shaped(
            leaf(
                new Leaf(
                    values.from(),
                    false,
                    branch ->
                        filtered(
                            "count(DISTINCT " + branch.attribute(values.attribute()) + ")",
                            filter(branch, only)))));
      }
      if (measure instanceof Measure.Ratio ratio) {
        String above = shape(ratio.above(), only).text();
        return new Shaped(above + " / nullif(" + shape(ratio.below(), only).text() + ", 0)");
      }
      if (measure instanceof Measure.PartOf part) {
        List<Condition> more = new ArrayList<>(only);
        more.add(part.condition());
        if (!(part.of() instanceof Measure.Rows)) {
          mustAddUp(part.of());
        }
        String some = shape(part.of(), more).text();
        return new Shaped(
            "100.0 * " + some + " / nullif(" + shape(part.of(), only).text() + ", 0)");
      }
      if (measure instanceof Measure.In in) {
        return shape(in.of(), with(only, in.range()));
      }
      if (measure instanceof Measure.Between between) {
        String later = shape(between.of(), with(only, between.later())).text();
        String earlier = shape(between.of(), with(only, between.earlier())).text();
        String difference = later + " - " + earlier;
        return new Shaped(
            between.inPercent()
                ? "100.0 * (" + difference + ") / nullif(" + earlier + ", 0)"
                : difference);
      }
      throw new CannotPlan(
          Reason.UNSUPPORTED, "Cannot compute " + ColumnNames.of(measure) + " here", List.of());
    }

    private List<Condition> with(List<Condition> only, TimeRange range) {
      List<Condition> more = new ArrayList<>(only);
      more.add(new Condition.During(List.of(range), Optional.empty(), false));
      return more;
    }

    private Optional<String> filter(Branch branch, List<Condition> only) throws CannotPlan {
      return only.isEmpty()
          ? Optional.empty()
          : Optional.of(String.join(" AND ", conditions(branch, only)));
    }

    private String filtered(String sql, Optional<String> filter) {
      return filter.map(f -> sql + " FILTER (WHERE " + f + ")").orElse(sql);
    }

    private String leaf(Leaf leaf) {
      leaves.add(leaf);
      return "{" + (leaves.size() - 1) + "}";
    }

    private List<String> written(Branch branch) throws CannotPlan {
      List<String> written = new ArrayList<>();
      for (Leaf leaf : leaves) {
        written.add(leaf.writer().write(branch));
      }
      return written;
    }

    private String fill(Shaped shaped, List<String> written) {
      String text = shaped.text();
      for (int i = written.size() - 1; i >= 0; i--) {
        text = text.replace("{" + i + "}", written.get(i));
      }
      return text;
    }

    // ---- levels over time: only the last day of each group of time counts
    // ------------------------

    private String lastDays(Branch branch, List<Condition> where) throws CannotPlan {
      if (!leaves.get(0).lastOnly()) {
        return "";
      }
      Branch inner = new Branch(model, branch.base(), false, "");
      List<String> select = new ArrayList<>();
      List<String> groupBy = new ArrayList<>();
      for (int i = 0; i < query.groups().size(); i++) {
        if (!(query.groups().get(i) instanceof Group.ByField)) {
          String sql = inner.group(query.groups().get(i), false);
          select.add(named(sql, groupNames.get(i)));
          groupBy.add(sql);
        }
      }
      select.add("max(" + inner.attribute(time(inner)) + ") AS last_day");
      List<String> conditions = new ArrayList<>();
      for (Condition condition : where) {
        if (condition instanceof Condition.During) {
          conditions.add(inner.condition(condition));
        }
      }
      StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", select));
      if (inner.isJoined()) {
        throw new CannotPlan(
            Reason.UNSUPPORTED, "A level over time needs a date in its own rows", List.of());
      }
      sql.append('\n').append(inner.from());
      append(sql, "WHERE", " AND ", conditions);
      append(sql, "GROUP BY", ", ", groupBy);
      return "WITH last_days AS (\n" + indented(sql.toString()) + "\n)\n";
    }

    private Attribute time(Branch branch) throws CannotPlan {
      for (Measure measure : query.measures()) {
        if (measure instanceof Measure.OfMetric of
            && model.metric(of.metric()).time().isPresent()) {
          return Attribute.of(model.metric(of.metric()).time().get());
        }
      }
      return branch.time(Optional.empty());
    }

    private String fromWithLastDays(Branch branch, List<String> where) throws CannotPlan {
      if (!leaves.get(0).lastOnly()) {
        return branch.from();
      }
      where.add(branch.attribute(time(branch)) + " IN (SELECT last_day FROM last_days)");
      return branch.from();
    }

    // ---- pieces ------------------------------------------------------------------------------

    private List<String> groupColumns(Branch branch) throws CannotPlan {
      List<String> columns = new ArrayList<>();
      List<String> keys = keys(branch);
      for (int i = 0; i < keys.size(); i++) {
        columns.add(named(keys.get(i), groupNames.get(i)));
      }
      return columns;
    }

    private List<String> keys(Branch branch) throws CannotPlan {
      List<String> keys = new ArrayList<>();
      for (Group group : query.groups()) {
        keys.add(branch.group(timed(group), false));
      }
      return keys;
    }

    /** Things that are ranked are told apart by their key: two clients may bear one name. */
    private List<String> rankedKeys(Branch branch) throws CannotPlan {
      List<String> keys = new ArrayList<>();
      for (Group group : query.groups()) {
        if (!ranked().isEmpty() && group instanceof Group.ByField by) {
          keys.addAll(branch.keyBeside(by.attribute()));
        }
      }
      List<String> all = keys(branch);
      keys.removeAll(all);
      List<String> both = new ArrayList<>(all);
      both.addAll(keys);
      return both;
    }

    /** What has no value is none of those of which the first are asked for. */
    private List<String> candidates(Branch branch) throws CannotPlan {
      List<String> candidates = new ArrayList<>();
      for (Group group : query.groups()) {
        if (!ranked().isEmpty() && query.limit().isPresent() && group instanceof Group.ByField by) {
          boolean name =
              model
                  .dataset(by.attribute().field().dataset())
                  .shownAs()
                  .filter(by.attribute().field().field()::equals)
                  .isPresent();
          if (!name) {
            candidates.add(branch.group(group, false) + " IS NOT NULL");
          }
        }
      }
      return candidates;
    }

    /** With the time of a metric that has one of its own. */
    private Group timed(Group group) {
      Optional<Attribute> own = ownTime();
      if (own.isPresent() && group instanceof Group.ByTime by && by.time().isEmpty()) {
        return new Group.ByTime(by.unit(), own);
      }
      return group;
    }

    private Optional<Attribute> ownTime() {
      Optional<FieldRef> time = Optional.empty();
      for (Measure measure : query.measures()) {
        if (measure instanceof Measure.OfMetric of) {
          time = model.metric(of.metric()).time();
        }
      }
      return query.measures().size() == 1 ? time.map(Attribute::of) : Optional.empty();
    }

    private List<String> conditions(Branch branch, List<Condition> conditions) throws CannotPlan {
      List<String> written = new ArrayList<>();
      for (Condition condition : conditions) {
        Condition timed =
            condition instanceof Condition.During during
                    && during.time().isEmpty()
                    && ownTime().isPresent()
                ? new Condition.During(during.ranges(), ownTime(), during.negated())
                : condition instanceof Condition.OnPart on
                        && on.time().isEmpty()
                        && ownTime().isPresent()
                    ? new Condition.OnPart(on.part(), on.numbers(), ownTime(), on.negated())
                    : condition;
        written.add(branch.condition(timed));
      }
      return written;
    }

    private List<Condition> allConditions() {
      return query.where();
    }

    private String named(String sql, String name) {
      return sql.equals(Identifiers.written(name)) ? sql : sql + " AS " + Identifiers.written(name);
    }

    private String ordering(
        List<String> groups, List<String> measures, Branch branch, boolean aggregated)
        throws CannotPlan {
      List<String> sorted = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        sorted.add(aggregated ? sortKey(i, branch, !measures.isEmpty()) : column(groups.get(i)));
      }
      return ordering(sorted, measures.stream().map(this::column).toList());
    }

    private String column(String name) {
      return Identifiers.written(name);
    }

    private String ordering(List<String> groups, List<String> measures, String prefix) {
      return ordering(
          groups.stream().map(name -> prefix + Identifiers.written(name)).toList(),
          measures.stream().map(Identifiers::written).toList());
    }

    /** What sorts a group: names of months by their number, where the model says so. */
    private String sortKey(int group, Branch branch, boolean measured) throws CannotPlan {
      if (query.groups().get(group) instanceof Group.ByField by) {
        Field field = model.field(by.attribute().field());
        if (field.sortedBy().isPresent()) {
          FieldRef sorting = new FieldRef(field.ref().dataset(), field.sortedBy().get());
          String sql = branch.attribute(new Attribute(sorting, by.attribute().role()));
          boolean once =
              query.listed().filter(d -> model.dataset(d).countedBy().isPresent()).isPresent();
          return measured || once ? "min(" + sql + ")" : sql;
        }
      }
      return Identifiers.written(groupNames.get(group));
    }

    private String ordering(List<String> groups, List<String> measures) {
      List<String> keys = new ArrayList<>();
      Set<Integer> sortedGroups = new LinkedHashSet<>();
      query
          .limit()
          .ifPresent(
              limit -> {
                for (int per : limit.per()) {
                  keys.add(groups.get(per));
                  sortedGroups.add(per);
                }
              });
      for (LogicalQuery.Order order : query.order()) {
        String key = order.measure() ? measures.get(order.index()) : groups.get(order.index());
        if (order.measure() || sortedGroups.add(order.index())) {
          keys.add(key + (order.descending() ? " DESC" : ""));
        }
      }
      // The rest decides ties, so that the same rows come in the same order.
      for (int i = 0; i < groups.size(); i++) {
        if (query.groups().get(i) instanceof Group.ByTime && sortedGroups.add(i)) {
          keys.add(groups.get(i));
        }
      }
      for (int i = 0; i < groups.size(); i++) {
        if (sortedGroups.add(i)) {
          keys.add(groups.get(i));
        }
      }
      return keys.isEmpty() ? "" : "\nORDER BY " + String.join(", ", keys);
    }

    private interface Statement {
      String write(Branch branch) throws CannotPlan;
    }

    /** The datasets whose rows are ranked, or chosen by what they come to, each by itself. */
    private Set<String> ranked() {
      Set<String> ranked = new TreeSet<>();
      boolean ranks =
          (query.limit().isPresent() || !query.having().isEmpty())
              && !query.measures().isEmpty()
              && query.measures().stream().noneMatch(m -> m instanceof Measure.Share);
      if (ranks) {
        for (Group group : query.groups()) {
          if (group instanceof Group.ByField by) {
            ranked.add(by.attribute().field().dataset());
          }
        }
      }
      return ranked;
    }

    /** Columns are written with their table only where several tables are joined. */
    private String twice(String base, List<Condition> where, Statement statement)
        throws CannotPlan {
      Branch first = new Branch(model, base, true, "", ranked());
      String qualified = statement.write(first);
      boolean related =
          where.stream().anyMatch(c -> c instanceof Condition.Related)
              || query.measures().stream()
                  .anyMatch(
                      m ->
                          m instanceof Measure.PartOf part
                              && part.condition() instanceof Condition.Related);
      return first.isJoined() || related
          ? qualified
          : statement.write(new Branch(model, base, false, ""));
    }
  }

  private static String branchOf(Leaf leaf) {
    return leaf.base() + (leaf.lastOnly() ? " at the end" : "");
  }

  static void datasetsOf(Condition condition, Set<String> datasets) {
    attributesOf(condition).forEach(attribute -> datasets.add(attribute.field().dataset()));
  }

  private static Set<Attribute> attributesOf(Condition condition) {
    Set<Attribute> attributes = new LinkedHashSet<>();
    if (condition instanceof Condition.OneOf c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Compared c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Within c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Missing c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.True c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.Like c) {
      attributes.add(c.attribute());
    } else if (condition instanceof Condition.AnyOf any) {
      any.conditions().forEach(inner -> attributes.addAll(attributesOf(inner)));
    } else if (condition instanceof Condition.Related related) {
      attributes.add(Attribute.of(new FieldRef(related.entity(), "")));
    }
    return attributes;
  }

  private static void append(
      StringBuilder sql, String keyword, String between, List<String> parts) {
    if (!parts.isEmpty()) {
      sql.append('\n').append(keyword).append(' ').append(String.join(between, parts));
    }
  }

  private static String indented(String sql) {
    return "  " + sql.replace("\n", "\n  ");
  }
}
