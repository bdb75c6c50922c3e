package dev.lodestar.server.question;

import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.List;

/**
 * What is measured where only a verb says that something is: how much a region made, what we earned
 * on each route. Beside a measure the verb says nothing more, and nothing without money.
 */
final class Earnings {
  private final Model model;
  private final Said said;

  Earnings(Model model, Said said) {
    this.model = model;
    this.said = said;
  }

  /** Tells what is measured; false where the words do not fit. */
  boolean settle() {
    boolean measured = !said.measures.isEmpty() || said.partOf.isPresent();
    if (measured) {
      if (said.earned.isPresent()
          && (said.acted || said.measures.stream().anyMatch(this::ofThings))) {
        // How much Belgium made is not how many Belgians there are, or did something.
        return false;
      }
      boolean counts = said.measures.stream().allMatch(of -> Measures.counts(model, of));
      return !said.howMany || said.earned.isPresent() || (counts && said.partOf.isEmpty());
    }
    if (said.earned.isPresent()) {
      return earned(said.earned.get());
    }
    return !said.howMany || counted();
  }

  private boolean earned(Part.Earned earned) {
    boolean asked = earned.always() || said.howMuch || said.howMany;
    boolean others =
        !said.things.isEmpty() || said.rank.isPresent() || said.extreme.isPresent() || said.acted;
    if (!asked || others || earned.by().isEmpty()) {
      return false;
    }
    said.measures.add(earned.by().get(0));
    return true;
  }

  private boolean ofThings(Measure measure) {
    boolean counts =
        Measures.counts(model, measure)
            || (measure instanceof Measure.OfField of
                && of.aggregation() == Aggregation.COUNT_DISTINCT);
    return counts && Measures.bases(model, measure).stream().noneMatch(model.facts()::contains);
  }

  /** The orders that were cancelled: how many? */
  private boolean counted() {
    List<Measure> counts =
        said.things.stream()
            .flatMap(thing -> thing.entity().stream())
            .map(dataset -> Measures.rows(model, dataset))
            .toList();
    if (said.things.size() != 1 || counts.size() != 1) {
      return false;
    }
    said.things.clear();
    said.measures.add(counts.get(0));
    return true;
  }
}
