package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the things that several rows tell of together by what all of these come to, whichever of
 * the rows are asked about.
 */
final class Wholes {
  private final Model model;

  Wholes(Model model) {
    this.model = model;
  }

  /**
   * Nobody said whether orders with more than three products, of red ones, have three red ones: so
   * neither is answered.
   */
  void mustBeClear(List<Condition> where) throws CannotPlan {
    for (Condition condition : where) {
      if (condition instanceof Condition.Whole whole) {
        Set<String> counted =
            whole.measure() instanceof Measure.Distinct things
                ? Set.of(things.dataset())
                : whole.measure() instanceof Measure.Values values
                    ? Set.of(values.attribute().field().dataset())
                    : Set.of();
        for (Condition other : where) {
          Set<String> named = new TreeSet<>();
          Attribute.datasetsOf(other, named);
          named.retainAll(counted);
          if (!(other instanceof Condition.Whole) && !named.isEmpty()) {
            throw new CannotPlan(
                Reason.KIND_UNTOLD, "What is counted is not told apart", List.copyOf(named));
          }
        }
      }
    }
  }

  /** The keys of those things. */
  String sql(Condition.Whole whole) throws CannotPlan {
    String base = whole.key().field().dataset();
    LogicalQuery each =
        new LogicalQuery(
            Optional.empty(),
            List.of(whole.measure()),
            List.of(new Group.ByField(whole.key())),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    Work work = new Work(model, each, List.of("each_one"), List.of("in_all"));
    Shapes shapes = new Shapes(work);
    Shapes.Shaped shaped = shapes.shape(whole.measure(), List.of());
    boolean told =
        shapes.leaves().stream().allMatch(leaf -> leaf.base().equals(base) && !leaf.lastOnly());
    if (!told) {
      throw new CannotPlan(
          Reason.UNSUPPORTED,
          ColumnNames.of(whole.measure()) + " is not told by the rows of " + base,
          List.of(base));
    }
    return work.twice(
        base,
        List.of(),
        branch -> {
          List<String> keys = work.keys(branch);
          String value = shapes.fill(shaped, shapes.written(branch));
          StringBuilder sql = new StringBuilder("SELECT ").append(keys.get(0));
          sql.append('\n').append(branch.from());
          Layout.append(sql, "GROUP BY", ", ", keys);
          List<String> having = new ArrayList<>();
          having.add(value + " " + whole.comparison().sql() + " " + whole.number().toPlainString());
          Layout.append(sql, "HAVING", " AND ", having);
          return sql.toString();
        });
  }
}
