package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.layers.plan.Planner.Scope;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** {@code lodestar replay}: rows that were set aside meet the rules of today. */
@Command(
    name = "replay",
    description = "Try the rows that were set aside again, with the models and rules of today",
    footer = {
      "",
      "A replay is a run that makes the tables anew whose rows were set aside, so each row is",
      "in its table or in quarantine, once. Rows that are set aside again count an attempt more.",
      "Options of the engine pass through, as with lodestar run.",
      "",
      "Exit code 0: done; 1: the domain has problems; 2: wrong usage; 3: the run failed, and the",
      "last release stands."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();
  @Mixin private OpenLineageArguments openLineage = new OpenLineageArguments();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "Only rows of this table; all unless given")
  private @Nullable String table;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      defaultValue = "direct",
      description = "direct (this process), flink or spark; any option of these passes through")
  private String runner = "direct";

  @Option(names = "--run-id", paramLabel = "ID", description = "Name the run")
  private @Nullable String runId;

  @Option(names = "--json", description = "Print the result as JSON, and no progress")
  private boolean json;

  @Unmatched private List<String> passedOn = new ArrayList<>();

  @Override
  public Integer call() {
    return Checked.domain(arguments)
        .match(this::replay, problems -> Problems.print(arguments.folder, problems));
  }

  private Integer replay(Domain domain, DomainSql sql) {
    Engines.Prepared engine = Engines.prepare(runner, passedOn);
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain))) {
      Map<TableName, Long> before = new LinkedHashMap<>(setAside(warehouse));
      String asked = table;
      if (asked != null) {
        before.keySet().retainAll(List.of(TableArgument.of(asked, tablesOf(domain))));
      }
      if (before.isEmpty()) {
        System.out.println(json ? Json.write(List.of()) : "No row is set aside");
        return Exit.OK;
      }
      String given = runId;
      String id = given == null ? Run.newId() : given;
      try (OpenLineageArguments.Listening listener =
          openLineage.listener(domain, sql, warehouse.folder(), id, engine.engine().name())) {
        new RunDomain(domain, sql, warehouse, engine, Progress.onStandardError(json), listener)
            .run(id, Scope.again(before.keySet()));
      }
      print(warehouse, before);
    }
    return Exit.OK;
  }

  private static List<TableName> tablesOf(Domain domain) {
    List<TableName> tables = new ArrayList<>();
    domain.sources().forEach(s -> tables.add(s.table()));
    domain.models().forEach(m -> tables.add(m.table()));
    return tables;
  }

  private static Map<TableName, Long> setAside(Warehouse warehouse) {
    return rows(warehouse).map(QuarantineRows::counts).orElse(Map.of());
  }

  private static Optional<QuarantineRows> rows(Warehouse warehouse) {
    Optional<Release> release = warehouse.currentRelease();
    return release.map(r -> new QuarantineRows(warehouse, r));
  }

  /** What was tried before is set aside still, or has passed; the rest is new. */
  private void print(Warehouse warehouse, Map<TableName, Long> before) {
    QuarantineRows now =
        rows(warehouse).orElseThrow(() -> new IllegalStateException("No release after a replay"));
    List<Map<String, Object>> all = new ArrayList<>();
    TextTable text =
        new TextTable("table", "tried", "passed", "set aside again", "newly set aside");
    before.forEach(
        (name, tried) -> {
          long again = now.triedBefore(name);
          long fresh = now.count(name) - again;
          text.row(name, tried, tried - again, again, fresh);
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("table", name.toString());
          one.put("tried", tried);
          one.put("passed", tried - again);
          one.put("set-aside-again", again);
          one.put("newly-set-aside", fresh);
          all.add(one);
        });
    System.out.println(json ? Json.write(all) : text.toString());
  }
}
