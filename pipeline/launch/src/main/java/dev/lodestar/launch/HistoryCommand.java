package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.spec.Domain;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.Warehouse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar history}: the runs of a domain and what they released. */
@Command(name = "history", description = "Show the runs of a domain, the last one first")
final class HistoryCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(names = "--json", description = "Print a list of objects for programs")
  private boolean json;

  @Override
  public Integer call() {
    return Checked.domain(arguments)
        .match(this::print, problems -> Problems.print(arguments.folder, problems));
  }

  private Integer print(Domain domain, DomainSql sql) {
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain))) {
      Map<String, Long> releases = new HashMap<>();
      for (Release release : warehouse.releases()) {
        releases.put(release.runId(), release.id());
      }
      List<Map<String, Object>> runs = new java.util.ArrayList<>();
      for (Run run : warehouse.runs()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("run", run.id());
        one.put("state", run.state().name().toLowerCase(Locale.ROOT));
        one.put("started", TIME.format(Instant.ofEpochMilli(run.startedMillis())));
        one.put(
            "seconds",
            run.finishedMillis()
                .map(f -> String.format("%.1f", (f - run.startedMillis()) / 1000.0))
                .orElse(""));
        one.put("runner", run.runner());
        one.put("release", releases.containsKey(run.id()) ? releases.get(run.id()).toString() : "");
        one.put("error", run.error().map(e -> e.lines().findFirst().orElse("")).orElse(""));
        runs.add(one);
      }
      if (json) {
        System.out.println(Json.write(runs));
      } else {
        TextTable table =
            new TextTable("run", "state", "started (UTC)", "seconds", "runner", "release", "error");
        runs.forEach(r -> table.row(r.values().toArray()));
        System.out.println(table);
      }
    }
    return Exit.OK;
  }
}
