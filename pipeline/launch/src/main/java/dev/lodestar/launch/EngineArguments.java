package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.layers.plan.Planner.Interval;
import dev.lodestar.layers.plan.Planner.Scope;
import dev.lodestar.layers.plan.Selection;
import dev.lodestar.spec.Domain;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands take that run on an engine; whatever is not ours goes on to Beam. */
final class EngineArguments {
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      defaultValue = "direct",
      description = "direct (this process), flink or spark; any option of these passes through")
  String runner = "direct";

  @Option(names = "--full", description = "Make every table anew, whether or not it is out of date")
  boolean full;

  @Option(
      names = "--select",
      paramLabel = "TABLE",
      split = ",",
      description =
          "Take care of these tables only; +silver.orders: with all it is made from,"
              + " silver.orders+: with all that is made from it")
  List<String> select = List.of();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "Compute partitions from this day on, though nothing has changed")
  @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The day before which --from ends; none without")
  @Nullable LocalDate to;

  /** The engine with the options that the command itself did not understand. */
  Engines.Prepared prepare(List<String> passedOn) {
    return Engines.prepare(runner, passedOn);
  }

  /** Whether it is said of what the run is to take care. */
  boolean scopes() {
    return full || !select.isEmpty() || from != null || to != null;
  }

  /** Of what the run is to take care. */
  Scope scope(Domain domain, DomainSql sql) {
    return new Scope(
        full,
        select.isEmpty() ? Optional.empty() : Optional.of(Selection.of(domain, sql, select)),
        interval(),
        Set.of());
  }

  private Optional<Interval> interval() {
    LocalDate first = from;
    LocalDate end = to;
    if (first == null && end == null) {
      return Optional.empty();
    }
    if (full) {
      throw new UsageException("--full makes everything anew; leave it out, or --from and --to");
    }
    Interval interval = new Interval(first == null ? FIRST : first, end == null ? LAST : end);
    if (!interval.from().isBefore(interval.to())) {
      throw new UsageException("--from=" + interval.from() + " is not before --to=" + end);
    }
    return Optional.of(interval);
  }
}
