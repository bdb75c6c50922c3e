package dev.lodestar.launch;

import dev.lodestar.layers.BuildTables;
import dev.lodestar.layers.LodestarOptions;
import dev.lodestar.layers.RunFolder;
import dev.lodestar.layers.Written;
import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.layers.plan.Planner;
import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.CrashPoint;
import dev.lodestar.tables.Lease;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.RunNotes;
import dev.lodestar.tables.RunOutcome;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.ApplicationNameOptions;

/** Carries a domain from its source files to a release: plan, pipeline, audit, commit, release. */
final class RunDomain {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /** What became of a run. */
  record Outcome(String runId, RunPlan plan, RunOutcome recorded, Optional<Release> release) {}

  private final Domain domain;
  private final DomainSql sql;
  private final Warehouse warehouse;
  private final Engines.Prepared engine;
  private final Progress progress;
  private final RunListener listener;

  RunDomain(
      Domain domain,
      DomainSql sql,
      Warehouse warehouse,
      Engines.Prepared engine,
      Progress progress,
      RunListener listener) {
    this.domain = domain;
    this.sql = sql;
    this.warehouse = warehouse;
    this.engine = engine;
    this.progress = progress;
    this.listener = listener;
  }

  static RunPlan plan(
      Domain domain,
      DomainSql sql,
      Warehouse warehouse,
      Engines.Prepared engine,
      String runId,
      Planner.Scope scope) {
    Planner.Request request =
        new Planner.Request(
            runId,
            MOMENT.format(Instant.now()),
            scope,
            engine.oneProcess(),
            engine.workers(),
            engine.pipelineOptions().getBroadcastBytes());
    return Planner.plan(domain, sql, warehouse, request);
  }

  /** A name for a run that nothing else has. */
  static String newRunId() {
    return "r-" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }

  /**
   * Runs the domain, after ending what an earlier launcher left behind.
   *
   * @return empty when the run of that id was finished before
   */
  Optional<Outcome> run(String runId, Planner.Scope scope) {
    LodestarOptions options = engine.pipelineOptions();
    try (Lease lease = warehouse.acquire("lodestar run " + domain.name())) {
      LeftBehind.settle(lease, warehouse, progress);
      if (warehouse.run(runId).map(r -> r.state() == Run.State.FINISHED).orElse(false)) {
        return Optional.empty();
      }
      RunPlan plan = plan(domain, sql, warehouse, engine, runId, scope);
      progress.planned(plan);
      if (!plan.works().isEmpty()) {
        RolledBack.note(warehouse).ifPresent(progress::note);
      }
      lease.begin(runId, domain.name(), engine.engine().name(), "");
      listener.planned(plan);
      try {
        List<Written> written = plan.works().isEmpty() ? List.of() : carry(plan, options);
        RunOutcome outcome = audited(lease, plan, written, options);
        lease.recordOutcome(runId, outcome);
        Optional<Release> release = lease.carryOut(runId);
        LeftBehind.forget(warehouse, runId);
        Outcome done = new Outcome(runId, plan, outcome, release);
        listener.finished(done, warehouse.expectations(runId));
        return Optional.of(done);
      } catch (RuntimeException e) {
        LeftBehind.noteFailure(lease, runId, e);
        tellOfFailure(runId, e);
        throw e;
      }
    }
  }

  private void tellOfFailure(String runId, RuntimeException first) {
    try {
      listener.failed(first, warehouse.expectations(runId));
    } catch (RuntimeException second) {
      first.addSuppressed(second);
    }
  }

  /** What was found is noted whether or not it stops the run. */
  private RunOutcome audited(
      Lease lease, RunPlan plan, List<Written> written, LodestarOptions options) {
    Audit audit = new Audit(plan, sql.tableRules(), written, warehouse, options);
    RunOutcome outcome;
    try {
      outcome = audit.outcome();
    } catch (RuntimeException e) {
      try {
        lease.recordExpectations(plan.runId(), audit.results());
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    lease.recordExpectations(plan.runId(), audit.results());
    return outcome;
  }

  private List<Written> carry(RunPlan plan, LodestarOptions options) {
    RunFolder folder = folder(plan.runId());
    options.setJobName("lodestar-" + domain.name().replace('_', '-') + "-" + plan.runId());
    options.as(ApplicationNameOptions.class).setAppName(options.getJobName());
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply("Lodestar", new BuildTables(plan.works(), plan.committed(), folder));
    CrashPoint.reached("pipeline.starting");
    try (AutoCloseable watching = progress.watch(folder)) {
      folder.create();
      folder.notes().plan(planned(plan));
      carry(pipeline, options.getJobName(), folder);
      CrashPoint.reached("pipeline.finished");
      return folder.manifest();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read what the workers have written to " + folder.path(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot end the progress display", e);
    }
  }

  private static List<RunNotes.Planned> planned(RunPlan plan) {
    return plan.tables().stream()
        .filter(RunPlan.TablePlan::changes)
        .map(
            table ->
                new RunNotes.Planned(
                    table.table().toString(),
                    table.reads().stream().map(TableName::toString).toList()))
        .toList();
  }

  /** Runs a pipeline to its end, or has the engine give it up when this process is told to stop. */
  private void carry(Pipeline pipeline, String job, RunFolder folder) {
    String name = engine.engine().name();
    Thread cancel = new Thread(() -> engine.engine().cancel(engine.options(), job));
    Runtime.getRuntime().addShutdownHook(cancel);
    PipelineResult.State state;
    try {
      state = pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      throw PipelineFailed.on(name, folder, e);
    } finally {
      forget(cancel);
    }
    if (state != PipelineResult.State.DONE) {
      throw new IllegalStateException("The pipeline ended as " + state + " on " + name);
    }
  }

  private static void forget(Thread atShutdown) {
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException stopping) {
      // It runs already, which is what it is for.
      return;
    }
  }

  private RunFolder folder(String runId) {
    return LeftBehind.folder(warehouse, runId);
  }
}
