package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * In which order an answer is, and how many rows of it are shown: rankings and what was said of
 * sorting.
 */
final class Ordering {
  private final Model model;
  private final Said said;
  private final GrowthRanks growthRanks;

  Ordering(Model model, Said said, GrowthRanks growthRanks) {
    this.model = model;
    this.said = said;
    this.growthRanks = growthRanks;
  }

  /** Sorted by name or by time: by that of the first thing of the kind, and of no ranking. */
  boolean settleGroup() {
    if (said.sortByName.isEmpty() && said.sortByTime.isEmpty()) {
      return true;
    }
    boolean descending =
        said.sortByName.map(Part.SortByName::descending).orElse(false)
            || said.sortByTime.map(Part.SortByTime::descending).orElse(false);
    Optional<Group> first =
        Stream.concat(said.things.stream().map(Noun::group), said.groups.stream())
            .filter(group -> tellsTime(model, group) == said.sortByTime.isPresent())
            .findFirst();
    first.ifPresent(by -> said.sortByGroup = Optional.of(new Part.SortByGroup(by, descending)));
    return first.isPresent()
        && said.rank.isEmpty()
        && said.sort.isEmpty()
        && (said.sortByName.isEmpty() || said.sortByTime.isEmpty());
  }

  /** Whether a group is of times, which have no names but an order of their own. */
  static boolean tellsTime(Model model, Group group) {
    return group.match(
        by -> model.field(by.attribute().field()).isTime(), time -> true, part -> true);
  }

  /** A list that is sorted by one of its own columns measures nothing. */
  void sortedList() {
    boolean byColumn =
        said.listed
            && said.measures.isEmpty()
            && said.sort.filter(s -> s.measures().size() == 1).isPresent();
    if (byColumn && said.sort.get().measures().get(0) instanceof Measure.OfField of) {
      Group column = new Group.ByField(of.attribute());
      if (said.things.stream().anyMatch(thing -> thing.group().equals(column))) {
        Optional<Boolean> descending = plain(said.sort.get());
        if (descending.isPresent()) {
          said.sortByGroup = Optional.of(new Part.SortByGroup(column, descending.get()));
          said.sort = Optional.empty();
        }
      }
    }
  }

  /** Whether what comes first is the last of an order that knows no best; of itself it is not. */
  static Optional<Boolean> plain(Part.SortBy by) {
    return switch (by.direction().orElse(Part.Direction.LEAST)) {
      case MOST -> Optional.of(true);
      case LEAST -> Optional.of(false);
      case BEST, WORST -> Optional.empty();
    };
  }

  /** Of what is not ranked, nothing stays that could be told apart. */
  boolean ranked() {
    rank();
    if (said.apart.isEmpty()) {
      return true;
    }
    boolean fits =
        said.rank.isPresent()
            && !said.groups.isEmpty()
            && said.rankedPer.isEmpty()
            && said.apart.stream().noneMatch(said.groups::contains)
            && said.apart.stream().distinct().count() == said.apart.size();
    said.groups.addAll(said.apart);
    return fits;
  }

  private void rank() {
    said.rank.ifPresent(
        ranked -> {
          if (ranked.target().isPresent()) {
            // What else is grouped by has a ranking of its own in each.
            said.groups.remove(ranked.target().get().group());
            said.rankedPer.addAll(said.groups);
          }
          for (Group per : ranked.per()) {
            said.group(per);
            if (!said.rankedPer.contains(per)) {
              said.rankedPer.add(per);
            }
          }
          ranked.target().ifPresent(target -> said.group(target.group()));
          for (Measure by : ranked.by()) {
            if (!said.measures.contains(by)) {
              said.measures.add(by);
            }
          }
        });
  }

  Optional<LogicalQuery.Limit> limit() {
    if (said.rank.isEmpty()) {
      return Optional.empty();
    }
    Part.Rank ranked = said.rank.get();
    List<Integer> per = said.rankedPer.stream().map(said.groups::indexOf).toList();
    List<Integer> apart = said.apart.stream().map(said.groups::indexOf).toList();
    return Optional.of(new LogicalQuery.Limit(kept(ranked.kept()), per, apart));
  }

  /** What is kept; of several without a number, the usual number. */
  Kept kept(Optional<Kept> asked) {
    if (asked.isEmpty()) {
      said.notes.add(new Note.UsualRows(Assembly.USUAL_ROWS));
    }
    asked
        .filter(kept -> kept instanceof Kept.Percent)
        .ifPresent(kept -> said.notes.add(new Note.RoundedUp()));
    return asked.orElse(new Kept.First(Assembly.USUAL_ROWS));
  }

  List<LogicalQuery.Order> order() {
    List<LogicalQuery.Order> order = new ArrayList<>();
    if (said.byGrowth.isPresent()) {
      order.addAll(growthRanks.order(said.rank.orElseThrow().direction() == Part.Direction.MOST));
    } else if (said.rank.isPresent()) {
      Part.Rank ranked = said.rank.get();
      Measure by =
          !ranked.by().isEmpty()
              ? ranked.by().get(0)
              : said.sort
                  .filter(s -> !s.measures().isEmpty())
                  .map(s -> s.measures().get(0))
                  .orElse(preferred());
      order.add(
          new LogicalQuery.Order(
              true, Math.max(0, said.measures.indexOf(by)), descending(ranked.direction(), by)));
    } else {
      said.sort.ifPresent(
          by -> {
            List<Measure> keys = by.measures().isEmpty() ? List.of(preferred()) : by.measures();
            for (Measure key : keys) {
              order.add(
                  new LogicalQuery.Order(
                      true,
                      said.measures.indexOf(key),
                      descending(by.direction().orElse(Part.Direction.MOST), key)));
            }
          });
    }
    said.sortByGroup.ifPresent(
        by -> {
          if (said.groups.contains(by.group())) {
            order.add(
                new LogicalQuery.Order(false, said.groups.indexOf(by.group()), by.descending()));
          }
        });
    return order;
  }

  /** Growth is what one ranks by when it is there. */
  private Measure preferred() {
    return said.measures.stream()
        .filter(m -> m instanceof Measure.Change change && change.inPercent())
        .findFirst()
        .orElse(said.measures.get(0));
  }

  private boolean descending(Part.Direction direction, Measure measure) {
    return descending(model, direction, measure, said.notes);
  }

  /**
   * Whether the highest come first.
   *
   * @param notes where it is told that the lowest are the best
   */
  static boolean descending(
      Model model, Part.Direction direction, Measure measure, List<Note> notes) {
    return switch (direction) {
      case MOST -> true;
      case LEAST -> false;
      case BEST -> !lowerIsBetter(model, measure, notes);
      case WORST -> lowerIsBetter(model, measure, notes);
    };
  }

  private static boolean lowerIsBetter(Model model, Measure measure, List<Note> notes) {
    boolean lower =
        measure instanceof Measure.OfMetric of
            ? model.metric(of.metric()).betterIsLower()
            : measure instanceof Measure.OfField field
                && model.field(field.attribute().field()).betterIsLower();
    if (lower) {
      notes.add(new Note.LowerIsBetter());
    }
    return lower;
  }
}
