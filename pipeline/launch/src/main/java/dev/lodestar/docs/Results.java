package dev.lodestar.docs;

import dev.lodestar.spec.TableName;
import dev.lodestar.tables.ExpectationResult;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a warehouse remembers of a domain.
 *
 * @param runs the last ones, the newest first
 * @param rows how many rows each table has now
 */
public record Results(Optional<Release> release, List<Told> runs, Map<TableName, Long> rows) {
  private static final int RUNS = 50;

  /** For a domain that has no warehouse. */
  public static final Results NONE = new Results(Optional.empty(), List.of(), Map.of());

  /**
   * A run with all that is known of it.
   *
   * @param release the number of what it released, if anything
   */
  record Told(
      Run run,
      List<StepRecord> steps,
      List<ExpectationResult> expectations,
      Optional<Long> release) {
    Told {
      steps = List.copyOf(steps);
      expectations = List.copyOf(expectations);
    }
  }

  /** What a run did for one table. */
  record Step(Run run, StepRecord step) {}

  public Results {
    runs = List.copyOf(runs);
    rows = Map.copyOf(rows);
  }

  public static Results of(Warehouse warehouse) {
    Map<String, Long> releases = new HashMap<>();
    warehouse.releases().forEach(release -> releases.put(release.runId(), release.id()));
    List<Told> runs = new ArrayList<>();
    for (Run run : warehouse.runs()) {
      if (runs.size() < RUNS) {
        runs.add(
            new Told(
                run,
                warehouse.steps(run.id()),
                warehouse.expectations(run.id()),
                Optional.ofNullable(releases.get(run.id()))));
      }
    }
    Map<TableName, Long> rows = new HashMap<>();
    for (TableState state : warehouse.states()) {
      rows.put(state.table(), state.rows());
    }
    return new Results(warehouse.currentRelease(), runs, rows);
  }

  /** What was found when a rule was last asked. */
  Optional<ExpectationResult> last(TableName table, String rule) {
    return runs.stream()
        .flatMap(told -> told.expectations().stream())
        .filter(result -> result.table().equals(table) && result.rule().equals(rule))
        .findFirst();
  }

  /** What the last runs did for a table, the newest first. */
  List<Step> steps(TableName table) {
    return runs.stream()
        .flatMap(
            told ->
                told.steps().stream()
                    .filter(step -> step.table().equals(table))
                    .map(step -> new Step(told.run(), step)))
        .toList();
  }
}
