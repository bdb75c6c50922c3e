package dev.lodestar.server.planner;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question, freed of its words.
 *
 * @param listed the dataset whose rows are listed, when nothing is measured
 * @param where conditions that must all hold
 * @param having bounds of measures
 * @param limit which of the rows, of each group where groups are named
 */
public record LogicalQuery(
    Optional<String> listed,
    List<Measure> measures,
    List<Group> groups,
    List<Condition> where,
    List<Having> having,
    List<Order> order,
    Optional<Limit> limit) {

  /** A bound of a measure: more than 1000. */
  public record Having(Measure measure, Comparison comparison, BigDecimal number) {
    /** Whether who has none fulfils it, as who has none has fewer than two. */
    public boolean holdsForNone() {
      int none = BigDecimal.ZERO.compareTo(number);
      return switch (comparison) {
        case LESS -> none < 0;
        case AT_MOST -> none <= 0;
        case EQUAL -> none == 0;
        case UNLIKE -> none != 0;
        case AT_LEAST -> none >= 0;
        case MORE -> none > 0;
      };
    }
  }

  /**
   * What comes first.
   *
   * @param measure whether by one of the measures, else by one of the groups
   * @param index which of them
   */
  public record Order(boolean measure, int index, boolean descending) {}

  /**
   * Some of the rows only. Ties are cut by the groups, in ascending order.
   *
   * @param per the groups for each of which those rows are kept; none for all together
   * @param apart the groups by which each of those that are kept is told apart, which do not rank
   */
  public record Limit(Kept kept, List<Integer> per, List<Integer> apart) {
    public Limit {
      per = List.copyOf(per);
      apart = List.copyOf(apart);
    }

    public Limit(Kept kept, List<Integer> per) {
      this(kept, per, List.of());
    }
  }

  public LogicalQuery {
    measures = List.copyOf(measures);
    groups = List.copyOf(groups);
    where = List.copyOf(where);
    having = List.copyOf(having);
    order = List.copyOf(order);
  }

  /** The ranking alone, where what it keeps is told apart by more. */
  Optional<LogicalQuery> members() {
    return limit
        .filter(kept -> !kept.apart().isEmpty())
        .map(
            kept -> {
              List<Group> ranked = new ArrayList<>();
              for (int i = 0; i < groups.size(); i++) {
                if (!kept.apart().contains(i)) {
                  ranked.add(groups.get(i));
                }
              }
              List<Order> by =
                  order.stream()
                      .filter(o -> o.measure() || !kept.apart().contains(o.index()))
                      .map(
                          o ->
                              o.measure()
                                  ? o
                                  : new Order(
                                      false, ranked.indexOf(groups.get(o.index())), o.descending()))
                      .toList();
              return new LogicalQuery(
                  listed,
                  measures,
                  ranked,
                  where,
                  having,
                  by,
                  Optional.of(new Limit(kept.kept(), kept.per())));
            });
  }

  /** All that is measured, with nothing left out by its rank. */
  LogicalQuery unranked() {
    return new LogicalQuery(
        listed, measures, groups, where, List.of(), List.of(), Optional.empty());
  }

  /** The same question however its conditions were ordered. */
  public LogicalQuery canonical() {
    return new LogicalQuery(
        listed,
        measures,
        groups,
        where.stream()
            .map(LogicalQuery::canonical)
            .distinct()
            .sorted(java.util.Comparator.comparing(Condition::toString))
            .toList(),
        having,
        order,
        limit);
  }

  private static Condition canonical(Condition condition) {
    return condition instanceof Condition.Related related
        ? new Condition.Related(
            related.entity(),
            related.dataset(),
            related.where().stream()
                .distinct()
                .sorted(java.util.Comparator.comparing(Condition::toString))
                .toList(),
            related.negated())
        : condition;
  }
}
