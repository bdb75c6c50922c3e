package dev.lodestar.sql;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The stored columns that something hangs on, each with the ways in which it does. */
public record Influences(SortedMap<Origin, Set<Influence>> byOrigin) {

  public static final Influences NONE = new Influences(Collections.emptySortedMap());

  public Influences {
    byOrigin = Collections.unmodifiableSortedMap(new TreeMap<>(byOrigin));
  }

  public static Influences of(Origin origin, Influence influence) {
    return new Influences(new TreeMap<>(Map.of(origin, Set.of(influence))));
  }

  public boolean isEmpty() {
    return byOrigin.isEmpty();
  }

  public Influences and(Influences other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return collected(
        into -> {
          byOrigin.forEach(into);
          other.byOrigin.forEach(into);
        });
  }

  /** The same stored columns, all of them in this one way. */
  public Influences all(Influence influence) {
    return collected(
        into -> byOrigin.keySet().forEach(origin -> into.accept(origin, Set.of(influence))));
  }

  /** Of something that is computed from this. */
  Influences computed() {
    return each(i -> i == Influence.IDENTITY ? Influence.TRANSFORMATION : i);
  }

  /** Of something that is made of this over many rows. */
  Influences aggregated() {
    return each(i -> i.direct() ? Influence.AGGREGATION : i);
  }

  /** The part of these that is one-way or the other. */
  public Influences only(Predicate<Influence> which) {
    return collected(
        into ->
            byOrigin.forEach(
                (origin, ways) ->
                    into.accept(origin, ways.stream().filter(which).collect(Collectors.toSet()))));
  }

  /** The part of these that comes from columns that pass a test. */
  public Influences from(Predicate<Origin> which) {
    return collected(
        into ->
            byOrigin.forEach(
                (origin, ways) -> into.accept(origin, which.test(origin) ? ways : Set.of())));
  }

  private Influences each(java.util.function.UnaryOperator<Influence> change) {
    return collected(
        into ->
            byOrigin.forEach(
                (origin, ways) ->
                    into.accept(origin, ways.stream().map(change).collect(Collectors.toSet()))));
  }

  private static Influences collected(
      java.util.function.Consumer<BiConsumer<Origin, Set<Influence>>> source) {
    SortedMap<Origin, Set<Influence>> all = new TreeMap<>();
    source.accept(
        (origin, ways) -> {
          if (!ways.isEmpty()) {
            all.computeIfAbsent(origin, o -> EnumSet.noneOf(Influence.class)).addAll(ways);
          }
        });
    return new Influences(all);
  }

  /** {@code silver.orders.price (transformation), …}. */
  @Override
  public String toString() {
    return byOrigin.entrySet().stream()
        .map(e -> e.getKey() + " (" + words(e.getValue()) + ")")
        .collect(Collectors.joining(", "));
  }

  /** The ways in words, in the order of their declaration. */
  public static String words(Set<Influence> ways) {
    return ways.stream().sorted().map(Influence::word).collect(Collectors.joining(", "));
  }
}
