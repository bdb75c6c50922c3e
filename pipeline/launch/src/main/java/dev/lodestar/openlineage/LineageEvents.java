package dev.lodestar.openlineage;

import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.ExpectationResult;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.StepRecord;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells OpenLineage how one run goes: START when it is planned, COMPLETE when it is released, FAIL
 * when it failed, for the run and for each table that it makes.
 */
public final class LineageEvents implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final EventMaker maker;
  private final Delivery delivery;
  private final UUID run = UUID.randomUUID();
  private final Map<TableName, UUID> tables = new LinkedHashMap<>();
  private boolean started;

  private LineageEvents(EventMaker maker, Delivery delivery) {
    this.maker = maker;
    this.delivery = delivery;
  }

  /**
   * What a run is and where it works.
   *
   * @param graph asked for in its own time, as a run need not wait for it
   */
  public record About(
      Domain domain, Supplier<LineageGraph> graph, String warehouse, String runId, String engine) {}

  /** What came of one table. */
  public record Made(StepRecord step, Optional<Long> snapshot) {}

  /**
   * Events for a run; none when nobody wants them.
   *
   * @param target {@code console}, the address of a server, or a file; empty to do as the
   *     environment says
   * @param warning is told, once, that events cannot be sent
   * @throws IllegalArgumentException when there can be no such target
   */
  public static Optional<LineageEvents> of(
      About about,
      Optional<String> target,
      Map<String, String> environment,
      PrintStream console,
      Consumer<String> warning) {
    return Target.of(target, environment, console)
        .map(
            to ->
                new LineageEvents(
                    new EventMaker(about, environment),
                    new Delivery(to, warning, PATIENCE, PAUSE)));
  }

  /** The run has begun, and is to make the tables that a plan changes. */
  public void planned(RunPlan plan) {
    begin();
    ZonedDateTime now = now();
    for (TablePlan table : plan.tables()) {
      if (table.changes()) {
        UUID id = UUID.randomUUID();
        tables.put(table.table(), id);
        send(() -> maker.table(EventType.START, now, id, run, table.table(), Optional.empty()));
      }
    }
  }

  /** The run has ended well. */
  public void finished(
      List<StepRecord> steps, List<ExpectationResult> found, Optional<Release> release) {
    ZonedDateTime now = now();
    for (StepRecord step : steps) {
      UUID id = tables.remove(step.table());
      if (id != null) {
        Optional<Long> snapshot =
            release.flatMap(r -> Optional.ofNullable(r.snapshots().get(step.table())));
        Made made = new Made(step, snapshot);
        send(() -> maker.table(EventType.COMPLETE, now, id, run, step.table(), Optional.of(made)));
      }
    }
    tables.forEach(
        (table, id) ->
            send(() -> maker.table(EventType.COMPLETE, now, id, run, table, Optional.empty())));
    release.ifPresent(
        r ->
            r.views()
                .forEach(
                    view ->
                        send(
                            () ->
                                maker.table(
                                    EventType.COMPLETE,
                                    now,
                                    UUID.randomUUID(),
                                    run,
                                    view.name(),
                                    Optional.empty()))));
    expectations(now, found);
    send(() -> maker.run(EventType.COMPLETE, now, run, Optional.empty()));
  }

  /** The run has failed, and nothing of it is to be seen. */
  public void failed(RuntimeException cause, List<ExpectationResult> found) {
    begin();
    ZonedDateTime now = now();
    tables.forEach(
        (table, id) ->
            send(() -> maker.table(EventType.FAIL, now, id, run, table, Optional.empty())));
    expectations(now, found);
    send(() -> maker.run(EventType.FAIL, now, run, Optional.of(cause)));
  }

  private void begin() {
    if (!started) {
      started = true;
      ZonedDateTime now = now();
      send(() -> maker.run(EventType.START, now, run, Optional.empty()));
    }
  }

  private void expectations(ZonedDateTime now, List<ExpectationResult> found) {
    Map<TableName, List<ExpectationResult>> byTable = new LinkedHashMap<>();
    found.forEach(r -> byTable.computeIfAbsent(r.table(), t -> new ArrayList<>()).add(r));
    byTable.forEach(
        (table, results) -> {
          UUID id = UUID.randomUUID();
          send(() -> maker.expectations(EventType.START, now, id, run, table, List.of()));
          boolean stops =
              results.stream().anyMatch(r -> !r.holds() && r.otherwise().equals("stop"));
          EventType end = stops ? EventType.FAIL : EventType.COMPLETE;
          send(() -> maker.expectations(end, now, id, run, table, results));
        });
  }

  private void send(Supplier<io.openlineage.client.OpenLineage.RunEvent> event) {
    delivery.send(() -> EventJson.write(event.get()));
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  /** Waits a little for what was not sent yet. */
  @Override
  public void close() {
    delivery.close();
  }
}
