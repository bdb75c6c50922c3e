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
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.ApplicationNameOptions;

/** Carries a domain from its source files to a release: plan, pipeline, audit, commit, release. */
final class RunDomain {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  /**
   * What became of a run.
   *
   * @param kept the tables that it had made before it failed, and did not make again
   */
  record Outcome(
      String runId,
      RunPlan plan,
      RunOutcome recorded,
      Optional<Release> release,
      Set<TableName> kept) {}

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
    return plan(domain, sql, warehouse, engine, runId, scope, MOMENT.format(Instant.now()));
  }

  private static RunPlan plan(
      Domain domain,
      DomainSql sql,
      Warehouse warehouse,
      Engines.Prepared engine,
      String runId,
      Planner.Scope scope,
      String moment) {
    Planner.Request request =
        new Planner.Request(
            runId,
            moment,
            scope,
            engine.oneProcess(),
            engine.workers(),
            engine.pipelineOptions().getBroadcastBytes());
    return Planner.plan(domain, sql, warehouse, request);
  }

  /**
   * Runs the domain, after ending what an earlier launcher left behind.
   *
   * @return empty when the run of that id was finished before
   */
  Optional<Outcome> run(String runId, Planner.Scope scope) {
    try (Lease lease = warehouse.acquire("lodestar run " + domain.name())) {
      LeftBehind.settle(lease, warehouse, progress);
      Optional<Run> before = warehouse.run(runId);
      if (before.map(r -> r.state() == Run.State.FINISHED).orElse(false)) {
        return Optional.empty();
      }
      // It begins anew, though a run of its name may have failed and left what it wrote.
      before.ifPresent(r -> folder(r.id()).delete());
      RunPlan plan = plan(domain, sql, warehouse, engine, runId, scope);
      progress.planned(plan);
      return Optional.of(run(lease, plan, scope, List.of()));
    }
  }

  /**
   * Has a run that failed go on: it is planned as of its moment, and fragments that are as they
   * were then, over files that are the same, are not run again.
   */
  Outcome retry(String runId) {
    try (Lease lease = warehouse.acquire("lodestar run " + domain.name())) {
      LeftBehind.settle(lease, warehouse, progress);
      FailedRun failed = FailedRun.find(warehouse, runId);
      RunFolder folder = folder(runId);
      List<Written> there = FailedRun.whatIsThere(folder, warehouse);
      RunPlan plan = plan(domain, sql, warehouse, engine, runId, failed.scope(), failed.moment());
      folder.notes().clear();
      progress.planned(plan);
      progress.note(failed.anew(plan, there));
      return run(lease, plan, failed.scope(), there);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what run " + runId + " has written", e);
    }
  }

  private Outcome run(Lease lease, RunPlan plan, Planner.Scope scope, List<Written> there) {
    LodestarOptions options = engine.pipelineOptions();
    String runId = plan.runId();
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
      Outcome done = new Outcome(runId, plan, outcome, release, kept(written, there));
      listener.finished(done, warehouse.expectations(runId));
      return done;
    } catch (RuntimeException e) {
      keep(FailedRun.of(plan, scope), runId, e);
      LeftBehind.noteFailure(lease, runId, e);
      tellOfFailure(runId, e);
      throw e;
    }
  }

  /** The tables of which nothing was written but what was there. */
  private static Set<TableName> kept(List<Written> written, List<Written> there) {
    Set<TableName> kept = new TreeSet<>();
    written.forEach(w -> kept.add(TableName.parse(w.table())));
    written.stream()
        .filter(w -> !there.contains(w))
        .forEach(w -> kept.remove(TableName.parse(w.table())));
    return kept;
  }

  /** Keeps what was written, for whoever tries the run again. */
  private void keep(FailedRun failed, String runId, RuntimeException first) {
    try {
      failed.keep(folder(runId), warehouse);
    } catch (IOException | RuntimeException second) {
      first.addSuppressed(second);
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
