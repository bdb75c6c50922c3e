package dev.lodestar.lineage;

import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A place for every table: ranks from left to right, so that each table stands to the right of all
 * it is made from and behind the layers before its own. Where a line passes ranks between, it gets
 * a place among their tables, so that no line runs behind a box.
 *
 * <p>The order within a rank and the heights come from a few rounds of moving each place to the
 * middle of its neighbours, as Sugiyama's method has it. The same graph always gives the same
 * places.
 */
final class Layout {
  private static final int ROUNDS = 12;
  private static final double GAP = 26;
  private static final double LINE_GAP = 9;

  /** What a table needs. */
  record Size(double width, double height) {}

  /** A corner at the upper left, and the size; all boxes of a rank are equally wide. */
  record Box(double x, double y, double width, double height) {}

  /** A point at which a line passes a rank. */
  record Pass(double from, double to, double y) {}

  /** Two tables with a line from one to the other. */
  record Link(TableName from, TableName to) {}

  /** A place in a rank: a table, or a line that passes. */
  private static final class Place {
    private final int rank;
    private final double width;
    private final double height;
    private final List<Place> before = new ArrayList<>();
    private final List<Place> after = new ArrayList<>();
    private double middle;

    Place(int rank, double width, double height) {
      this.rank = rank;
      this.width = width;
      this.height = height;
    }

    boolean isLine() {
      return width == 0;
    }
  }

  private final Map<TableName, Place> places = new LinkedHashMap<>();
  private final Map<Link, List<Place>> passes = new LinkedHashMap<>();
  private final List<List<Place>> ranks = new ArrayList<>();
  private final double[] left;
  private final double[] widths;

  /**
   * @param tables in an order in which each comes after those it has links from
   */
  Layout(List<TableName> tables, Map<TableName, Size> sizes, Set<Link> links, double rankGap) {
    Map<TableName, Integer> rankOf = ranksOf(tables, links);
    for (TableName table : tables) {
      Size size = sizes.getOrDefault(table, new Size(1, 1));
      Place place = new Place(rankOf.getOrDefault(table, 0), size.width(), size.height());
      places.put(table, place);
      rank(place.rank).add(place);
    }
    links.forEach(this::connect);
    widths = new double[ranks.size()];
    left = new double[ranks.size()];
    double x = 0;
    for (int i = 0; i < ranks.size(); i++) {
      widths[i] = ranks.get(i).stream().mapToDouble(p -> p.width).max().orElse(0);
      left[i] = x;
      x += widths[i] + rankGap;
    }
    order();
    settle();
  }

  private List<Place> rank(int rank) {
    while (ranks.size() <= rank) {
      ranks.add(new ArrayList<>());
    }
    return ranks.get(rank);
  }

  /** The longest way to a table, and no less than the layers before it take. */
  private static Map<TableName, Integer> ranksOf(List<TableName> tables, Set<Link> links) {
    Map<TableName, Integer> ranks = new HashMap<>();
    int first = 0;
    for (String layer : layersOf(tables)) {
      int last = first;
      for (TableName table : tables) {
        if (table.schema().equals(layer)) {
          int rank = first;
          for (Link link : links) {
            if (link.to().equals(table) && ranks.containsKey(link.from())) {
              rank = Math.max(rank, ranks.getOrDefault(link.from(), 0) + 1);
            }
          }
          ranks.put(table, rank);
          last = Math.max(last, rank);
        }
      }
      first = last + 1;
    }
    // Where a table hangs on one of a later layer, it moves behind it, and all that follows.
    for (int round = 0; round < tables.size(); round++) {
      for (Link link : links) {
        int least = ranks.getOrDefault(link.from(), 0) + 1;
        ranks.merge(link.to(), least, Math::max);
      }
    }
    List<Integer> taken = ranks.values().stream().distinct().sorted().toList();
    ranks.replaceAll((table, rank) -> taken.indexOf(rank));
    return ranks;
  }

  private static List<String> layersOf(List<TableName> tables) {
    List<String> known = List.of("bronze", "silver", "gold");
    Set<String> there = new TreeSet<>(Comparator.comparingInt(known::indexOf));
    tables.forEach(table -> there.add(table.schema()));
    return List.copyOf(there);
  }

  private void connect(Link link) {
    Place from = places.get(link.from());
    Place to = places.get(link.to());
    if (from == null || to == null || from.rank >= to.rank) {
      return;
    }
    List<Place> chain = new ArrayList<>();
    Place last = from;
    for (int rank = from.rank + 1; rank < to.rank; rank++) {
      Place pass = new Place(rank, 0, LINE_GAP);
      rank(rank).add(pass);
      join(last, pass);
      chain.add(pass);
      last = pass;
    }
    join(last, to);
    passes.put(link, chain);
  }

  private static void join(Place from, Place to) {
    from.after.add(to);
    to.before.add(from);
  }

  private void order() {
    ranks.forEach(Layout::stack);
    for (int round = 0; round < ROUNDS; round++) {
      boolean forward = round % 2 == 0;
      for (int i = 0; i < ranks.size(); i++) {
        List<Place> rank = ranks.get(forward ? i : ranks.size() - 1 - i);
        Map<Place, Double> wanted = new HashMap<>();
        rank.forEach(p -> wanted.put(p, wanted(forward ? p.before : p.after, p)));
        rank.sort(Comparator.comparingDouble(wanted::get));
        stack(rank);
      }
    }
  }

  private static double wanted(List<Place> neighbours, Place place) {
    return neighbours.stream().mapToDouble(p -> p.middle).average().orElse(place.middle);
  }

  private static double apart(Place above, Place below) {
    double gap = above.isLine() && below.isLine() ? 2 : above.isLine() || below.isLine() ? 12 : GAP;
    return above.height / 2 + gap + below.height / 2;
  }

  /** One below the other, around nought. */
  private static void stack(List<Place> rank) {
    double y = 0;
    for (int i = 0; i < rank.size(); i++) {
      y += i == 0 ? 0 : apart(rank.get(i - 1), rank.get(i));
      rank.get(i).middle = y;
    }
    double half = y / 2;
    rank.forEach(p -> p.middle -= half);
  }

  /** Moves places towards their neighbours in other ranks, as far as their own rank lets them. */
  private void settle() {
    for (int round = 0; round < ROUNDS * 2; round++) {
      boolean forward = round % 2 == 0;
      for (int i = 0; i < ranks.size(); i++) {
        move(ranks.get(forward ? i : ranks.size() - 1 - i));
      }
    }
    double top = places.values().stream().mapToDouble(p -> p.middle - p.height / 2).min().orElse(0);
    double first =
        Math.min(
            top, ranks.stream().flatMap(List::stream).mapToDouble(p -> p.middle).min().orElse(top));
    ranks.forEach(rank -> rank.forEach(p -> p.middle -= first));
  }

  /**
   * Gives each place what it wants or, where several want the same, the mean: places that touch
   * become a block that moves as one.
   */
  private static void move(List<Place> rank) {
    int n = rank.size();
    double[] offset = new double[n];
    double[] wanted = new double[n];
    for (int i = 0; i < n; i++) {
      Place place = rank.get(i);
      offset[i] = i == 0 ? 0 : offset[i - 1] + apart(rank.get(i - 1), place);
      List<Place> neighbours = new ArrayList<>(place.before);
      neighbours.addAll(place.after);
      wanted[i] = wanted(neighbours, place) - offset[i];
    }
    // Pool adjacent violators: the nearest to what is wanted that keeps the order.
    double[] sum = new double[n];
    int[] count = new int[n];
    int blocks = 0;
    for (int i = 0; i < n; i++) {
      sum[blocks] = wanted[i];
      count[blocks++] = 1;
      while (blocks > 1
          && sum[blocks - 2] / count[blocks - 2] > sum[blocks - 1] / count[blocks - 1]) {
        sum[blocks - 2] += sum[blocks - 1];
        count[blocks - 2] += count[blocks - 1];
        blocks--;
      }
    }
    int at = 0;
    for (int b = 0; b < blocks; b++) {
      for (int k = 0; k < count[b]; k++, at++) {
        rank.get(at).middle = sum[b] / count[b] + offset[at];
      }
    }
  }

  Box box(TableName table) {
    Place place = place(table);
    return new Box(
        left[place.rank], place.middle - place.height / 2, widths[place.rank], place.height);
  }

  int rankOf(TableName table) {
    return place(table).rank;
  }

  private Place place(TableName table) {
    Place place = places.get(table);
    if (place == null) {
      throw new IllegalStateException("No place for " + table);
    }
    return place;
  }

  /** Where the line between two tables passes the ranks between them. */
  List<Pass> passes(Link link) {
    return passes.getOrDefault(link, List.of()).stream()
        .map(p -> new Pass(left[p.rank], left[p.rank] + widths[p.rank], p.middle))
        .toList();
  }

  /** Whether a line can be drawn from one table to another, left to right. */
  boolean connects(Link link) {
    return passes.containsKey(link);
  }

  double left(int rank) {
    return left[rank];
  }

  double right(int rank) {
    return left[rank] + widths[rank];
  }

  int ranks() {
    return ranks.size();
  }

  double width() {
    return ranks.isEmpty() ? 0 : right(ranks.size() - 1);
  }

  double height() {
    return ranks.stream()
        .flatMap(List::stream)
        .mapToDouble(p -> p.middle + p.height / 2)
        .max()
        .orElse(0);
  }

  @Override
  public String toString() {
    return places.keySet() + " in " + ranks.size() + " ranks at " + Arrays.toString(left);
  }
}
