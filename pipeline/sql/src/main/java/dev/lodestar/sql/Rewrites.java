package dev.lodestar.sql;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterJoinRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rex.RexUtil;

/**
 * Changes to a plan that keep its meaning. DuckDB has an optimiser of its own, so there are only
 * those that make a plan say more: which columns a join compares, and what is computed from what. A
 * step that holds a subquery is left alone, because a correlated one counts the columns outside of
 * it.
 */
final class Rewrites {
  /** {@code FROM a, b WHERE a.x = b.x} is a join on {@code x}. */
  static final RelOptRule JOIN_CONDITIONS =
      CoreRules.FILTER_INTO_JOIN
          .config
          .withOperandSupplier(
              filter ->
                  filter
                      .operand(Filter.class)
                      .predicate(Rewrites::isPlain)
                      .oneInput(join -> join.operand(Join.class).anyInputs()))
          .as(FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig.class)
          .toRule();

  /** Two steps that compute columns become one. */
  static final RelOptRule PROJECTS =
      CoreRules.PROJECT_MERGE
          .config
          .withOperandSupplier(
              upper ->
                  upper
                      .operand(Project.class)
                      .predicate(Rewrites::isPlain)
                      .oneInput(
                          lower ->
                              lower
                                  .operand(Project.class)
                                  .predicate(Rewrites::isPlain)
                                  .anyInputs()))
          .as(ProjectMergeRule.Config.class)
          .toRule();

  private Rewrites() {}

  private static boolean isPlain(Filter filter) {
    return filter.getVariablesSet().isEmpty()
        && RexUtil.SubQueryFinder.find(filter.getCondition()) == null
        && !RexUtil.containsCorrelation(filter.getCondition());
  }

  private static boolean isPlain(Project project) {
    return project.getVariablesSet().isEmpty()
        && RexUtil.SubQueryFinder.find(project.getProjects()) == null;
  }
}
