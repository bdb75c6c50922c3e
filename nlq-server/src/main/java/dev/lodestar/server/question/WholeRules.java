package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Part.Direction;
import dev.lodestar.server.semantic.Model;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Things that several rows tell of together, by what these come to: orders over 1000, orders with
 * more than three products, the five largest orders.
 */
final class WholeRules extends Rules {
  private final Wholes wholes;

  WholeRules(Model model, Scales scales) {
    super(model, scales);
    this.wholes = new Wholes(model);
  }

  /**
   * Some of those things.
   *
   * @param counter what counts all of them
   */
  private record Chosen(Measure counter, List<Condition.Whole> which) {}

  @Override
  void addTo(Grammar g) {
    g.rule("GATHERED", "the? distinct? " + CountedThings.MANY, a -> whole(a.<Measure>at(2)));
    g.rule("GATHEREDONE", "the? " + CountedThings.ONE, a -> whole(a.<Measure>at(1)));
    String having = "GATHERED that? with|have|contains|prep? ";
    g.rule("GATHEREDBY", having + "BOUND", a -> chosen(a.at(0), List.of(a.<Part.Bound>at(3))));
    g.rule("GATHEREDBY", having + "BOUND2", a -> chosen(a.at(0), a.at(3)));
    g.rule(
        "GATHEREDBY",
        "GATHERED that? with|have|contains|of AMOUNT COUNTED",
        a -> chosen(a.at(0), List.of(new Part.Bound(a.at(4), Comparison.EQUAL, a.at(3)))));
    String amount = "GATHERED that? is? CMP ";
    g.rule("GATHEREDBY", amount + "NUM", a -> over(a, a.at(4), Optional.empty()));
    g.rule("GATHEREDBY", amount + "NUM CURRENCY", a -> over(a, a.at(4), Optional.of(a.at(5))));
    g.rule("GATHEREDBY", amount + "CURRENCY NUM", a -> over(a, a.at(5), Optional.of(a.at(4))));
    g.rule(PART, "countof? GATHEREDBY", a -> counted(a.at(1)));
    g.rule(PART, "of|prep the? GATHEREDBY", a -> only(a.at(2)));
    g.rule(PART, "list|which the? GATHEREDBY", a -> each(a.at(2)));
    g.rule(PART, "share oftotal? the? GATHEREDBY", a -> share(a.at(3)));
    for (boolean several : new boolean[] {true, false}) {
      String things = several ? "GATHERED" : "GATHEREDONE";
      g.rule(
          "TOPNOUN",
          1,
          "TOP of? " + things,
          a -> new Rankings.TopNoun(a.at(0), thing(a.at(2), several)));
      g.rule(
          "RANKING",
          "which? " + things + " that? have? HAVINGMOST",
          a -> most(a.<Measure>at(1), a.<Rankings.Most>at(4), several));
      g.rule(
          "RANKING",
          "which? " + things + " is? RANKPOST",
          a ->
              Rankings.ranked(
                  new Rankings.TopNoun(
                      new Rankings.Top(Optional.empty(), way(a, 3)), thing(a.at(1), several)),
                  List.of(),
                  List.of()));
    }
    // The customers whose orders are so large: those to whom such an order belongs.
    g.rule(PART, "that? with|have|verb|acquired the? GATHEREDBY", a -> related(a.<Chosen>at(3)));
  }

  private @Nullable Measure whole(Measure counter) {
    return wholes.key(counter).isPresent() ? counter : null;
  }

  private Attribute key(Measure counter) {
    return wholes.key(counter).orElseThrow();
  }

  private Noun thing(Measure counter, boolean several) {
    return new Noun(new Group.ByField(key(counter)), Optional.empty(), several);
  }

  private @Nullable Chosen chosen(Measure counter, List<Part.Bound> bounds) {
    Attribute key = key(counter);
    List<Condition.Whole> which = new ArrayList<>();
    for (Part.Bound bound : bounds) {
      wholes
          .measured(key, bound.measure())
          .map(m -> new Condition.Whole(key, m, bound.comparison(), bound.number()))
          .ifPresent(which::add);
    }
    return which.size() == bounds.size() ? new Chosen(counter, which) : null;
  }

  /** More than a number alone is so much of what is usually added up, or of what is in its unit. */
  private @Nullable Chosen over(Args a, BigDecimal number, Optional<String> unit) {
    Measure counter = a.at(0);
    Comparison comparison = Comparison.of(a.at(3));
    return wholes
        .amount(key(counter), unit)
        .map(m -> chosen(counter, List.of(new Part.Bound(m, comparison, number))))
        .orElse(null);
  }

  private static Part counted(Chosen chosen) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Select(List.of(chosen.counter())));
    parts.addAll(only(chosen).parts());
    return new Part.Several(parts);
  }

  private static Part.Several only(Chosen chosen) {
    return new Part.Several(
        chosen.which().stream().map(which -> (Part) new Part.Where(which)).toList());
  }

  /** Each of them with what it was chosen by, the highest first. */
  private Part each(Chosen chosen) {
    List<Part> parts = new ArrayList<>();
    List<Measure> by = chosen.which().stream().map(Condition.Whole::measure).distinct().toList();
    parts.add(new Part.By(List.of(thing(chosen.counter(), true).group())));
    parts.add(new Part.Select(by));
    parts.add(new Part.SortBy(List.of(by.get(0)), Optional.of(Direction.MOST)));
    parts.addAll(only(chosen).parts());
    return new Part.Several(parts);
  }

  private static @Nullable Part share(Chosen chosen) {
    return chosen.which().size() == 1
        ? new Part.Several(
            List.of(
                new Part.PartOf(chosen.counter(), Optional.of(chosen.which().get(0))),
                new Part.Where(chosen.which().get(0))))
        : null;
  }

  private static Part related(Chosen chosen) {
    return new Part.Related(
        Optional.of(chosen.which().get(0).key().field().dataset()),
        List.copyOf(chosen.which()),
        List.of(),
        false,
        Deed.ANY);
  }

  private @Nullable Part most(Measure counter, Rankings.Most most, boolean several) {
    return wholes
        .measured(key(counter), most.measure())
        .map(m -> new Rankings.Most(most.kept(), most.direction(), m))
        .map(own -> Rankings.having(thing(counter, several), own, Optional.empty()))
        .orElse(null);
  }
}
