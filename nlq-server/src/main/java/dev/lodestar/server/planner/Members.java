package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.sql.Identifiers;
import java.util.ArrayList;
import java.util.List;

/**
 * The things that a ranking keeps, where each of them is then told apart by something more: the
 * rows of these alone are taken.
 */
final class Members {
  private final LogicalQuery ranking;
  private final String sql;
  private final List<String> names;
  private final HiddenKeys keys;

  /**
   * @param sql the ranking, with the keys of what it ranks beside their names
   * @param names of its groups
   */
  Members(LogicalQuery ranking, String sql, List<String> names, HiddenKeys keys) {
    this.ranking = ranking;
    this.sql = sql;
    this.names = List.copyOf(names);
    this.keys = keys;
  }

  /** Which groups of another query are those of the ranking. */
  List<Integer> among(List<Group> groups) {
    return ranking.groups().stream().map(groups::indexOf).toList();
  }

  /** That a row belongs to one of them: two of one name are told apart by their keys. */
  String condition(Work work, Branch branch) throws CannotPlan {
    List<String> shown = work.keys(branch);
    List<Integer> groups = among(work.query.groups());
    HiddenKeys own = HiddenKeys.inEach(work, branch, groups);
    List<String> outer = new ArrayList<>();
    List<String> inner = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<String> columns = keys.names(i);
      List<String> written = columns.isEmpty() ? List.of() : own.sql(groups.get(i));
      if (columns.size() != written.size()) {
        throw new CannotPlan(
            Reason.UNSUPPORTED, "What is ranked has other keys in " + branch.base(), List.of());
      }
      outer.addAll(columns.isEmpty() ? List.of(shown.get(groups.get(i))) : written);
      inner.addAll(columns.isEmpty() ? List.of(names.get(i)) : columns);
    }
    String left = String.join(", ", outer);
    return (outer.size() == 1 ? left : "(" + left + ")")
        + " IN (SELECT "
        + String.join(", ", inner.stream().map(Identifiers::written).toList())
        + " FROM (\n"
        + Layout.indented(sql)
        + "\n) AS members)";
  }
}
