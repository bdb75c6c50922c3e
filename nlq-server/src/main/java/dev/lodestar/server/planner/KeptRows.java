package dev.lodestar.server.planner;

import dev.lodestar.sql.Identifiers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes which of the rows that are in an order are kept. */
final class KeptRows {
  private final LogicalQuery query;
  private final Optional<LogicalQuery.Limit> limit;
  private final List<String> groupNames;
  private final List<String> measureNames;
  private final Ordering orders;

  KeptRows(Work work, Ordering orders) {
    this.query = work.query;
    this.limit = query.limit();
    this.groupNames = work.groupNames;
    this.measureNames = work.measureNames;
    this.orders = orders;
  }

  /** Whether rows have to be numbered first, as the first of each group and a part of all are. */
  boolean areNumbered() {
    return limit
        .filter(kept -> !kept.per().isEmpty() || kept.kept() instanceof Kept.Percent)
        .isPresent();
  }

  /** What had nothing before did not grow: it is not ranked by its growth. */
  Optional<Measure> mustBeKnown() {
    return limit
        .flatMap(kept -> query.order().stream().findFirst())
        .filter(LogicalQuery.Order::measure)
        .map(order -> query.measures().get(order.index()))
        .filter(measure -> measure instanceof Measure.Between);
  }

  /** The clause that ends a statement, where rows need no numbers. */
  String clause() {
    return areNumbered()
        ? ""
        : limit
            .map(
                kept ->
                    kept.kept()
                        .match(
                            first -> "\nLIMIT " + first.rows(),
                            nth -> "\nLIMIT 1 OFFSET " + (nth.place() - 1),
                            percent -> ""))
            .orElse("");
  }

  /** The condition of numbered rows, each of its own group. */
  Optional<String> condition(String prefix, HiddenKeys keys) {
    if (!areNumbered()) {
      return Optional.empty();
    }
    LogicalQuery.Limit kept = limit.orElseThrow();
    String partition =
        kept.per().isEmpty()
            ? ""
            : kept.per().stream()
                .flatMap(i -> Stream.concat(Stream.of(groupNames.get(i)), keys.names(i).stream()))
                .map(name -> prefix + Identifiers.written(name))
                .collect(Collectors.joining(", ", "PARTITION BY ", ""));
    String order = orders.ordering(groupNames, measureNames, prefix, keys).replace("\n", " ");
    String number = "row_number() OVER (" + (partition + order).strip() + ")";
    return Optional.of(
        kept.kept()
            .match(
                first -> number + " <= " + first.rows(),
                nth -> number + " = " + nth.place(),
                percent ->
                    // The row before it does not reach the part yet: so rounded up.
                    "100 * ("
                        + number
                        + " - 1) < "
                        + percent.percent().toPlainString()
                        + " * count("
                        + ranked(prefix)
                        + ") OVER ("
                        + partition
                        + ")"));
  }

  /**
   * What has no value is not ranked, and is no part of those that are; in the order of their names
   * all are.
   */
  private String ranked(String prefix) {
    if (query.order().isEmpty()) {
      return "*";
    }
    LogicalQuery.Order first = query.order().get(0);
    return first.measure()
        ? Identifiers.written(measureNames.get(first.index()))
        : prefix + Identifiers.written(groupNames.get(first.index()));
  }
}
