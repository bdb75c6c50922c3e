package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part that some rows have in a whole: what share of the revenue of 2025 came from Spain. */
final class ShareRules extends Rules {
  ShareRules(Model model, Scales scales) {
    super(model, scales);
  }

  /** What is shared out, and when. */
  private record Whole(Measure measure, Optional<List<TimeRange>> when) {}

  /** The rows that have a part in it, and which things these are. */
  private record Source(Condition condition, Optional<Part> things) {}

  @Override
  void addTo(Grammar g) {
    g.rule("SHAREDOUT", "oftotal? the? MEAS|COUNTED oftotal?", a -> whole(a.at(2)));
    g.rule(
        "SHAREDOUT",
        "oftotal? the? WHENS MEAS|COUNTED",
        a -> new Whole(a.at(3), Optional.of(a.at(2))));
    g.rule(PART, "share SHAREDOUT", a -> share(a.at(1), Optional.empty()));
    g.rule(
        PART,
        "share prep? SOURCE of|in SHAREDOUT",
        a -> {
          Source source = a.at(2);
          Part of = share(a.at(4), Optional.of(source.condition()));
          return source.things().isEmpty()
              ? of
              : new Part.Several(List.of(of, source.things().get()));
        });
    g.rule(
        PART,
        "share oftotal? the? COND COUNTED|METRIC",
        a ->
            Optional.ofNullable(measure(a, 4))
                .filter(this::isWhole)
                .map(m -> share(whole(m), Optional.of(a.at(3))))
                .orElse(null));
    g.rule(
        PART,
        "share by the? GROUP of|prep the? MEAS",
        a ->
            new Part.Several(
                List.of(new Part.PartOf(a.at(6)), new Part.By(List.of(a.<Noun>at(3).group())))));
    g.rule(PART, "MEAS sharepost", a -> new Part.PartOf(a.at(0)));
    g.rule(PART, 2, "sharepost", a -> new Part.Share());
    // Came from direct sales, « les clients suisses pèsent » : who has the part.
    g.rule("SOURCE", "the? COND", a -> new Source(a.at(1), Optional.empty()));
    g.rule("SOURCE", "the? COND ENTITY|ENTITIES", a -> source(a.at(1), entity(a, 2)));
    g.rule("SOURCE", "the? ENTITY|ENTITIES prep? COND", a -> source(a.at(3), entity(a, 1)));
    g.rule(
        "SOURCE",
        "the? COND COUNTED|METRIC",
        a ->
            Optional.ofNullable(measure(a, 2))
                .flatMap(m -> Measures.bases(model, m).stream().findFirst())
                .map(rows -> source(a.at(1), rows))
                .orElse(null));
    g.rule(
        PART,
        "comesfrom prep? SOURCE",
        a -> new Part.Several(plus(parts(a.at(2)).parts(), new Part.ComesFrom())));
    g.rule(PART, 1, "SOURCE comesfrom", a -> parts(a.at(0)));
    // What share each country accounts for.
    g.rule(PART, "by the? GROUPS comesfrom", a -> new Part.By(groups(a.at(2))));
    g.rule(PART, "comesfrom by the? GROUPS", a -> new Part.By(groups(a.at(3))));
    g.rule(
        PART,
        "SOURCE aspercent SHAREDOUT",
        a ->
            new Part.Several(
                Stream.concat(
                        parts(a.at(0)).parts().stream(),
                        Stream.of(share(a.at(2), Optional.empty())))
                    .toList()));
    // Which depot has the highest share of late shipments.
    g.rule("SHAREOF", "share the? COND COUNTED|METRIC", a -> within(measure(a, 3), a.at(2)));
    g.rule("SHAREOF", "share the? COUNTED|METRIC COND", a -> within(measure(a, 2), a.at(3)));
    g.rule("SHAREOF", "share the? METRIC comma COND", a -> within(metric(a, 2), a.at(4)));
    g.rule("BYMEAS", "bymeas the? SHAREOF", a -> a.<Measure>at(2));
    g.rule("SHAREOF", "rateof the? COND COUNTED|METRIC", a -> within(measure(a, 3), a.at(2)));
    g.rule("SHAREOF", "rateof the? COUNTED|METRIC COND", a -> within(measure(a, 2), a.at(3)));
    g.rule(PART, "rateof the? COND COUNTED|METRIC", a -> rate(measure(a, 3), a.at(2)));
    g.rule(PART, "rateof the? COUNTED|METRIC COND", a -> rate(measure(a, 2), a.at(3)));
    g.rule("MOSTLY", "that? comesfrom the? RANKADV|RANK", a -> weighs(way(a, 3), List.of()));
    g.rule(
        "MOSTLY",
        "that? comesfrom the? RANKADV|RANK prep|of|in|to the? MEAS",
        a -> weighs(way(a, 3), List.of(a.<Measure>at(6))));
    g.rule(
        "MOSTOF",
        "the? NTH? RANK the? SHAREOF",
        a -> new Rankings.Most(kept(a, 1), way(a, 2), a.at(4)));
    g.rule(
        "MOSTOF",
        "the? NTH? SHAREOF RANKPOST",
        a -> new Rankings.Most(kept(a, 1), way(a, 3), a.at(2)));
  }

  private static Whole whole(Measure measure) {
    return new Whole(measure, Optional.empty());
  }

  private boolean isWhole(Measure measure) {
    return Measures.counts(model, measure) || Assembly.addsUp(model, measure);
  }

  private static Part share(Whole whole, Optional<Condition> of) {
    Part.PartOf part = new Part.PartOf(whole.measure(), of);
    List<Part> more =
        Stream.concat(
                of.<Part>map(Part.Where::new).stream(),
                whole.when().<Part>map(Part.When::new).stream())
            .toList();
    // What is said next is said of the part.
    return more.isEmpty()
        ? part
        : new Part.Several(Stream.concat(Stream.<Part>of(part), more.stream()).toList());
  }

  private Source source(Condition condition, String dataset) {
    return new Source(condition, Optional.of(new Part.Mentioned(dataset)));
  }

  private static Part.Several parts(Source source) {
    return new Part.Several(
        Stream.concat(Stream.<Part>of(new Part.Where(source.condition())), source.things().stream())
            .toList());
  }

  /** Who has the greatest part of the usual measure, or of another. */
  private static Part weighs(Part.Direction direction, List<Measure> by) {
    return new Part.Ranked(Optional.empty(), direction, by, !by.isEmpty(), List.of());
  }

  private @Nullable Part rate(@Nullable Measure of, Condition condition) {
    return within(of, condition) == null
        ? null
        : share(whole(Objects.requireNonNull(of)), Optional.of(condition));
  }

  private @Nullable Measure within(@Nullable Measure of, Condition condition) {
    return of != null && Measures.counts(model, of) && !Belonging.isTime(condition)
        ? new Measure.PartOf(of, condition)
        : null;
  }
}
