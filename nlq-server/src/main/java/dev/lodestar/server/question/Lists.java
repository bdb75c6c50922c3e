package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Things that are listed and not measured: all of them, or those who did something. */
final class Lists {
  private final Model model;
  private final Said said;
  private final Belonging belonging;
  private final Existence existence;
  private final Ordering ordering;

  Lists(Model model, Said said, Belonging belonging, Existence existence, Ordering ordering) {
    this.model = model;
    this.said = said;
    this.belonging = belonging;
    this.existence = existence;
    this.ordering = ordering;
  }

  List<Assembly.Assembled> queries() {
    Optional<String> entity =
        said.things.stream().flatMap(noun -> noun.entity().stream()).findFirst();
    if (!said.having.isEmpty() || said.growth.isPresent() || said.howMuch || said.compare) {
      return List.of();
    }
    List<Group> shown = new ArrayList<>();
    for (Noun thing : said.things) {
      if (!(thing.group() instanceof Group.ByField)) {
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
    List<LogicalQuery.Order> order =
        said.sortByGroup
            .filter(s -> shown.contains(s.group()))
            .map(
                s ->
                    List.of(
                        new LogicalQuery.Order(
                            false, shown.indexOf(s.group()), s.descending().orElse(false))))
            .orElse(
                said.sort
                    .filter(s -> s.measures().isEmpty())
                    .map(
                        s ->
                            List.of(new LogicalQuery.Order(false, 0, s.descending().orElse(false))))
                    .orElse(List.of()));
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
    boolean happened = said.acted || said.where.stream().anyMatch(Belonging::isTime);
    boolean elsewhere =
        entity.isPresent()
            && ((said.acted && !belonging.allFacts(entity.get()).isEmpty())
                || belonging.outside(entity.get()));
    if (entity.isPresent() && (said.related.isEmpty() || said.acted) && elsewhere) {
      // "customers who bought X": those to whom such rows of a fact belong.
      for (String fact : belonging.facts(entity.get())) {
        List<Condition> own = new ArrayList<>();
        List<Condition> ofFact = new ArrayList<>();
        for (Condition condition : said.where) {
          boolean isOwn = belonging.isOwn(entity.get(), condition);
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
        own.addAll(existence.eachOfThem(entity.get(), fact, ofFact));
        own.addAll(Existence.noneOfThem(entity.get(), fact, ofFact));
        boolean each = own.stream().anyMatch(c -> c instanceof Condition.Related r && !r.negated());
        if (!each) {
          own.add(new Condition.Related(entity.get(), fact, ofFact, false));
        }
        if (belonging.reaches(fact, Belonging.datasets(ofFact))) {
          // Who ordered but never returned anything did the one and not the other.
          for (List<Condition> more : existence.relatedConditions(entity)) {
            List<Condition> both = new ArrayList<>(own);
            both.addAll(more);
            all.add(said.assembled(entity, List.of(), shown, both, order, limit));
          }
        }
      }
      return all;
    }
    for (List<Condition> more : existence.relatedConditions(entity)) {
      List<Condition> conditions = new ArrayList<>(said.where);
      conditions.addAll(more);
      all.add(said.assembled(entity, List.of(), shown, conditions, order, limit));
    }
    return happened && entity.isEmpty() && shown.isEmpty() ? List.of() : all;
  }
}
