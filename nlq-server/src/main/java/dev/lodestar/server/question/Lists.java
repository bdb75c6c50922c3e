package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Things that are listed and not measured: all of them, or those who did something. */
final class Lists {
  private final Model model;
  private final Entities entities;
  private final Said said;
  private final Belonging belonging;
  private final Existence existence;
  private final Ordering ordering;

  Lists(Model model, Said said, Belonging belonging, Existence existence, Ordering ordering) {
    this.model = model;
    this.entities = new Entities(model);
    this.said = said;
    this.belonging = belonging;
    this.existence = existence;
    this.ordering = ordering;
  }

  List<Assembly.Assembled> queries() {
    Optional<String> entity =
        said.things.stream().flatMap(noun -> noun.entity().stream()).findFirst();
    if (!said.apart.isEmpty()
        || !said.having.isEmpty()
        || said.growth.isPresent()
        || said.howMuch
        || said.compare) {
      return List.of();
    }
    if (said.ownNumber && !isOfOneThing()) {
      return List.of();
    }
    List<Group> shown = new ArrayList<>();
    for (Noun thing : said.things) {
      if (!(thing.group() instanceof Group.ByField by) || lacksElsewhere(by.attribute().field())) {
        return List.of();
      }
      shown.add(thing.group());
    }
    for (Group group : said.groups) {
      if (!(group instanceof Group.ByField)) {
        return List.of();
      }
      if (!shown.contains(group)) {
        shown.add(group);
      }
    }
    sortedBy(entity).filter(by -> !shown.contains(by)).ifPresent(shown::add);
    if (said.rank.isEmpty() && entity.isEmpty() && isPerGroup()) {
      return List.of();
    }
    List<LogicalQuery.Order> order =
        said.sortByGroup
            .filter(s -> shown.contains(s.group()))
            .map(
                s ->
                    List.of(
                        new LogicalQuery.Order(false, shown.indexOf(s.group()), s.descending())))
            .orElse(
                said.sort
                    .filter(s -> s.measures().isEmpty())
                    .flatMap(Ordering::plain)
                    .map(descending -> List.of(new LogicalQuery.Order(false, 0, descending)))
                    .orElse(List.of()));
    if (said.sort.filter(s -> Ordering.plain(s).isEmpty() || s.bySize()).isPresent()) {
      // What is not measured has no best.
      return List.of();
    }
    if (said.rank.isPresent() && order.isEmpty()) {
      // The first five of what is in no order are no answer.
      return List.of();
    }
    Optional<LogicalQuery.Limit> limit =
        said.rank
            .flatMap(Part.Rank::kept)
            .map(kept -> ordering.kept(Optional.of(kept)))
            .map(
                kept ->
                    new LogicalQuery.Limit(
                        kept, said.rankedPer.stream().map(shown::indexOf).toList()));
    if (said.sortByGroup.isPresent() && order.isEmpty()) {
      return List.of();
    }
    List<Assembly.Assembled> all = new ArrayList<>();
    boolean onlyTruth =
        shown.size() == 1
            && shown.get(0) instanceof Group.ByField by
            && model.field(by.attribute().field()).type().kind() == ColumnType.Kind.BOOLEAN;
    if (onlyTruth) {
      // Yes and no are nobody.
      return List.of();
    }
    if (entity.isEmpty() && shown.stream().allMatch(this::isFixed)) {
      // What it is was said.
      return List.of();
    }
    boolean happened = said.acted || said.where.stream().anyMatch(Belonging::isTime);
    Optional<String> whose = entity.or(() -> done() ? owner(shown) : Optional.empty());
    boolean elsewhere =
        whose.isPresent()
            && ((said.acted && !belonging.allFacts(whose.get()).isEmpty())
                || belonging.outside(whose.get()));
    if (whose.isPresent() && (said.related.isEmpty() || said.acted) && elsewhere) {
      // "customers who bought X": those to whom such rows of a fact belong.
      for (String fact : belonging.facts(whose.get())) {
        List<Condition> own = new ArrayList<>();
        List<Condition> ofFact = new ArrayList<>();
        for (Condition condition : said.where) {
          boolean isOwn = belonging.isOwn(whose.get(), condition);
          (isOwn ? own : ofFact).add(condition);
          boolean told =
              said.acted
                  || condition instanceof Condition.OneOf
                  || Belonging.isTime(condition)
                  || belonging.isGraded(condition);
          if (!isOwn && !told) {
            return List.of();
          }
        }
        own.addAll(existence.eachOfThem(whose.get(), fact, ofFact));
        own.addAll(Existence.noneOfThem(whose.get(), fact, ofFact));
        boolean each = own.stream().anyMatch(c -> c instanceof Condition.Related r && !r.negated());
        if (!each) {
          own.add(new Condition.Related(whose.get(), fact, ofFact, false));
        }
        if (belonging.reaches(fact, belonging.datasets(ofFact))) {
          // Who ordered but never returned anything did the one and not the other.
          for (List<Condition> more : existence.relatedConditions(whose)) {
            List<Condition> both = new ArrayList<>(own);
            both.addAll(more);
            all.add(said.assembled(entity, List.of(), shown, both, order, limit));
          }
        }
      }
      return all;
    }
    for (List<Condition> more : existence.relatedConditions(whose)) {
      List<Condition> conditions = new ArrayList<>(said.where);
      conditions.addAll(more);
      all.add(said.assembled(entity, List.of(), shown, conditions, order, limit));
    }
    return happened && entity.isEmpty() && shown.isEmpty() ? List.of() : all;
  }

  /** How many stars a hotel has is told of one that is named. */
  private boolean isOfOneThing() {
    return said.things.size() == 1
        && said.things.get(0).group() instanceof Group.ByField by
        && said.where.stream()
            .anyMatch(
                c ->
                    c instanceof Condition.OneOf one
                        && !one.negated()
                        && entities
                            .calledBy(by.attribute().field().dataset())
                            .equals(Optional.of(one.attribute().field())));
  }

  /** Members without a product are not the members of sales without one. */
  private boolean lacksElsewhere(FieldRef thing) {
    return said.where.stream()
        .anyMatch(
            c ->
                c instanceof Condition.Missing lacked
                    && !lacked.negated()
                    && new Entities(model)
                        .calledBy(lacked.attribute().field().dataset())
                        .equals(Optional.of(lacked.attribute().field()))
                    && !model.reaches(thing.dataset(), lacked.attribute().field().dataset()));
  }

  /** The rooms of hotels by city are no list: several hotels of a city have each so many. */
  /** By what things are sorted that is told of each of them, as a date of theirs. */
  private Optional<Group> sortedBy(Optional<String> entity) {
    return said.sortByGroup
        .map(Part.SortByGroup::group)
        .filter(
            group ->
                group instanceof Group.ByField by
                    && by.attribute().role().isEmpty()
                    && entity.equals(Optional.of(by.attribute().field().dataset())));
  }

  private boolean isPerGroup() {
    return said.things.stream()
        .map(thing -> ((Group.ByField) thing.group()).attribute().field())
        .filter(field -> model.field(field).isNumber() && !entities.isKey(field))
        .anyMatch(
            number ->
                said.groups.stream()
                    .map(group -> ((Group.ByField) group).attribute().field())
                    .anyMatch(by -> !entities.isKey(by) && !names(by, number)));
  }

  private boolean names(FieldRef by, FieldRef number) {
    return by.dataset().equals(number.dataset())
        && entities.calledBy(by.dataset()).equals(Optional.of(by));
  }

  /** Whether a field has no value but those that were named. */
  private boolean isFixed(Group group) {
    return group instanceof Group.ByField by
        && said.where.stream()
            .anyMatch(
                c ->
                    c instanceof Condition.OneOf one
                        && !one.negated()
                        && one.attribute().equals(by.attribute()));
  }

  /** Whether what is listed is told by what was done, and by nothing that was not. */
  private boolean done() {
    return (said.acted || !said.related.isEmpty())
        && said.related.stream().noneMatch(Part.Related::never)
        && said.where.stream().noneMatch(Belonging::isDenied);
  }

  /** The dataset to whose rows what is shown belongs: cities that bought are those of customers. */
  private static Optional<String> owner(List<Group> shown) {
    return shown.stream()
        .map(group -> ((Group.ByField) group).attribute().field().dataset())
        .findFirst();
  }
}
