package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Of what whole a share is: of all groups, or of what the one condition leaves out. */
final class Shares {
  private final Said said;
  private final Belonging belonging;
  private final Existence existence;

  Shares(Said said, Belonging belonging, Existence existence) {
    this.said = said;
    this.belonging = belonging;
    this.existence = existence;
  }

  /**
   * A share is of the total of all groups; without groups, of what the one condition leaves out.
   */
  boolean settle() {
    if (said.sharing && said.partOf.isEmpty()) {
      if (said.measures.size() != 1 || said.groups.isEmpty()) {
        return false;
      }
      said.partOf = Optional.of(said.measures.remove(0));
    }
    if (said.partOf.isEmpty()) {
      return true;
    }
    Measure of = said.partOf.get();
    if (!said.groups.isEmpty()) {
      if (!said.measures.contains(of)) {
        said.measures.add(of);
      }
      said.measures.add(new Measure.Share(of));
      return true;
    }
    List<Condition> parts = new ArrayList<>();
    for (Condition condition : said.where) {
      if (!Belonging.isTime(condition)) {
        parts.add(condition);
      }
    }
    if (of instanceof Measure.Rows rows && (said.acted || !said.related.isEmpty())) {
      return settlePartOfRows(rows);
    }
    if (parts.size() != 1 || !said.measures.isEmpty()) {
      return false;
    }
    said.where.remove(parts.get(0));
    said.measures.add(new Measure.PartOf(of, parts.get(0)));
    return true;
  }

  /** How many of the customers bought something, or never did. */
  private boolean settlePartOfRows(Measure.Rows rows) {
    List<List<Condition>> ways = new ArrayList<>();
    if (said.related.isEmpty()) {
      for (String fact : belonging.facts(rows.dataset())) {
        if (belonging.reaches(fact, Belonging.datasets(said.where))) {
          ways.add(List.of(new Condition.Related(rows.dataset(), fact, said.where, false)));
        }
      }
      said.where.clear();
    } else {
      ways.addAll(existence.relatedConditions(Optional.of(rows.dataset())));
      said.related.clear();
    }
    said.acted = false;
    if (ways.size() != 1 || !said.where.isEmpty() || !said.measures.isEmpty()) {
      return false;
    }
    said.measures.add(new Measure.PartOf(rows, ways.get(0).get(0)));
    return true;
  }
}
