package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a customer spends, and how many orders one places: of each of them, and with "on average" of
 * the average one. What customers spend is what all of them do.
 */
final class SpendingRules extends Rules {
  /** What the model calls so goes before. */
  private static final int NAMED_RATHER = 2;

  private static final String ONE = "the|per|eachone|everyone?";
  private static final String ASKING = "howmuch|howmany|which";

  private final Measured measured;

  SpendingRules(Model model, Scales scales) {
    super(model, scales);
    this.measured = new Measured(model);
  }

  @Override
  void addTo(Grammar g) {
    g.rule(PART, 1, "onaverage", a -> new Part.OnAverage());
    g.rule("PLACING", "verb|acquired|have", a -> Deed.GOT);
    g.rule("PLACING", "ACT", a -> deed(a, 0));
    g.rule(PART, "countof SOMANY did? " + ONE + " NOUN1 PLACING", a -> ofOne(a.at(1), a.at(4)));
    g.rule(PART, "countof SOMANY PLACING " + ONE + " NOUN1", a -> ofOne(a.at(1), a.at(4)));
    g.rule(
        PART,
        "countof SOMANY is? prep the? AGG " + Means.ONE + "|COUNTMETRIC",
        a ->
            aggregation(a, 5) == Aggregation.AVERAGE
                ? select(measured.inEach(a.at(1), Aggregation.AVERAGE, counter(a, 6)))
                : null);
    g.rule(
        PART,
        "SOMANY|MANYOF per the? COUNTMETRIC|METRIC|" + Means.ONE + " onaverage",
        a -> select(measured.inEach(a.at(0), Aggregation.AVERAGE, counter(a, 3))));
    g.rule("MANYOF", "countof SOMANY", a -> a.<Measure>at(1));
    MoneyRules.earned(model).forEach(money -> spent(g, money));
  }

  private void spent(Grammar g, Measure money) {
    String asked = ASKING + " did? " + ONE + " NOUN1 spent";
    String turned = ASKING + " spent " + ONE + " NOUN1";
    String behind = ONE + " NOUN1 spent howmuch|howmany";
    g.rule(PART, asked, a -> spends(money, a.at(3)));
    g.rule(PART, turned, a -> spends(money, a.at(3)));
    g.rule(PART, behind, a -> spends(money, a.at(1)));
    g.rule(PART, ASKING + " did|have|had? the? VALS spent", a -> spent(money, a.at(3)));
    g.rule(PART, ASKING + " spent the? VALS", a -> spent(money, a.at(3)));
    g.rule(PART, asked + " onaverage", a -> average(money, a.at(3)));
    g.rule(PART, "onaverage comma? " + asked, a -> average(money, a.at(5)));
    g.rule(PART, turned + " onaverage", a -> average(money, a.at(3)));
    g.rule(PART, "onaverage comma? " + turned, a -> average(money, a.at(5)));
    g.rule(PART, behind + " onaverage", a -> average(money, a.at(1)));
    g.rule(
        PART,
        ASKING + " did? the? AGG NOUN1 spent",
        a -> isMean(a, 3) ? average(money, a.at(4)) : null);
    g.rule(
        PART,
        ASKING + " spent the? NOUN1 AGGPOST",
        a -> isMean(a, 4) ? average(money, a.at(3)) : null);
    g.rule(
        PART,
        NAMED_RATHER,
        "the? AGG of? the? spent per|by the? NOUN1",
        a -> isMean(a, 1) ? average(money, a.at(7)) : null);
    g.rule(
        PART,
        NAMED_RATHER,
        "the? spent AGGPOST per|by|of the? NOUN1",
        a -> isMean(a, 2) ? average(money, a.at(5)) : null);
    g.rule(
        PART,
        NAMED_RATHER,
        "the? AGG NOUN1 spent",
        a -> isMean(a, 1) ? average(money, a.at(2)) : null);
  }

  private static boolean isMean(Args a, int place) {
    return aggregation(a, place) == Aggregation.AVERAGE;
  }

  private @Nullable Part ofOne(@Nullable Measure many, Noun noun) {
    return many == null || noun.plural() || !isSomebody(noun) ? null : each(many, noun);
  }

  private @Nullable Part spends(Measure money, Noun noun) {
    if (!isTheirs(money, noun)) {
      return null;
    }
    return noun.plural() ? select(money) : each(money, noun);
  }

  /** How much Ann spent: of her by name, and of no number of those who are called so. */
  private @Nullable Part spent(Measure money, List<Sense.OfValue> named) {
    boolean theirs =
        entities.whom().stream()
            .filter(who -> belongsTo(money, who))
            .flatMap(who -> who.entity().stream())
            .anyMatch(who -> entities.calledBy(who).equals(Optional.of(named.get(0).field())));
    return theirs
        ? new Part.Several(
            List.of(new Part.Select(List.of(money)), new Part.Where(oneOf(named, false))))
        : null;
  }

  private @Nullable Part average(Measure money, Noun noun) {
    return isTheirs(money, noun)
        ? select(measured.perGroup(money, Aggregation.AVERAGE, noun))
        : null;
  }

  private static Part each(Measure measure, Noun noun) {
    return new Part.Several(
        List.of(new Part.Select(List.of(measure)), new Part.By(List.of(noun.group()))));
  }

  private static @Nullable Part select(@Nullable Measure measure) {
    return measure == null ? null : new Part.Select(List.of(measure));
  }

  private boolean isSomebody(Noun noun) {
    return somebody(noun).findFirst().isPresent();
  }

  private boolean isTheirs(Measure money, Noun noun) {
    return somebody(noun).anyMatch(who -> belongsTo(money, who));
  }

  private Stream<Noun> somebody(Noun noun) {
    return entities.whom().stream().filter(who -> who.group().equals(noun.group()));
  }
}
