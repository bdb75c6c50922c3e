package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.launch.Lodestar;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sample domain with the variables and the warehouse of a test, run through the command line. */
record Sample(Path folder, Path warehouse, Map<String, String> variables) {

  Sample with(String variable, Path value) {
    Map<String, String> more = new TreeMap<>(variables);
    more.put(variable, value.toString());
    return new Sample(folder, warehouse, more);
  }

  void generate() {
    carryOut("generate");
  }

  /** Runs it under a name of its own. */
  void run(String runId) {
    carryOut("run", "--warehouse", warehouse.toString(), "--run-id", runId);
  }

  /** What a run did, as {@code table | rows in | quarantined | deduplicated | rows out}. */
  List<String> steps(String runId) {
    try (Warehouse opened = Warehouse.openExisting(warehouse)) {
      return opened.steps(runId).stream().map(Sample::line).toList();
    }
  }

  /** The rules that did not hold in a run, as {@code table | rule | rows that break it}. */
  List<String> brokenRules(String runId) {
    try (Warehouse opened = Warehouse.openExisting(warehouse)) {
      return opened.expectations(runId).stream()
          .filter(result -> result.rowsBroken() > 0)
          .map(r -> "%s | %s | %d".formatted(r.table(), r.rule(), r.rowsBroken()))
          .toList();
    }
  }

  private static String line(StepRecord step) {
    return "%s | %d | %d | %d | %d"
        .formatted(
            step.table(), step.rowsIn(), step.quarantined(), step.deduplicated(), step.rowsOut());
  }

  private void carryOut(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command, folder.toString()));
    arguments.addAll(List.of(options));
    variables.forEach((name, value) -> arguments.addAll(List.of("--var", name + "=" + value)));
    assertThat(Lodestar.execute(arguments.toArray(String[]::new)))
        .as("lodestar %s", String.join(" ", arguments))
        .isZero();
  }
}
