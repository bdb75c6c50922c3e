package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What never happened to whom: never, without, no. */
final class NeverRules extends Rules {
  NeverRules(Model model, Scales scales) {
    super(model, scales);
  }

  /**
   * What was done.
   *
   * @param fact the dataset whose rows tell of it, where that is said
   */
  private record Done(Optional<String> fact, Deed deed) {}

  /** Who is named goes before who is only asked for. */
  private static final int WHO = 5;

  @Override
  void addTo(Grammar g) {
    g.rule(
        "DONE",
        "verb anything? the? ENTITY|ENTITIES",
        a -> with(Optional.empty(), entity(a, 3), deed(a, 0)));
    g.rule(
        "DONE",
        "ACT anything? the? ENTITY|ENTITIES",
        a -> with(Optional.of(act(a, 0)), entity(a, 3), deed(a, 0)));
    // Never placed an order, where orders are what a metric counts.
    g.rule(
        "DONE",
        "verb|ACT anything? the? METRIC",
        a -> allOf(a.at(3)).map(fact -> new Done(Optional.of(fact), deed(a, 0))).orElse(null));
    g.rule(
        "DONE",
        "verb|ACT anything? the? COUNTMETRIC",
        a ->
            allOf(new Sense.OfMetric(a.<Sense.OfCount>at(3).metric()))
                .map(fact -> new Done(Optional.of(fact), deed(a, 0)))
                .orElse(null));
    g.rule("DONE", "verb anything?", a -> new Done(Optional.empty(), deed(a, 0)));
    g.rule("DONE", "ACT anything?", a -> new Done(Optional.of(act(a, 0)), deed(a, 0)));
    g.rule("DONE", 1, "the? ENTITY|ENTITIES", a -> of(entity(a, 1)));
    g.rule("NEVER", "never have? DONE anything?", a -> never(a.at(2)));
    g.rule("NEVER", "that|have? have? DONE nought", a -> never(a.at(2)));
    g.rule("NEVER", "nothing the? ENTITY|ENTITIES", a -> never(of(entity(a, 2))));
    // Claims without an adjuster: those that belong to none.
    g.rule(PART, 1, "nothing the? ENTITY", a -> ofNone(entity(a, 2)));
    g.rule(PART, 1, "the? ENTITY is null", a -> ofNone(entity(a, 1)));
    g.rule(
        "NEVER",
        "nothing the? METRIC",
        a -> allOf(a.at(2)).map(fact -> never(of(fact))).orElse(null));
    g.rule("DONE", 1, "the? METRIC", a -> allOf(a.at(1)).map(NeverRules::of).orElse(null));
    g.rule("NEVER", "nothing the? FILTER", a -> none(a.<Sense.OfFilter>at(2).filter()));
    g.rule("NEVER", "not the? ENTITIES", a -> never(of(entity(a, 2))));
    g.rule(
        "NEVER",
        "already the? ENTITY|ENTITIES",
        a -> new Part.Related(Optional.of(entity(a, 2)), List.of(), List.of(), false, Deed.ANY));
    // With an overdue invoice: of the invoices some are so.
    g.rule(PART, "withsome|already the? COND HAPPENED", a -> ofSome(a.at(3), a.at(2), false));
    g.rule(PART, "nothing the? COND HAPPENED", a -> ofSome(a.at(3), a.at(2), true));
    // With both a Paris and a Lyon order: with one of each, and not with one of either.
    g.rule("HAPPENED", "the? ENTITY|ENTITIES", a -> entity(a, 1));
    g.rule("HAPPENED", "the? COUNTMETRIC", a -> counted(a.at(1)));
    for (String with : List.of("with", "already", "had", "owns")) {
      g.rule(PART, with + " both? prep? ALLVALS HAPPENED", a -> eachOf(a.at(4), a.at(3)));
      g.rule(PART, with + " both? HAPPENED prep? prep? ALLVALS", a -> eachOf(a.at(2), a.at(5)));
      g.rule(
          PART,
          with + " both? HAPPENED prep? the? VALUE and HAPPENED prep? the? VALUE",
          a -> a.at(2).equals(a.at(7)) ? eachOf(a.at(2), List.of(a.at(5), a.at(10))) : null);
    }
    g.rule("NEVER", "NEVER CONDS", a -> more(a.at(0), a.<Condition>at(1)));
    g.rule("NEVER", "NEVER WHENS", a -> when(a.at(0), a.at(1)));
    g.rule("NEVER", "NEVER DATEDCOND", a -> more(a.at(0), a.<Condition>at(1)));
    g.rule(PART, "NEVER", a -> a.<Part>at(0));
    g.rule("UNDONE", "have? nobody have? DONE anything?", a -> undone(a.at(3)));
    g.rule("UNDONE", "that? is? DONE bynobody", a -> undone(a.at(2)));
    g.rule("UNDONE", "UNDONE WHENS", a -> when(a.at(0), a.at(1)));
    g.rule(PART, "UNDONE", a -> new Part.Several(List.of(a.<Part>at(0), new Part.ByNobody())));
    for (Noun somebody : entities.whom()) {
      Noun all = new Noun(somebody.group(), somebody.entity(), true);
      g.rule("WHONEVER", WHO, "who DONE nought", a -> never(a.at(1)));
      g.rule("WHONEVER", WHO, "whonever have? DONE anything?", a -> never(a.at(2)));
      g.rule(PART, "WHONEVER", a -> who(all, a.at(0)));
      g.rule(PART, "WHONEVER CONDS", a -> who(all, more(a.at(0), a.<Condition>at(1))));
      g.rule(PART, "WHONEVER WHENS", a -> who(all, when(a.at(0), a.at(1))));
    }
  }

  private @Nullable Part ofNone(String dataset) {
    return model.facts().contains(dataset)
        ? null
        : entities
            .calledBy(dataset)
            .map(name -> new Part.Where(new Condition.Missing(Attribute.of(name), false)))
            .orElse(null);
  }

  /** The rows that a metric is told by, where it takes all of them: not late deliveries alone. */
  private Optional<String> allOf(Sense.OfMetric of) {
    return Measures.takesAll(model.metric(of.metric())) ? baseOf(of) : Optional.empty();
  }

  private @Nullable String counted(Sense.OfCount of) {
    return baseOf(new Sense.OfMetric(of.metric())).orElse(null);
  }

  /** Some rows of a fact are so, or none is. */
  private @Nullable Part ofSome(String fact, Condition condition, boolean never) {
    Set<String> datasets = new TreeSet<>();
    Datasets.of(model, condition, datasets);
    return model.facts().contains(fact)
            && datasets.stream().allMatch(d -> d.equals(fact) || model.reaches(fact, d))
        ? new Part.Related(Optional.of(fact), List.of(condition), List.of(), never, Deed.ANY)
        : null;
  }

  /** Rows of each of several values, which one row cannot have. */
  private @Nullable Part eachOf(String fact, List<Sense.OfValue> values) {
    boolean told =
        model.facts().contains(fact)
            && values.stream().map(Sense.OfValue::field).distinct().count() == 1
            && values.stream().allMatch(of -> model.reaches(fact, of.field().dataset()));
    return told
        ? new Part.Several(
            values.stream()
                .map(of -> List.<Condition>of(oneOf(List.of(of), false)))
                .<Part>map(
                    where -> new Part.Related(Optional.of(fact), where, List.of(), false, Deed.ANY))
                .toList())
        : null;
  }

  private static Part.Related never(Done done) {
    return new Part.Related(done.fact(), List.of(), List.of(), true, done.deed());
  }

  /** What nobody did is told of the things with which it was not done. */
  private static Part undone(Done done) {
    return never(of(done.fact()));
  }

  private static Done of(String fact) {
    return of(Optional.of(fact));
  }

  private static Done of(Optional<String> fact) {
    return new Done(fact, Deed.ANY);
  }

  private static @Nullable Part who(Noun noun, @Nullable Part related) {
    return related == null ? null : new Part.Several(List.of(new Part.Somebody(noun), related));
  }

  /** Clients without open projects: no row of theirs fulfils it. */
  private @Nullable Part none(String filter) {
    Set<String> datasets = new TreeSet<>();
    model.filter(filter).condition().fields().forEach(field -> datasets.add(field.dataset()));
    return datasets.size() != 1
        ? null
        : new Part.Related(
            Optional.of(datasets.iterator().next()),
            List.of(new Condition.Named(filter, false)),
            List.of(),
            true,
            Deed.ANY);
  }

  /** Placed an order: orders are what is looked for. Borrowed a book: what was done with it. */
  private Done with(Optional<String> fact, String dataset, Deed deed) {
    return new Done(model.facts().contains(dataset) ? Optional.of(dataset) : fact, deed);
  }

  private static Part more(Part.Related related, Condition condition) {
    return new Part.Related(
        related.fact(),
        plus(related.where(), condition),
        related.when(),
        related.never(),
        related.deed());
  }

  private static @Nullable Part when(Part.Related related, List<TimeRange> ranges) {
    boolean dated = related.where().stream().anyMatch(c -> c instanceof Condition.During);
    return related.when().isEmpty() && !dated
        ? new Part.Related(related.fact(), related.where(), ranges, related.never(), related.deed())
        : null;
  }
}
