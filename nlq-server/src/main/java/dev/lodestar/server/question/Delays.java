package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;

/**
 * How many days lie between two dates. Of what several rows tell of together, each counts once: an
 * order of five lines is no slower than one of one.
 */
final class Delays {
  private final Model model;
  private final Wholes wholes;

  Delays(Model model) {
    this.model = model;
    this.wholes = new Wholes(model);
  }

  /** Whether two dates can be told of one row. */
  boolean areOfOneRow(Attribute from, Attribute to) {
    return !from.equals(to)
        && from.field().dataset().equals(to.field().dataset())
        && isDate(from)
        && isDate(to);
  }

  private boolean isDate(Attribute attribute) {
    return model.field(attribute.field()).isDate();
  }

  /** Nothing where it would be one of lines, and things of several lines are asked about. */
  Optional<Measure> measure(Attribute from, Attribute to, Aggregation aggregation) {
    boolean fits =
        aggregation != Aggregation.SUM
            && aggregation != Aggregation.COUNT
            && aggregation != Aggregation.COUNT_DISTINCT;
    if (!fits || !areOfOneRow(from, to)) {
      return Optional.empty();
    }
    Measure delay = new Measure.Delay(from, to, aggregation);
    Optional<Attribute> key = wholes.key(Measures.timesOf(model, to.field().dataset()));
    if (key.isEmpty() || aggregation == Aggregation.MIN || aggregation == Aggregation.MAX) {
      return Optional.of(delay);
    }
    return aggregation == Aggregation.AVERAGE
        ? Optional.of(new Measure.PerGroup(delay, new Group.ByField(key.get())))
        : Optional.empty();
  }

  /** The delay that a measure is, of rows or of things that several rows tell of. */
  static Optional<Measure.Delay> in(Measure measure) {
    Measure inner = measure instanceof Measure.PerGroup per ? per.of() : measure;
    return inner instanceof Measure.Delay delay ? Optional.of(delay) : Optional.empty();
  }

  /** The only metric that is the same mean. */
  Optional<Measure> metric(Measure.Delay delay) {
    List<String> same =
        model.metrics().stream().filter(m -> isOf(m, delay)).map(Metric::name).toList();
    return same.size() == 1 ? Optional.of(new Measure.OfMetric(same.get(0))) : Optional.empty();
  }

  private static boolean isOf(Metric metric, Measure.Delay delay) {
    Formula formula = metric.formula();
    if (!formula.isOne() || delay.aggregation() != Aggregation.AVERAGE) {
      return false;
    }
    Formula.Aggregate only = formula.aggregates().get(0);
    String days = "date_diff('day'," + delay.from().field() + "," + delay.to().field() + ")";
    return only.plain()
        && only.function().equals("avg")
        && only.argument().write(Object::toString).replaceAll("\\s", "").equalsIgnoreCase(days);
  }
}
