package dev.lodestar.server.runs;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.RunNotes;
import dev.lodestar.tables.StepRecord;
import dev.lodestar.tables.Warehouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a run goes, or went.
 *
 * @param process of a run that this server has started last
 * @param ledger of a run that has come so far as to be in the ledger
 * @param steps the tables that it makes, in their order; empty while they are not known
 * @param canRetry whether it failed and can go on from what it had written
 */
public record RunReport(
    String id,
    Optional<StartedRun> process,
    Optional<Run> ledger,
    List<Step> steps,
    boolean canRetry) {

  /** How far a table is. */
  public enum Progress {
    /** What it is made from is not there yet. */
    WAITING,
    /** What it is made from is there, and nothing is written of it. */
    WORKING,
    /** Rows of it are written, nobody sees them yet, and on a cluster more may come. */
    WRITTEN,
    /** Rows of it were written before the run failed, and are not made again. */
    KEPT,
    /** Its rows are released, or will be by whoever comes next. */
    DONE,
    /** The run ended before anything was written of it. */
    NOT_MADE
  }

  /**
   * A table of a run.
   *
   * @param reads those tables of the run that it is made from; not known any more after the run
   */
  public record Step(
      String table,
      List<String> reads,
      Progress progress,
      long rows,
      double seconds,
      long quarantined) {
    public Step {
      reads = List.copyOf(reads);
    }
  }

  public RunReport {
    steps = List.copyOf(steps);
  }

  /** Tells of a run; empty when there is none of that id. */
  public static Optional<RunReport> of(ServedDomain domain, StartedRuns started, String id)
      throws IOException {
    Optional<StartedRun> process = started.latest(domain.name()).filter(run -> run.id().equals(id));
    Optional<Warehouse> warehouse = domain.opened();
    Optional<Run> ledger = warehouse.flatMap(opened -> opened.run(id));
    if (process.isEmpty() && ledger.isEmpty()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    boolean canRetry = false;
    if (ledger.isPresent()) {
      steps.addAll(recorded(warehouse.orElseThrow().steps(id)));
      if (steps.isEmpty()) {
        RunNotes notes = RunNotes.of(domain.warehouse().folder(), id);
        steps.addAll(noted(notes, isGoingOn(process, ledger)));
        canRetry =
            ledger.get().state() == Run.State.FAILED
                && notes.errand().isPresent()
                && warehouse.get().madeRowsSince(id).isEmpty();
      }
    }
    return Optional.of(new RunReport(id, process, ledger, steps, canRetry));
  }

  /** Tells of the run that was started last, from here or from elsewhere. */
  public static Optional<RunReport> latest(ServedDomain domain, StartedRuns started)
      throws IOException {
    Optional<Run> ledger =
        domain.opened().flatMap(warehouse -> warehouse.runs().stream().findFirst());
    Optional<StartedRun> process = started.latest(domain.name());
    boolean here =
        process.isPresent()
            && (ledger.isEmpty()
                || !process.get().isOver()
                || process.get().startedMillis() >= ledger.get().startedMillis()
                || process.get().id().equals(ledger.get().id()));
    Optional<String> id = here ? process.map(StartedRun::id) : ledger.map(Run::id);
    return id.isPresent() ? of(domain, started, id.get()) : Optional.empty();
  }

  /** The last run that makes rows, if it failed and can go on. */
  public static Optional<RunReport> toRetry(ServedDomain domain, StartedRuns started)
      throws IOException {
    Optional<String> last =
        domain.opened().stream()
            .flatMap(warehouse -> warehouse.runs().stream())
            .filter(Run::isOfRows)
            .map(Run::id)
            .findFirst();
    return last.isPresent()
        ? of(domain, started, last.get()).filter(RunReport::canRetry)
        : Optional.empty();
  }

  private static boolean isGoingOn(Optional<StartedRun> process, Optional<Run> ledger) {
    return process.map(run -> !run.isOver()).orElse(true)
        && ledger.filter(run -> run.state() == Run.State.RUNNING).isPresent();
  }

  private static List<Step> recorded(List<StepRecord> steps) {
    return steps.stream()
        .map(
            step ->
                new Step(
                    step.table().toString(),
                    List.of(),
                    Progress.DONE,
                    step.rowsOut(),
                    step.seconds(),
                    step.quarantined()))
        .toList();
  }

  private record Sum(long rows, long millis, boolean before) {
    Sum and(Sum other) {
      return new Sum(rows + other.rows, millis + other.millis, before && other.before);
    }
  }

  static List<Step> noted(RunNotes notes, boolean goesOn) throws IOException {
    List<RunNotes.Planned> planned = notes.planned();
    Map<String, Sum> written = new LinkedHashMap<>();
    for (RunNotes.Note note : notes.notes()) {
      written.merge(note.table(), new Sum(note.rows(), note.millis(), note.before()), Sum::and);
    }
    Set<String> missing = new HashSet<>();
    planned.forEach(table -> missing.add(table.table()));
    missing.removeAll(written.keySet());
    List<Step> steps = new ArrayList<>();
    for (RunNotes.Planned table : planned) {
      Sum sum = written.getOrDefault(table.table(), new Sum(0, 0, false));
      List<String> reads =
          table.reads().stream()
              .filter(read -> planned.stream().anyMatch(other -> other.table().equals(read)))
              .toList();
      Progress progress =
          !missing.contains(table.table())
              ? sum.before() ? Progress.KEPT : Progress.WRITTEN
              : !goesOn
                  ? Progress.NOT_MADE
                  : reads.stream().anyMatch(missing::contains)
                      ? Progress.WAITING
                      : Progress.WORKING;
      steps.add(new Step(table.table(), reads, progress, sum.rows(), sum.millis() / 1000.0, 0));
    }
    return steps;
  }

  /**
   * One word for where it is: of a run from here what its process tells, which knows that it has
   * ended before the ledger does; else what the ledger tells.
   */
  public String state() {
    return process
        .map(run -> run.state().name())
        .or(() -> ledger.map(run -> run.state().name()))
        .orElseThrow(() -> new IllegalStateException("A run that nobody knows: " + id))
        .toLowerCase(Locale.ROOT);
  }

  public long startedMillis() {
    return process
        .map(StartedRun::startedMillis)
        .or(() -> ledger.map(Run::startedMillis))
        .orElseThrow(() -> new IllegalStateException("A run that nobody knows: " + id));
  }

  public Optional<Long> endedMillis() {
    return process.isPresent()
        ? process.flatMap(StartedRun::endedMillis)
        : ledger.flatMap(Run::finishedMillis);
  }

  /** Why it failed: as the ledger has it, else the last words of its process. */
  public Optional<String> error() {
    Optional<String> told = ledger.flatMap(Run::error);
    return told.isPresent() || !state().equals("failed")
        ? told
        : process.map(
            run -> {
              List<String> log = run.log();
              return String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size()));
            });
  }
}
