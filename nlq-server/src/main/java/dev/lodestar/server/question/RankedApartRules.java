package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is ranked stands apart from how: the 3 customers of the food sector who in 2025 bought the
 * most. Between them, and around, may be of which rows, when, and for each of what.
 */
final class RankedApartRules extends Rules {
  private final MostDone done;

  RankedApartRules(Model model, Scales scales) {
    super(model, scales);
    this.done = new MostDone(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, "which? the? KEPT NOUN", a -> new Part.Few(a.at(2), a.at(3)));
    // « Les clients les plus importants ».
    g.rule(
        "RANKING",
        1,
        "the? KEPT? NOUN RANKPOST BYMEAS?",
        a ->
            a.has(4) || isPerson(a.at(2))
                ? Rankings.ranked(
                    new Rankings.TopNoun(new Rankings.Top(kept(a, 1), way(a, 3)), a.at(2)),
                    a.has(4) ? List.of(a.<Measure>at(4)) : List.of(),
                    List.of())
                : null);
    // Who have the most orders; the most late orders, of those alone.
    g.rule("MOSTLY", "that? have|with have? DID? HAVINGMOST", a -> most(a, 3, 4));
    g.rule("MOSTLY", "that? DID HAVINGMOST", a -> most(a, 1, 2));
    g.rule("MOSTLY", 1, "that? MOSTOF DID?", a -> most(a, 2, 1));
    g.rule(
        "MOSTLY",
        "that? have|with|verb? the? RANKOF the? ROWSTHATARE",
        a -> of(a.at(5), way(a, 3)));
    // Who bought most; what was bought most; what we sell most, where we sell most.
    String end = " the? RANKADV|RANK|RANKOF|RANKPOST";
    g.rule("MOSTLY", 1, "that? have? DID" + end, a -> did(a.at(2), way(a, 4)));
    g.rule("MOSTLY", 1, "that? have? is DID" + end, a -> ranked(done.with(a.at(3)), way(a, 5)));
    g.rule("MOSTLY", 1, "that? is the? RANKADV DID", a -> ranked(done.with(a.at(4)), way(a, 3)));
    g.rule("MOSTLY", 1, "that? have the? RANKADV DID", a -> did(a.at(4), way(a, 3)));
    g.rule("MOSTLY", 1, "that? we DID" + end, a -> ranked(done.with(a.at(2)), way(a, 4)));
    g.rule("MOSTLY", "DID dash? we" + end, a -> ranked(done.with(a.at(0)), way(a, 4)));
    g.rule("MOSTLY", "whereto we DID" + end, a -> where(a.at(2), way(a, 4)));
    g.rule(PART, "inwhich NOUN we DID" + end, a -> where(a.at(1), a.at(3), way(a, 5)));
    g.rule(PART, "inwhich NOUN DID dash? we" + end, a -> where(a.at(1), a.at(2), way(a, 6)));
    g.rule("MOSTLY", "that? is? RANKADV|RANKOF used", a -> ranked(done.used(), way(a, 2)));
    g.rule("MOSTLY", "that? have? uses" + end, a -> ranked(done.used(), way(a, 4)));
    g.rule("MOSTLY", "that? have|is? used" + end, a -> ranked(done.used(), way(a, 4)));
    g.rule("MOSTLY", "that? is? SELLING", a -> sold(way(a, 2)));
    // Which channel Spanish guests use most: by those together.
    g.rule("DOERS", "the? ENTITY|ENTITIES", a -> new Part.Several(List.of()));
    g.rule("DOERS", "the? COND ENTITY|ENTITIES", a -> those(a.at(1), entity(a, 2)));
    g.rule("DOERS", "the? ENTITY|ENTITIES prep? COND", a -> those(a.at(3), entity(a, 1)));
    g.rule("MOSTLY", "DOERS uses dash? they?" + end, a -> ranked(done.used(), way(a, 5), a.at(0)));
    g.rule(
        "MOSTLY",
        1,
        "DOERS DID dash? they?" + end,
        a -> ranked(done.with(a.at(1)), way(a, 5), a.at(0)));
    oftenest(g);
    g.rule(PART, "MOSTLY", a -> a.<Part>at(0));
    // Booked most by German guests: by those together.
    g.rule(PART, "MOSTLY by the? COND ENTITIES", a -> by(a.at(0), a.at(3), entity(a, 4)));
  }

  /** What there is most often: the most common kind, what is used or occurs most often. */
  private void oftenest(Grammar g) {
    g.rule("RANKING", "the? KEPT? FREQUENT NOUN", a -> often(a.at(3), kept(a, 1), way(a, 2)));
    g.rule(
        "RANKING", "the? KEPT? NOUN is? the? FREQUENT", a -> often(a.at(2), kept(a, 1), way(a, 5)));
    g.rule(
        "RANKING",
        "which? the? KEPT? NOUN that? occurs the? RANKADV|OFTEN",
        a -> often(a.at(3), kept(a, 2), way(a, 7)));
    g.rule("MOSTLY", "that? have|is? uses|used OFTEN", a -> ranked(done.used(), way(a, 3)));
    g.rule("MOSTLY", "that? is? OFTEN used", a -> ranked(done.used(), way(a, 2)));
    g.rule("MOSTLY", "that? have? is? DID OFTEN", a -> times(a.at(3), way(a, 4)));
  }

  /** Of what rows have themselves, how many of them have it; of others, how often it was used. */
  private @Nullable Part often(Noun noun, Optional<Kept> kept, Direction direction) {
    List<Measure> by =
        noun.entity().isEmpty()
                && noun.group() instanceof Group.ByField field
                && model.facts().contains(field.attribute().field().dataset())
            ? List.of(timesOf(field.attribute().field().dataset()))
            : done.used();
    return by.isEmpty() || !(noun.group() instanceof Group.ByField)
        ? null
        : Rankings.ranked(
            new Rankings.TopNoun(new Rankings.Top(kept, direction), noun), by, List.of());
  }

  private @Nullable Part times(Part.Acted did, Direction direction) {
    return ranked(
        did.fact().or(this::usualFact).map(this::timesOf).stream().toList(),
        direction,
        new Part.Does(did.deed()));
  }

  private @Nullable Part those(Condition condition, String dataset) {
    boolean theirs =
        Datasets.of(model, List.of(condition)).stream().allMatch(d -> model.reaches(d, dataset));
    return theirs
        ? new Part.Several(List.of(new Part.Where(condition), new Part.Mentioned(dataset)))
        : null;
  }

  private static @Nullable Part ranked(List<Measure> by, Direction direction, Part more) {
    return by.isEmpty()
        ? null
        : new Part.Ranked(Optional.empty(), direction, by, false, List.of(more));
  }

  /** Of others the largest are rather so by what they measure. */
  private boolean isPerson(Noun noun) {
    return noun.entity().filter(entities::isPerson).isPresent();
  }

  private static @Nullable Part ranked(List<Measure> by, Direction direction) {
    return by.isEmpty() ? null : new Part.Ranked(Optional.empty(), direction, by, false, List.of());
  }

  private Part sold(Direction direction) {
    return new Part.Ranked(
        Optional.empty(), direction, scales.sold(), false, List.of(new Part.Does(Deed.GAVE)));
  }

  /** What somebody did most; by the usual measure when the verb tells of none. */
  private Part did(Part.Acted did, Direction direction) {
    return new Part.Ranked(
        Optional.empty(), direction, done.by(did), false, List.of(new Part.Does(did.deed())));
  }

  private Part where(Part.Acted did, Direction direction) {
    return new Part.Ranked(Optional.empty(), direction, done.by(did), false, List.of());
  }

  private Part where(Noun noun, Part.Acted did, Direction direction) {
    return new Part.Rank(Rankings.one(noun), direction, Optional.of(noun), done.by(did), List.of());
  }

  private @Nullable Part most(Args a, int did, int most) {
    Rankings.Most of = a.at(most);
    Optional<Part.Acted> done = a.has(did) ? Optional.of(a.at(did)) : Optional.empty();
    if (done.filter(d -> !tellsOf(d, of.measure())).isPresent()) {
      return null;
    }
    List<Part> more =
        done.<Part>map(d -> d.fact().isPresent() ? d : new Part.Does(d.deed())).stream().toList();
    return new Part.Ranked(of.kept(), of.direction(), List.of(of.measure()), true, more);
  }

  /** By those of the rows that are so. */
  private static Part of(RankedRowsRules.Rows rows, Direction direction) {
    return new Part.Ranked(
        Optional.empty(),
        direction,
        List.of(rows.counted()),
        true,
        List.of(new Part.Where(rows.condition())));
  }

  private @Nullable Part by(Part ranked, Condition condition, String dataset) {
    return Datasets.of(model, List.of(condition)).stream().allMatch(d -> model.reaches(d, dataset))
        ? new Part.Several(List.of(ranked, new Part.Where(condition)))
        : null;
  }
}
