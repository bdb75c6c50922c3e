package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who brings in the most, what costs us the most: by the one measure of money that comes in, or
 * goes out. Where several may be meant each gives a reading of its own, so that who asks has to
 * say; where none is known nothing is meant.
 */
final class MoneyRules extends Rules {
  private static final Words WORDS = Words.read(MoneyRules.class, "names.words");
  private static final Set<String> INCOME = stems("income");
  private static final Set<String> EXPENSE = stems("expense");

  private static final Set<String> TAKINGS = stems("takings");

  private static final String MADE = "MADEMOST";
  private static final String TOOK = "TOOKMOST";

  private static Set<String> stems(String kind) {
    return WORDS.single(kind).stream().map(Tokens::stem).collect(Collectors.toSet());
  }

  MoneyRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("MOSTMONEY", "the? RANKADV|RANKOF|RANK money?", a -> way(a, 1));
    g.rule(MADE, "EARNING MOSTMONEY", a -> a.<Part.Direction>at(1));
    // What somebody has is not told: who makes most makes something else than money.
    g.rule(MADE, "MAKING|EARNING|acquired the? RANKADV|RANKOF|RANK money", a -> way(a, 2));
    g.rule(TOOK, "COSTING MOSTMONEY", a -> a.<Part.Direction>at(1));
    // How much a region made, « que rapporte chaque ligne ».
    g.rule(PART, "EARNS", a -> new Part.Earned(a.at(0).equals("always"), takings()));
    for (Measure spent : spent()) {
      g.rule(PART, "howmuch? ourspending", a -> new Part.Select(List.of(spent)));
      g.rule(PART, "howmany ourspending", a -> new Part.Select(List.of(spent)));
    }
    g.rule(PART, "howmany", a -> new Part.HowMany());
    earned(model).forEach(measure -> addTo(g, MADE, measure));
    spent().forEach(measure -> addTo(g, TOOK, measure));
  }

  private void addTo(Grammar g, String most, Measure measure) {
    // What somebody earns is theirs.
    g.rule(
        "RANKING",
        "which? the? KEPT? NOUN that? have? GAINING MOSTMONEY",
        a ->
            most.equals(TOOK) || isPerson(a.at(3))
                ? null
                : Rankings.having(a.at(3), most(kept(a, 2), a.at(7), measure), Optional.empty()));
    g.rule(
        "RANKING",
        "which? the? KEPT? NOUN that? have? " + most,
        a -> Rankings.having(a.at(3), most(kept(a, 2), a.at(6), measure), Optional.empty()));
    // The three of them in food who brought us the most.
    g.rule(
        "MOSTLY",
        "that? have? " + most,
        a -> new Part.Ranked(Optional.empty(), a.at(2), List.of(measure), false, List.of()));
    for (Noun somebody : entities.whom()) {
      g.rule(
          "RANKING",
          "who have? " + most,
          a ->
              belongsTo(measure, somebody)
                  ? Rankings.having(
                      somebody, most(Optional.empty(), a.at(2), measure), Optional.empty())
                  : null);
    }
  }

  private boolean isPerson(Noun noun) {
    return noun.group()
        .match(by -> entities.isPerson(by.attribute().field().dataset()), by -> false, by -> false);
  }

  private static Rankings.Most most(
      Optional<Kept> kept, Part.Direction direction, Measure measure) {
    return new Rankings.Most(kept, direction, measure);
  }

  /** What is usually measured where that is money that comes in, else whatever is so. */
  static List<Measure> earned(Model model) {
    List<Metric> earned =
        model.metrics().stream()
            .filter(metric -> Measures.addsUpAll(model, metric) && !isCalled(metric, EXPENSE))
            .filter(metric -> isCalled(metric, INCOME))
            .toList();
    List<Metric> usual =
        model.metrics().stream()
            .filter(
                metric -> isUsual(model, metric) && metric.addsUp() && !isCalled(metric, EXPENSE))
            .filter(metric -> isCalled(metric, INCOME) || Measures.isMoney(metric))
            .toList();
    return measures(usual.isEmpty() ? earned : usual);
  }

  /** What is usually measured where that is money that comes in, else the one measure of it. */
  private List<Measure> takings() {
    List<Metric> named =
        model.metrics().stream()
            .filter(metric -> Measures.addsUpAll(model, metric) && isCalled(metric, TAKINGS))
            .toList();
    List<Metric> usual =
        model.metrics().stream()
            .filter(
                metric -> isUsual(model, metric) && metric.addsUp() && !isCalled(metric, EXPENSE))
            .filter(metric -> isCalled(metric, TAKINGS) || Measures.isMoney(metric))
            .toList();
    return measures(usual.isEmpty() && named.size() == 1 ? named : usual);
  }

  private static boolean isUsual(Model model, Metric metric) {
    return model.defaultMetric().equals(Optional.of(metric.name()));
  }

  private List<Measure> spent() {
    return measures(
        model.metrics().stream()
            .filter(metric -> Measures.addsUpAll(model, metric) && isCalled(metric, EXPENSE))
            .toList());
  }

  private static List<Measure> measures(List<Metric> metrics) {
    return metrics.stream().<Measure>map(metric -> new Measure.OfMetric(metric.name())).toList();
  }

  private static boolean isCalled(Metric metric, Set<String> words) {
    return Entities.isCalled(metric.names(), words);
  }
}
