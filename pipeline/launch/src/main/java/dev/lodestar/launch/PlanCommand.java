package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code lodestar plan}: what a run would do, and why. */
@Command(name = "plan", description = "Show what a run would do, how each table is made, and why")
final class PlanCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();
  @Mixin private EngineArguments engine = new EngineArguments();
  @Unmatched private List<String> passedOn = new ArrayList<>();

  @Option(names = "--json", description = "Print the plan as JSON")
  private boolean json;

  @Override
  public Integer call() {
    return Checked.domain(arguments)
        .match(this::print, problems -> Problems.print(arguments.folder, problems));
  }

  private Integer print(Domain domain, DomainSql sql) {
    Engines.Prepared prepared = engine.prepare(passedOn);
    try (Warehouse warehouse = Warehouse.open(arguments.warehouseOf(domain))) {
      RunPlan plan =
          RunDomain.plan(domain, sql, warehouse, prepared, Run.newId(), engine.scope(domain, sql));
      if (!json && !plan.works().isEmpty()) {
        RolledBack.note(warehouse).ifPresent(System.err::println);
      }
      System.out.println(json ? json(domain, prepared, plan) : text(domain, prepared, plan));
    }
    return Exit.OK;
  }

  private static String text(Domain domain, Engines.Prepared engine, RunPlan plan) {
    StringBuilder text = new StringBuilder();
    text.append(domain.name()).append(" on ").append(engine.engine().name());
    text.append(
        engine.oneProcess() ? ", one process" : ", " + engine.workers() + " workers at a time");
    for (TablePlan table : plan.tables()) {
      text.append("\n\n").append(table.table()).append("  ").append(word(table));
      if (!table.reads().isEmpty()) {
        text.append("\n  reads ").append(names(table.reads()));
      }
      table.why().forEach(w -> text.append("\n  because ").append(w));
    }
    plan.views().forEach(v -> text.append("\n\n").append(v.name()).append("  view"));
    long changes = plan.tables().stream().filter(TablePlan::changes).count();
    text.append("\n\n").append(changes).append(" of ").append(plan.tables().size());
    return text.append(" tables to make").toString();
  }

  private static String word(TablePlan table) {
    String action = table.action().name().toLowerCase(Locale.ROOT);
    return table.distribution().isEmpty() ? action : action + ", " + table.distribution();
  }

  private static String names(List<TableName> tables) {
    return tables.stream().map(TableName::toString).sorted().collect(Collectors.joining(", "));
  }

  private static String json(Domain domain, Engines.Prepared engine, RunPlan plan) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("domain", domain.name());
    all.put("runner", engine.engine().name());
    all.put("one-process", engine.oneProcess());
    all.put("workers", engine.workers());
    all.put(
        "tables",
        plan.tables().stream()
            .map(
                t -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("table", t.table().toString());
                  one.put("action", t.action().name().toLowerCase(Locale.ROOT));
                  one.put("distribution", t.distribution());
                  one.put("reads", t.reads().stream().map(TableName::toString).sorted().toList());
                  one.put("why", t.why());
                  return one;
                })
            .toList());
    all.put("views", plan.views().stream().map(v -> v.name().toString()).toList());
    return Json.write(all);
  }
}
