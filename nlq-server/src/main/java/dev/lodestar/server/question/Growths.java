package dev.lodestar.server.question;

import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From when to when a growth is, when what is asked for is grouped by time or by nothing yet. */
final class Growths {
  private final Said said;

  Growths(Said said) {
    this.said = said;
  }

  /** A growth is from unit to unit of the group by time; twelve months when years are compared. */
  boolean settle() {
    said.growth.ifPresent(
        asked -> {
          if (said.measures.size() == 1 && Measures.simple(said.measures.get(0))) {
            said.measures.add(
                new GrowthAsked(said.measures.get(0), asked.over(), asked.inPercent()).marked());
          } else {
            said.impossible = true;
          }
        });
    List<Measure> settled = new ArrayList<>();
    for (Measure measure : said.measures) {
      if (measure instanceof Measure.Change change && change.back() <= 0) {
        if (!Measures.simple(change.of())) {
          return false;
        }
        Optional<Unit> over =
            change.back() == 0 ? Optional.empty() : Optional.of(Unit.values()[-1 - change.back()]);
        Optional<Measure> one = change(change, over);
        if (one.isEmpty()) {
          return false;
        }
        if (!settled.contains(change.of())) {
          settled.add(change.of());
        }
        settled.add(one.get());
      } else if (!settled.contains(measure)) {
        settled.add(measure);
      }
    }
    said.measures.clear();
    said.measures.addAll(settled);
    return !said.impossible;
  }

  private Optional<Measure> change(Measure.Change change, Optional<Unit> over) {
    Optional<Unit> grouped =
        said.groups.stream()
            .filter(g -> g instanceof Group.ByTime)
            .map(g -> ((Group.ByTime) g).unit())
            .findFirst();
    if (grouped.isEmpty()) {
      if (pickRanges().size() == 2 || said.rank.isPresent()) {
        // Growth of the first few is not that of the years in which something grew most.
        return Optional.empty();
      }
      if (over.isEmpty() && !pickRanges().stream().allMatch(Growths::isOfYears)) {
        // From one half of a year to that of the next is no growth of whole years.
        return Optional.empty();
      }
      Unit unit = over.orElse(Unit.YEAR);
      // From the one to the other rather than in each year between them.
      said.unsaid += SideBySide.costOfBothEnds(said.where);
      if (over.isEmpty()) {
        said.notes.add(new Note.UnitMeant(unit));
      }
      said.groups.add(0, new Group.ByTime(unit, Optional.empty()));
      return Optional.of(new Measure.Change(change.of(), 1, change.inPercent()));
    }
    Unit unit = over.orElse(grouped.get());
    int back =
        unit == grouped.get()
            ? 1
            : switch (grouped.get()) {
              case MONTH -> unit == Unit.YEAR ? 12 : unit == Unit.QUARTER ? 3 : 0;
              case QUARTER -> unit == Unit.YEAR ? 4 : 0;
              case HALF -> unit == Unit.YEAR ? 2 : 0;
              default -> 0;
            };
    return back == 0
        ? Optional.empty()
        : Optional.of(new Measure.Change(change.of(), back, change.inPercent()));
  }

  private static boolean isOfYears(TimeRange range) {
    return range.start().map(day -> day.getDayOfYear() == 1).orElse(true)
        && range.end().map(day -> day.getDayOfYear() == 1).orElse(true);
  }

  private List<TimeRange> pickRanges() {
    return said.where.stream()
        .filter(c -> c instanceof Condition.During)
        .flatMap(c -> ((Condition.During) c).ranges().stream())
        .toList();
  }
}
