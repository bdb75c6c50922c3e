package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which field tells when. */
public final class Times {
  private Times() {}

  /**
   * The field by which rows of a dataset are dated: the one the model names, else its only date,
   * else the only date of a dataset that it belongs to.
   */
  public static Attribute of(Model model, String base) throws CannotPlan {
    Dataset dataset = model.dataset(base);
    if (dataset.time().isPresent()) {
      return Attribute.of(new FieldRef(base, dataset.time().get()));
    }
    List<Field> own = dates(dataset);
    if (own.size() == 1) {
      return Attribute.of(own.get(0).ref());
    }
    if (own.size() > 1) {
      throw new CannotPlan(
          Reason.ROLE,
          base + " has several dates",
          own.stream().map(field -> field.ref().toString()).toList());
    }
    Set<Attribute> reached = new LinkedHashSet<>();
    for (Dataset other : model.datasets()) {
      List<List<String>> ways = model.ways(base, other.name());
      boolean calendar =
          other.time().isPresent() || (dates(other).size() == 1 && holdsDates(model, other));
      if (other.name().equals(base) || ways.isEmpty() || !calendar) {
        continue;
      }
      FieldRef date =
          other
              .time()
              .map(time -> new FieldRef(other.name(), time))
              .orElseGet(() -> dates(other).get(0).ref());
      for (List<String> way : ways) {
        reached.add(
            new Attribute(date, ways.size() == 1 ? Optional.empty() : Optional.of(way.get(0))));
      }
    }
    if (reached.size() == 1) {
      return reached.iterator().next();
    }
    if (reached.isEmpty()) {
      throw new CannotPlan(Reason.NO_TIME, "No field tells when " + base, List.of(base));
    }
    throw new CannotPlan(
        Reason.ROLE,
        base + " is dated in several ways",
        reached.stream().map(a -> a.role().orElse(a.field().toString())).toList());
  }

  private static List<Field> dates(Dataset dataset) {
    return dataset.fields().stream()
        .filter(field -> field.isDate() && field.isTime() && !field.hidden())
        .toList();
  }

  /** Whether a dataset is a calendar: its date is its key, or most of it tells of time. */
  private static boolean holdsDates(Model model, Dataset dataset) {
    long telling =
        dataset.fields().stream().filter(f -> f.isTime() || f.unit().isPresent()).count();
    Field date = dates(dataset).get(0);
    return dataset.key().contains(date.sql().replace("\"", ""))
        || telling * 2 >= dataset.fields().size()
        || model.relationships().stream()
            .anyMatch(
                r ->
                    r.to().equals(dataset.name())
                        && r.toColumns().stream().anyMatch(c -> c.contains("date")));
  }

  /** The field of the same dataset, if any, that tells a unit of time in its own way: 2025-Q3. */
  static Optional<Field> toldBy(Model model, Attribute time, Unit unit) {
    return model.dataset(time.field().dataset()).fields().stream()
        .filter(f -> !f.hidden() && f.isTime() && !f.isDate())
        .filter(f -> f.unit().isPresent() && f.unit().get() == unit)
        .findFirst();
  }
}
