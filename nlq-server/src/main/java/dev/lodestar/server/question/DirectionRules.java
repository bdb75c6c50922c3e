package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Args;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which order rows come, by the end that is named: the biggest first, from best to worst,
 * starting with the latest, « la plus forte en tête ».
 */
final class DirectionRules extends Rules {
  private static final Map<String, String> OPPOSITE =
      Map.of(
          "most", "least", "least", "most", "best", "worst", "worst", "best", "new", "old", "old",
          "new");

  DirectionRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("ENDFIRST", "withend? the? END attop", a -> a.<String>at(2));
    g.rule("ENDFIRST", "startingwith the? END", a -> a.<String>at(2));
    g.rule("ENDFIRST", "withend? the? END atend", a -> OPPOSITE.get(a.<String>at(2)));
    g.rule("ENDFIRST", "endingwith the? END", a -> OPPOSITE.get(a.<String>at(2)));
    g.rule("ENDFIRST", "endfrom? the? END endto the? END", a -> first(a, 2, 5));
    g.rule("SIZED", "ENDFIRST", a -> isOfTime(a) ? null : a.<String>at(0));
    g.rule(PART, "SORT|sortbare? SIZED", a -> sized(way(a, 1)));
    g.rule(
        PART,
        "SORT by? the? NOUN comma? SIZED",
        a ->
            way(a, 5) == Part.Direction.MOST || way(a, 5) == Part.Direction.LEAST
                ? new Part.SortByGroup(a.<Noun>at(3).group(), way(a, 5) == Part.Direction.MOST)
                : null);
    g.rule(
        PART,
        "bysort the? MEASURES comma? SIZED",
        a -> new Part.SortBy(a.at(2), Optional.of(way(a, 4))));
    g.rule(
        PART,
        "SORT bysort? the? MEASURES comma? SIZED",
        a -> new Part.SortBy(a.at(3), Optional.of(way(a, 5))));
    g.rule(
        PART, "SIZED bysort? the? MEASURES", a -> new Part.SortBy(a.at(3), Optional.of(way(a, 0))));
    g.rule("BYTIME", "ENDFIRST", a -> isOfTime(a) ? newestFirst(a) : null);
    g.rule(PART, "SORT by? the? NOUN comma? BYTIME", a -> byDate(a.at(3), a.at(5)));
  }

  private static Part sized(Part.Direction direction) {
    return new Part.SortBy(List.of(), Optional.of(direction), true);
  }

  private static @Nullable String first(Args a, int one, int other) {
    String first = a.at(one);
    return a.<String>at(other).equals(OPPOSITE.get(first)) ? first : null;
  }

  private static boolean isOfTime(Args a) {
    return a.<String>at(0).equals("new") || a.<String>at(0).equals("old");
  }

  private static String newestFirst(Args a) {
    return a.<String>at(0).equals("new") ? "desc" : "asc";
  }

  /** Sorted by a date of theirs, the latest first. */
  private @Nullable Part byDate(Noun noun, String way) {
    return Ordering.tellsTime(model, noun.group())
        ? new Part.SortByGroup(noun.group(), way.equals("desc"))
        : null;
  }
}
