package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code lodestar run}: from source files to a release. */
@Command(
    name = "run",
    description = "Bring a domain's tables up to date and release them",
    footer = {
      "",
      "Options of the engine pass through: --parallelism=4 --flinkMaster=localhost:8081",
      "--sparkMaster=spark://host:7077. DuckDB in each worker: --duckdbThreads=2",
      "--duckdbMemory=2GB --duckdbSpill=/tmp/spill.",
      "",
      "Exit code 0: done, or nothing to do; 1: the domain has problems; 2: wrong usage;",
      "3: the run failed, and the last release stands."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();
  @Mixin private EngineArguments engine = new EngineArguments();
  @Mixin private OpenLineageArguments openLineage = new OpenLineageArguments();
  @Unmatched private List<String> passedOn = new ArrayList<>();

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name the run; a run of this name that has finished is not repeated")
  private @Nullable String runId;

  @Option(
      names = "--retry",
      paramLabel = "ID",
      arity = "0..1",
      fallbackValue = "",
      preprocessor = DomainAfterRetry.class,
      description =
          "Have a run that failed go on from what it had written; the last run, without ID")
  private @Nullable String retry;

  @Option(names = "--json", description = "Print the result as JSON, and no progress")
  private boolean json;

  /** Leaves the word after {@code --retry} to the domain unless it can only be the run. */
  static final class DomainAfterRetry implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean attached = !" ".equals(info.get("separator"));
      if (!attached && !arguments.isEmpty() && !isRun(arguments.peek())) {
        arguments.push("");
      }
      return false;
    }

    private static boolean isRun(String word) {
      return Run.isId(word) && !Files.isDirectory(Path.of(word));
    }
  }

  @Override
  public Integer call() {
    return Checked.domain(arguments)
        .match(this::run, problems -> Problems.print(arguments.folder, problems));
  }

  private Integer run(Domain domain, DomainSql sql) {
    if (retry != null && (runId != null || engine.scopes())) {
      throw new UsageException(
          "A run that is tried again is the same run: leave out --run-id, --full, --select, --from"
              + " and --to, which it has already");
    }
    long start = System.nanoTime();
    Engines.Prepared prepared = engine.prepare(passedOn);
    try (Warehouse warehouse = Warehouse.open(arguments.warehouseOf(domain))) {
      String given = runId;
      String again = retry;
      String id =
          again != null
              ? again.isEmpty() ? FailedRun.last(warehouse) : again
              : given == null ? Run.newId() : given;
      Progress progress = Progress.onStandardError(json);
      Optional<RunDomain.Outcome> outcome;
      try (OpenLineageArguments.Listening listener =
          openLineage.listener(domain, sql, warehouse.folder(), id, prepared.engine().name())) {
        RunDomain run = new RunDomain(domain, sql, warehouse, prepared, progress, listener);
        outcome =
            again == null ? run.run(id, engine.scope(domain, sql)) : Optional.of(run.retry(id));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (json) {
        System.out.println(json(id, outcome, seconds));
      } else {
        System.out.println(text(id, outcome, seconds));
      }
    }
    return Exit.OK;
  }

  private String text(String id, Optional<RunDomain.Outcome> outcome, double seconds) {
    if (outcome.isEmpty()) {
      return "Run " + id + " was finished before; nothing to do";
    }
    RunDomain.Outcome done = outcome.get();
    if (done.recorded().steps().isEmpty()) {
      return "Nothing new: no file and no model has changed, and the last release stands ("
          + String.format("%.1f s)", seconds);
    }
    TextTable table =
        new TextTable(
            "table",
            "rows in",
            "rows out",
            "quarantined",
            "deduplicated",
            "dropped",
            "files",
            "seconds");
    for (StepRecord step : done.recorded().steps()) {
      table.row(
          step.table(),
          step.rowsIn(),
          step.rowsOut(),
          step.quarantined(),
          step.deduplicated(),
          step.dropped(),
          step.files(),
          String.format("%.1f", step.seconds()));
    }
    String released = done.release().map(r -> "Release " + r.id()).orElse("Nothing to release");
    String kept =
        done.kept().isEmpty()
            ? ""
            : "\nKept as they were written before the run failed: "
                + done.kept().stream().map(TableName::toString).collect(Collectors.joining(", "));
    return table
        + kept
        + "\n\n"
        + released
        + " in "
        + String.format("%.1f s", seconds)
        + ". Next: lodestar sql "
        + arguments.sameTables()
        + " \"select * from "
        + example(done)
        + " limit 10\"";
  }

  private static String example(RunDomain.Outcome done) {
    return done.recorded().steps().stream()
        .map(s -> s.table().toString())
        .filter(t -> t.startsWith("gold."))
        .reduce((a, b) -> b)
        .orElse("runs.steps");
  }

  private static String json(String id, Optional<RunDomain.Outcome> outcome, double seconds) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("run-id", id);
    all.put("seconds", seconds);
    all.put("status", outcome.isEmpty() ? "finished-before" : "finished");
    outcome.flatMap(RunDomain.Outcome::release).ifPresent(r -> all.put("release", r.id()));
    outcome.ifPresent(
        o ->
            all.put(
                "tables",
                o.recorded().steps().stream()
                    .map(
                        s -> {
                          Map<String, Object> one = new LinkedHashMap<>();
                          one.put("table", s.table().toString());
                          one.put("rows-in", s.rowsIn());
                          one.put("rows-out", s.rowsOut());
                          one.put("quarantined", s.quarantined());
                          one.put("deduplicated", s.deduplicated());
                          one.put("dropped", s.dropped());
                          one.put("files", s.files());
                          one.put("bytes", s.bytes());
                          one.put("seconds", s.seconds());
                          one.put("broken", s.broken());
                          one.put("kept", o.kept().contains(s.table()));
                          return one;
                        })
                    .toList()));
    return Json.write(all);
  }
}
