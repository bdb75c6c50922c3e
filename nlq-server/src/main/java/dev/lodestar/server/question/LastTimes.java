package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.Optional;

/**
 * When a customer last ordered: the last date of what the verb tells of. Where that is a date of
 * its own, as when something was last delivered, it is that date.
 */
final class LastTimes {
  private final Model model;
  private final Said said;

  LastTimes(Model model, Said said) {
    this.model = model;
    this.said = said;
  }

  /** Tells which date is asked for; false where the words do not fit. */
  boolean settle() {
    if (said.lastTime.isEmpty()) {
      return said.whenAsked ? isListed() : said.doneOn.isEmpty();
    }
    boolean asked = said.whenAsked || said.lastTime.get().asks();
    boolean others =
        !said.measures.isEmpty()
            || said.partOf.isPresent()
            || said.rank.isPresent()
            || said.howMuch
            || said.howMany
            || said.sharing
            || said.earned.isPresent();
    Optional<Attribute> date = done().or(this::fact);
    boolean things =
        said.things.stream()
            .anyMatch(thing -> !thing.entity().equals(date.map(of -> of.field().dataset())));
    if (!asked || others || date.isEmpty() || things) {
      return false;
    }
    said.things.clear();
    said.acted = false;
    said.actedOn = Optional.empty();
    said.measures.add(new Measure.OfField(date.get(), said.lastTime.get().which()));
    return true;
  }

  /** When somebody signed up: the date itself, of whoever is named. */
  private boolean isListed() {
    Optional<Attribute> date = done();
    boolean others =
        !said.measures.isEmpty()
            || !said.groups.isEmpty()
            || said.rank.isPresent()
            || said.acted
            || said.where.stream().noneMatch(of -> of instanceof Condition.OneOf);
    if (date.isEmpty() || others) {
      return false;
    }
    Optional<String> dataset = date.map(of -> of.field().dataset());
    said.things.removeIf(thing -> thing.entity().equals(dataset));
    boolean named = said.things.isEmpty();
    said.things.add(new Noun(new Group.ByField(date.get()), Optional.empty(), false));
    said.listed = true;
    return named;
  }

  /** The date on which it was done, where that is what the verb tells. */
  private Optional<Attribute> done() {
    Optional<Condition.Missing> known =
        said.where.stream()
            .filter(of -> of instanceof Condition.Missing m && m.negated())
            .map(of -> (Condition.Missing) of)
            .filter(of -> model.field(of.attribute().field()).isDate())
            .findFirst();
    known.ifPresent(said.where::remove);
    return known.map(Condition.Missing::attribute).or(() -> said.doneOn);
  }

  /**
   * The usual date of what happened: of what the verb or a noun names, else of what is measured.
   */
  private Optional<Attribute> fact() {
    Optional<String> named =
        said.actedOn.or(
            () ->
                said.things.stream()
                    .flatMap(thing -> thing.entity().stream())
                    .filter(model.facts()::contains)
                    .findFirst());
    Optional<String> usual =
        said.acted
            ? model
                .defaultMetric()
                .map(model::metric)
                .flatMap(metric -> model.base(metric.formula().aggregates().get(0)))
            : Optional.empty();
    return named
        .or(() -> usual)
        .flatMap(fact -> model.dataset(fact).time().map(time -> new FieldRef(fact, time)))
        .filter(time -> model.field(time).isDate())
        .map(Attribute::of);
  }
}
