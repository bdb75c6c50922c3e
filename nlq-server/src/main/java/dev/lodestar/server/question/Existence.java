package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** That things have rows of a fact or have none, for what they did, did too and never did. */
final class Existence {
  private final Model model;
  private final Said said;
  private final Belonging belonging;

  Existence(Model model, Said said, Belonging belonging) {
    this.model = model;
    this.said = said;
    this.belonging = belonging;
  }

  /** "Bought X and Y": a row of each exists. Takes the values out of the conditions. */
  List<Condition> eachOfThem(String entity, String fact, List<Condition> ofFact) {
    List<Condition> all = new ArrayList<>();
    for (Condition.OneOf one : said.together) {
      if (ofFact.contains(one)) {
        List<Condition> others =
            ofFact.stream()
                .filter(c -> !c.equals(one) && !(c instanceof Condition.OneOf o && o.negated()))
                .toList();
        for (String value : one.values()) {
          List<Condition> inside = new ArrayList<>(others);
          inside.add(new Condition.OneOf(one.attribute(), List.of(value), false));
          all.add(new Condition.Related(entity, fact, inside, false));
        }
        ofFact.remove(one);
        if (said.together.stream().filter(said.where::contains).count() > 1) {
          said.impossible = true;
        }
      }
    }
    return all;
  }

  /**
   * "Bought X but not Y", "in 2024 but not in 2025": a row of the one exists, and none of the
   * other. Takes what is denied out of the conditions.
   */
  static List<Condition> noneOfThem(String entity, String fact, List<Condition> ofFact) {
    List<Condition> denied = ofFact.stream().filter(Belonging::isDenied).toList();
    ofFact.removeAll(denied);
    List<Condition> all = new ArrayList<>();
    for (Condition condition : denied) {
      List<Condition> none = new ArrayList<>();
      if (condition instanceof Condition.OneOf one) {
        none.add(new Condition.OneOf(one.attribute(), one.values(), false));
        ofFact.stream().filter(Belonging::isTime).forEach(none::add);
      } else if (condition instanceof Condition.During during) {
        none.add(new Condition.During(during.ranges(), during.time(), false));
        ofFact.stream().filter(c -> !Belonging.isTime(c)).forEach(none::add);
      }
      all.add(new Condition.Related(entity, fact, none, true));
    }
    return all;
  }

  /** "Had an order and a return in 2025": when rows of both exist is told of each of them. */
  void settleTimes() {
    List<Condition> times = said.where.stream().filter(Belonging::isUndated).toList();
    boolean each =
        said.related.size() > 1
            && said.related.stream()
                .allMatch(
                    asked ->
                        asked.fact().isPresent()
                            && !asked.never()
                            && asked.where().stream().noneMatch(Belonging::isTime)
                            && asked.when().isEmpty());
    if (each && !times.isEmpty()) {
      said.where.removeAll(times);
      said.related.replaceAll(
          asked ->
              new Part.Related(
                  asked.fact(),
                  Stream.concat(asked.where().stream(), times.stream()).toList(),
                  List.of(),
                  false,
                  asked.deed()));
    }
  }

  /** For each fact that may be meant, the condition that rows of it exist or do not. */
  List<List<Condition>> relatedConditions(Optional<String> entity) {
    if (said.related.isEmpty()) {
      return List.of(List.of());
    }
    if (entity.isEmpty()) {
      return List.of();
    }
    List<List<Condition>> ways = List.of(List.of());
    for (Part.Related asked : said.related) {
      List<List<Condition>> longer = new ArrayList<>();
      for (List<Condition> way : ways) {
        for (Condition condition : relatedConditions(entity, asked)) {
          List<Condition> more = new ArrayList<>(way);
          more.add(condition);
          longer.add(more);
        }
      }
      ways = longer;
    }
    return ways;
  }

  List<Condition> relatedConditions(Optional<String> entity, Part.Related asked) {
    List<Condition> inside = new ArrayList<>(asked.where());
    if (!asked.when().isEmpty()) {
      inside.add(new Condition.During(asked.when(), Optional.empty(), false));
    }
    List<Condition> all = new ArrayList<>();
    List<String> facts = asked.fact().map(List::of).orElseGet(() -> belonging.facts(entity.get()));
    for (String fact : facts) {
      boolean fits =
          !fact.equals(entity.get())
              && model.reaches(fact, entity.get())
              && belonging.reaches(fact, belonging.datasets(inside));
      if (fits) {
        all.add(new Condition.Related(entity.get(), fact, inside, asked.never()));
      }
    }
    return all;
  }
}
