package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a logical query against the model and writes it as one statement. The same query gives the
 * same text, byte for byte.
 *
 * <p>Rows are only ever joined with what each belongs to, so nothing is counted twice. Measures of
 * different facts are aggregated apart and put together by what they are grouped by.
 */
public final class Planner {
  private final Model model;

  public Planner(Model model) {
    this.model = model;
  }

  public Planned plan(LogicalQuery query) throws CannotPlan {
    new Wholes(model).mustBeClear(query.where());
    ColumnNames names = new ColumnNames();
    List<String> groups = names.groups(query.groups());
    List<String> measures = names.measures(query.measures());
    Optional<LogicalQuery> ranking = query.members();
    if (ranking.isEmpty()) {
      return new Plan(new Work(model, query, groups, measures)).planned();
    }
    LogicalQuery all = query.unranked();
    Members members = members(ranking.get());
    return new Plan(new Work(model, all, groups, measures, Optional.of(members))).planned();
  }

  private Members members(LogicalQuery ranking) throws CannotPlan {
    ColumnNames names = new ColumnNames();
    List<String> groups = names.groups(ranking.groups());
    List<String> measures = names.measures(ranking.measures());
    return new Plan(new Work(model, ranking, groups, measures)).members();
  }

  /** Which of the ways a query takes to its statement. */
  private static final class Plan {
    private final Work work;
    private final Shapes shapes;
    private final Ordering orders;
    private final KeptRows keptRows;
    private final HavingNone havingNone;
    private final EveryTime everyTime;
    private final LastDays lastDays;
    private final UnitedFacts unitedFacts;
    private final DerivedMeasures derivedMeasures;
    private final LogicalQuery query;
    private final List<String> groupNames;
    private final List<String> measureNames;
    private boolean keysShown;
    private HiddenKeys keys = HiddenKeys.none();

    Plan(Work work) {
      this.work = work;
      this.shapes = new Shapes(work);
      this.orders = new Ordering(work);
      this.keptRows = new KeptRows(work, orders);
      this.havingNone = new HavingNone(work, shapes);
      this.everyTime = new EveryTime(work, shapes, orders, havingNone);
      this.lastDays = new LastDays(work, shapes);
      this.unitedFacts = new UnitedFacts(work, shapes, orders, havingNone);
      this.derivedMeasures = new DerivedMeasures(work, shapes, orders, havingNone);
      this.query = work.query;
      this.groupNames = work.groupNames;
      this.measureNames = work.measureNames;
    }

    Planned planned() throws CannotPlan {
      OwnRows.mustBeAmong(work.model, query);
      List<Planned.Column> columns = new ArrayList<>();
      for (int i = 0; i < groupNames.size(); i++) {
        columns.add(new Planned.Column(groupNames.get(i), false, i));
      }
      for (int i = 0; i < measureNames.size(); i++) {
        columns.add(new Planned.Column(measureNames.get(i), true, i));
      }
      Set<String> datasets = new LinkedHashSet<>();
      String sql =
          query.measures().isEmpty() ? new Listing(work, orders).sql(datasets) : measured(datasets);
      return new Planned(sql, columns, List.copyOf(datasets));
    }

    /** The things that are kept, by their keys. */
    Members members() throws CannotPlan {
      keysShown = true;
      boolean together = !query.measures().isEmpty() && !query.groups().isEmpty();
      String sql = together ? measured(new LinkedHashSet<>()) : "";
      if (keysShown || !together) {
        throw new CannotPlan(
            Reason.UNSUPPORTED, "Those that are kept here are not told apart further", List.of());
      }
      return new Members(query, sql, groupNames, keys);
    }

    private String measured(Set<String> datasets) throws CannotPlan {
      Optional<LogicalQuery> times = CountedTimes.each(query);
      if (times.isPresent()) {
        ColumnNames names = new ColumnNames();
        List<String> groups = names.groups(times.get().groups());
        List<String> measures = names.measures(times.get().measures());
        Plan each = new Plan(new Work(work.model, times.get(), groups, measures));
        return CountedTimes.counted(each.measured(datasets), groups.get(0), measureNames.get(0));
      }
      if (query.groups().isEmpty() && !query.having().isEmpty()) {
        return new OfEach(work, shapes, orders, havingNone).countedWithin(datasets);
      }
      boolean perGroup = query.measures().stream().anyMatch(m -> m instanceof Measure.PerGroup);
      if (perGroup && work.members.isPresent()) {
        throw new CannotPlan(
            Reason.UNSUPPORTED, "An average per group is not told apart further", List.of());
      }
      if (perGroup) {
        return new OfEach(work, shapes, orders, havingNone).perGroup(datasets);
      }
      boolean derived =
          query.measures().stream().anyMatch(DerivedMeasures::isDerived) || keptRows.areNumbered();
      List<Measure> plain = new ArrayList<>();
      for (Measure measure : query.measures()) {
        Measure inner =
            DerivedMeasures.isDerived(measure) ? DerivedMeasures.inside(measure) : measure;
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
      List<Shapes.Shaped> shaped = new ArrayList<>();
      for (Measure measure : needed) {
        shaped.add(shapes.shape(measure, List.of()));
      }
      List<String> bases = shapes.leaves().stream().map(Shapes::branchOf).distinct().toList();
      shapes.leaves().forEach(leaf -> datasets.add(leaf.base()));
      if (!derived && bases.size() == 1 && !everyTime.isMeant()) {
        return single(shaped, needed);
      }
      List<String> plainNames =
          needed.stream()
              .map(
                  m -> {
                    int index = query.measures().indexOf(m);
                    return index >= 0 ? measureNames.get(index) : ColumnNames.of(m);
                  })
              .toList();
      if (!derived && bases.size() == 1) {
        return everyTime.statement(shaped, needed, plainNames);
      }
      havingNone.mustTellNone();
      String totals =
          bases.size() == 1
              ? derivedMeasures.totals(shaped, plainNames)
              : unitedFacts.united(shaped, plainNames, bases);
      if (bases.size() > 1) {
        derivedMeasures.tellApartBy(unitedFacts.keys());
      }
      return derived
          ? derivedMeasures.overTotals(totals, needed, plainNames)
          : unitedFacts.overUnited(totals, needed, plainNames);
    }

    /** One SELECT does it all. */
    private String single(List<Shapes.Shaped> shaped, List<Measure> needed) throws CannotPlan {
      Optional<List<String>> withNone = havingNone.withNone();
      boolean ofMembers = keysShown && !shapes.leaves().get(0).lastOnly();
      keysShown = keysShown && !ofMembers;
      return work.twice(
          shapes.leaves().get(0).base(),
          work.allConditions(),
          branch -> {
            if (withNone.isPresent()) {
              branch.keepAll(withNone.get());
            }
            List<String> written = shapes.written(branch);
            List<String> select = work.groupColumns(branch);
            if (ofMembers) {
              keys = HiddenKeys.of(work, branch, work.keyedGroups());
              select.addAll(keys.columns());
            }
            for (int i = 0; i < query.measures().size(); i++) {
              String sql =
                  shapes.fill(shaped.get(needed.indexOf(query.measures().get(i))), written);
              select.add(Layout.named(sql, measureNames.get(i)));
            }
            List<String> having = new ArrayList<>();
            for (LogicalQuery.Having bound : query.having()) {
              having.add(
                  shapes.fill(shaped.get(needed.indexOf(bound.measure())), written)
                      + " "
                      + bound.comparison().sql()
                      + " "
                      + bound.number().toPlainString());
            }
            keptRows
                .mustBeKnown()
                .map(m -> shapes.fill(shaped.get(needed.indexOf(m)), written) + " IS NOT NULL")
                .ifPresent(having::add);
            StringBuilder sql = new StringBuilder();
            sql.append(lastDays.with(branch, query.where()));
            sql.append("SELECT ").append(String.join(", ", select));
            List<String> where =
                work.conditions(
                    branch, withNone.isPresent() ? havingNone.ofKept(branch) : query.where());
            where.addAll(work.candidates(branch));
            List<String> groupBy = work.groupKeys(branch);
            String ordering =
                orders.ordering(
                    groupNames,
                    measureNames,
                    branch,
                    true,
                    HiddenKeys.of(work, branch, work.keyedGroups()).sql());
            sql.append('\n').append(lastDays.from(branch, where));
            Layout.append(sql, "WHERE", " AND ", where);
            Layout.append(sql, "GROUP BY", ", ", groupBy);
            Layout.append(sql, "HAVING", " AND ", having);
            sql.append(ordering);
            sql.append(keptRows.clause());
            return sql.toString();
          });
    }
  }
}
