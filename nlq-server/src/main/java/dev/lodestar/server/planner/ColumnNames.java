package dev.lodestar.server.planner;

import dev.lodestar.server.time.TimeRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of the columns of a result, after what they hold. */
final class ColumnNames {
  private final Set<String> used = new HashSet<>();

  List<String> groups(List<Group> groups) {
    List<String> names = new ArrayList<>();
    for (Group group : groups) {
      names.add(
          unique(
              group.match(
                  by -> by.attribute().field().field(),
                  by -> by.unit().word(),
                  by -> by.part().word()),
              group.match(
                  by ->
                      by.attribute().role().orElse(by.attribute().field().dataset())
                          + "_"
                          + by.attribute().field().field(),
                  by -> by.time().map(t -> t.field().field() + "_").orElse("") + by.unit().word(),
                  by -> by.part().word() + "_of_time")));
    }
    return names;
  }

  List<String> measures(List<Measure> measures) {
    List<String> names = new ArrayList<>();
    for (Measure measure : measures) {
      String name = of(measure);
      names.add(unique(name, name + "_total"));
    }
    return names;
  }

  private String unique(String name, String longer) {
    String free = used.contains(name) ? longer : name;
    for (int i = 2; used.contains(free); i++) {
      free = longer + "_" + i;
    }
    used.add(free);
    return free;
  }

  static String of(Measure measure) {
    if (measure instanceof Measure.OfMetric of) {
      return of.metric();
    }
    if (measure instanceof Measure.OfField of) {
      return of.aggregation().word() + "_" + of.attribute().field().field();
    }
    if (measure instanceof Measure.Delay delay) {
      return delay.aggregation().word()
          + "_days_"
          + delay.from().field().field()
          + "_to_"
          + delay.to().field().field();
    }
    if (measure instanceof Measure.Rows rows) {
      return "number_of_" + rows.dataset();
    }
    if (measure instanceof Measure.Distinct distinct) {
      return "number_of_" + distinct.dataset();
    }
    if (measure instanceof Measure.Values values) {
      return "number_of_" + values.attribute().field().field();
    }
    if (measure instanceof Measure.Times times) {
      return "number_of_" + times.unit().word() + "s";
    }
    if (measure instanceof Measure.PerGroup per) {
      String group =
          per.group()
              .match(
                  by -> by.attribute().field().field(),
                  by -> by.unit().word(),
                  by -> by.part().word());
      String average = per.of() instanceof Measure.Delay ? "" : per.how().word() + "_";
      return average + of(per.of()) + "_per_" + group;
    }
    if (measure instanceof Measure.Ratio ratio) {
      return of(ratio.above()) + (ratio.inPercent() ? "_percent_of_" : "_per_") + of(ratio.below());
    }
    if (measure instanceof Measure.Share share) {
      return of(share.of()) + "_percent";
    }
    if (measure instanceof Measure.PartOf part) {
      return of(part.of()) + "_percent";
    }
    if (measure instanceof Measure.Running running) {
      return "running_" + of(running.of());
    }
    if (measure instanceof Measure.In in) {
      return of(in.of()) + "_" + label(in.range());
    }
    if (measure instanceof Measure.Change change) {
      return of(change.of()) + (change.inPercent() ? "_growth_percent" : "_change");
    }
    Measure.Between between = (Measure.Between) measure;
    return of(between.of()) + (between.inPercent() ? "_growth_percent" : "_change");
  }

  /** A short name of a range: 2024, 2024_q3, 2024_07. */
  static String label(TimeRange range) {
    String start = range.start().map(Object::toString).orElse("start").replace('-', '_');
    if (!range.isBounded()) {
      return range.start().isPresent() ? "from_" + start : "until_" + range.last().orElseThrow();
    }
    boolean whole =
        range.unit().plus(range.start().orElseThrow(), 1).equals(range.end().orElseThrow());
    if (!whole) {
      return start + "_to_" + range.last().orElseThrow().toString().replace('-', '_');
    }
    int year = range.start().orElseThrow().getYear();
    int month = range.start().orElseThrow().getMonthValue();
    return switch (range.unit()) {
      case YEAR -> String.valueOf(year);
      case HALF -> year + "_h" + (month / 6 + 1);
      case QUARTER -> year + "_q" + ((month - 1) / 3 + 1);
      case MONTH -> String.format(Locale.ROOT, "%d_%02d", year, month);
      case WEEK, DAY -> start;
    };
  }
}
