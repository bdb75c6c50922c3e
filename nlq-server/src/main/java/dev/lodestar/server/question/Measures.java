package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Model;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What measures are made of. */
final class Measures {
  private Measures() {}

  /** The datasets whose rows a measure is computed of. */
  static Set<String> bases(Model model, Measure measure) {
    Set<String> bases = new LinkedHashSet<>();
    if (measure instanceof Measure.OfMetric of) {
      for (Formula.Aggregate aggregate : model.metric(of.metric()).formula().aggregates()) {
        model.base(aggregate).ifPresent(bases::add);
      }
    } else if (measure instanceof Measure.OfField of) {
      bases.add(of.attribute().field().dataset());
    } else if (measure instanceof Measure.Rows rows) {
      bases.add(rows.dataset());
    } else if (measure instanceof Measure.Distinct distinct) {
      bases.add(distinct.from());
    } else if (measure instanceof Measure.Values values) {
      bases.add(values.from());
    } else if (measure instanceof Measure.PerGroup per) {
      bases.addAll(bases(model, per.of()));
    } else if (measure instanceof Measure.Ratio ratio) {
      bases.addAll(bases(model, ratio.above()));
      bases.addAll(bases(model, ratio.below()));
    } else if (measure instanceof Measure.Share share) {
      bases.addAll(bases(model, share.of()));
    } else if (measure instanceof Measure.Running running) {
      bases.addAll(bases(model, running.of()));
    } else if (measure instanceof Measure.Change change) {
      bases.addAll(bases(model, change.of()));
    }
    return bases;
  }

  /** The field that a metric adds up, when it does nothing else. */
  static Optional<Attribute> summed(Model model, String metric) {
    Formula formula = model.metric(metric).formula();
    if (!formula.isOne()
        || !formula.aggregates().get(0).plain()
        || !formula.aggregates().get(0).function().equals("sum")
        || formula.aggregates().get(0).argument().pieces().size() != 1) {
      return Optional.empty();
    }
    List<FieldRef> fields = List.copyOf(formula.aggregates().get(0).argument().fields());
    return fields.size() == 1 ? Optional.of(Attribute.of(fields.get(0))) : Optional.empty();
  }

  /** The field whose different values a metric counts, when it does nothing else. */
  static Optional<Attribute> counted(Model model, Measure measure) {
    if (!(measure instanceof Measure.OfMetric of)) {
      return Optional.empty();
    }
    Formula formula = model.metric(of.metric()).formula();
    List<String> words =
        formula.aggregates().get(0).argument().pieces().stream()
            .map(Object::toString)
            .map(String::strip)
            .filter(piece -> !piece.isEmpty())
            .toList();
    Set<FieldRef> fields = formula.aggregates().get(0).text().fields();
    boolean plain =
        formula.isOne()
            && fields.size() == 1
            && words.size() <= 4
            && words.get(0).toLowerCase(java.util.Locale.ROOT).startsWith("distinct");
    return plain ? fields.stream().findFirst().map(Attribute::of) : Optional.empty();
  }

  /** Whether a metric counts every row of its dataset, on no condition. */
  static boolean countsAll(Model model, Measure measure) {
    if (!(measure instanceof Measure.OfMetric of)) {
      return true;
    }
    Formula.Aggregate aggregate = model.metric(of.metric()).formula().aggregates().get(0);
    return aggregate.plain() && aggregate.argument().pieces().size() == 1;
  }

  /** Whether a measure counts rows. */
  static boolean counts(Model model, Measure measure) {
    return measure instanceof Measure.Rows
        || (measure instanceof Measure.OfMetric of
            && model.metric(of.metric()).formula().isOne()
            && model.metric(of.metric()).formula().aggregates().get(0).function().equals("count"));
  }
}
