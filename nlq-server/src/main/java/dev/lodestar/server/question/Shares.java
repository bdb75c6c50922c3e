package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Of what whole a share is: of all groups, or of what the one condition leaves out. */
final class Shares {
  private final Model model;
  private final Said said;
  private final Belonging belonging;
  private final Existence existence;

  Shares(Model model, Said said, Belonging belonging, Existence existence) {
    this.model = model;
    this.said = said;
    this.belonging = belonging;
    this.existence = existence;
  }

  /**
   * A share is of the total of all groups, or within each of them, of what the condition on what is
   * counted leaves out; without groups, of what the one condition leaves out.
   */
  boolean settle() {
    if (said.comesFrom && said.measures.stream().anyMatch(this::isRate)) {
      return false;
    }
    if (said.sharing && said.partOf.isEmpty()) {
      // The share of orders is that of how many there are, or none.
      boolean ofOthers =
          (!said.mentioned.isEmpty() || said.acted)
              && said.notes.stream().anyMatch(note -> note instanceof Note.UsualMeasure);
      boolean ofGroups = !said.groups.isEmpty() || isCountedPart();
      if (said.measures.size() != 1 || !ofGroups || ofOthers) {
        return false;
      }
      said.partOf = Optional.of(said.measures.remove(0));
      said.partClear = said.where.stream().filter(this::isCountedSo).findFirst();
    }
    if (said.partOf.isEmpty()) {
      return true;
    }
    Measure of = said.partOf.get();
    if (!said.groups.isEmpty()) {
      Optional<Condition> within =
          said.partClear
              .filter(c -> !Belonging.isTime(c))
              .or(() -> said.partMeant.filter(c -> isTold(c, of)));
      if (said.measures.isEmpty() && within.isPresent()) {
        said.where.remove(within.get());
        said.measures.add(new Measure.PartOf(of, within.get()));
        return true;
      }
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

  private boolean isRate(Measure measure) {
    return measure instanceof Measure.OfMetric
        && !Assembly.addsUp(model, measure)
        && !Measures.counts(model, measure);
  }

  /** The invoices paid by card, in percent: of all invoices. */
  private boolean isCountedPart() {
    return said.measures.stream().allMatch(of -> Measures.counts(model, of))
        && said.where.stream().filter(c -> !Belonging.isTime(c)).count() == 1;
  }

  /** Of late orders, where that is one name, the share is one of the orders. */
  private boolean isCountedSo(Condition condition) {
    return condition instanceof Condition.Named named
        && !named.negated()
        && Measures.named(model, named.filter()).equals(said.partOf);
  }

  /**
   * Whether a condition tells apart what is counted: the share of late shipments by carrier is that
   * of each carrier's shipments, while the share of shipments from France is of all from there.
   */
  private boolean isTold(Condition condition, Measure of) {
    return isTold(model, condition, of);
  }

  /** Whether the share of what fulfils a condition is, without another word, one within each. */
  static boolean isTold(Model model, Condition condition, Measure of) {
    return Measures.counts(model, of) && isOwn(model, condition, of);
  }

  private static boolean isOwn(Model model, Condition condition, Measure of) {
    return !Belonging.isTime(condition)
        && Measures.bases(model, of).equals(Datasets.of(model, List.of(condition)));
  }

  /**
   * Whether a share may be within each group or of them all, so that who asks has to say: the share
   * of revenue online by country is that of each country's revenue, or each country's part in what
   * was sold online.
   */
  boolean isOpen() {
    return said.partClear.isEmpty()
        && said.measures.isEmpty()
        && !said.groups.isEmpty()
        && said.partOf
            .filter(of -> !Measures.counts(model, of))
            .filter(of -> said.partMeant.filter(c -> isOwn(model, c, of)).isPresent())
            .isPresent();
  }

  /** How many of the customers bought something, or never did. */
  private boolean settlePartOfRows(Measure.Rows rows) {
    List<List<Condition>> ways = new ArrayList<>();
    if (said.related.isEmpty()) {
      for (String fact : belonging.facts(rows.dataset())) {
        if (belonging.reaches(fact, belonging.datasets(said.where))) {
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
