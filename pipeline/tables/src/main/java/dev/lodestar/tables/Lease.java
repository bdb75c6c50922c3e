package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The right of one launcher at a time to change a warehouse, and all the changes there are.
 *
 * <p>A run goes through it in this order:
 *
 * <pre>{@code
 * try (Lease lease = warehouse.acquire("lodestar run")) {
 *   warehouse.unfinished().ifPresent(...);      // carryOut what was decided, abandon what was not
 *   lease.begin(runId, domain, runner, planHash);
 *   ...                                         // compute; on failure lease.fail(runId, cause)
 *   lease.recordOutcome(runId, outcome);        // from here on the run will be carried out
 *   lease.carryOut(runId);                      // commits, then the release
 * }
 * }</pre>
 *
 * <p>The holder shows every few seconds that it lives. When it has not for half a minute, or its
 * process is gone from this host, the next launcher takes the lease over and gets a greater token.
 * Every change checks the token in its own transaction, and every commit right before the swap, so
 * a launcher that was only asleep changes nothing when it wakes: it gets {@link
 * WarehouseException.LeaseLost}.
 */
public final class Lease implements AutoCloseable {
  static final long EXPIRES_MILLIS = 30_000;
  static final long BEAT_MILLIS = 5_000;

  private final Database database;
  private final Catalog catalog;
  private final Ledger ledger;
  private final Launcher launcher;
  private final long token;
  private final LongSupplier clock;
  private final Thread heart;
  private volatile @Nullable WarehouseException lastMissedBeat;

  private Lease(
      Database database,
      Catalog catalog,
      Ledger ledger,
      Launcher launcher,
      long token,
      LongSupplier clock) {
    this.database = database;
    this.catalog = catalog;
    this.ledger = ledger;
    this.launcher = launcher;
    this.token = token;
    this.clock = clock;
    this.heart = new Thread(this::beat, "lodestar-lease");
    heart.setDaemon(true);
  }

  static Lease acquire(
      Database database, Catalog catalog, Ledger ledger, Launcher launcher, LongSupplier clock) {
    long token =
        database.inTransaction(
            () -> {
              database.execute(
                  "insert into lodestar_lease values (1, 0, 0, '', '', 0, 0, 0)"
                      + " on conflict (one) do nothing");
              // Locks the row on databases where reading it would not.
              database.execute("update lodestar_lease set token = token where one = 1");
              long last = refuseIfHeld(database, clock.getAsLong());
              database.execute(
                  "update lodestar_lease set token = ?, held = 1, owner = ?, host = ?, pid = ?,"
                      + " pid_started_ms = ?, heartbeat_ms = ? where one = 1",
                  last + 1,
                  launcher.owner(),
                  launcher.host(),
                  launcher.pid(),
                  launcher.startedMillis(),
                  clock.getAsLong());
              return last + 1;
            });
    Lease lease = new Lease(database, catalog, ledger, launcher, token, clock);
    lease.heart.start();
    return lease;
  }

  /** Returns the last token that was given. */
  private static long refuseIfHeld(Database database, long now) {
    return database
        .first(
            "select token, held, owner, host, pid, pid_started_ms, heartbeat_ms"
                + " from lodestar_lease where one = 1",
            row -> {
              Launcher holder =
                  new Launcher(row.getString(3), row.getString(4), row.getLong(5), row.getLong(6));
              long silent = now - row.getLong(7);
              if (row.getInt(2) == 1 && silent < EXPIRES_MILLIS && !holder.isDead()) {
                throw new WarehouseException.Held(
                    "Cannot change the warehouse: it is in use by \""
                        + holder.owner()
                        + "\" (process "
                        + holder.pid()
                        + " on "
                        + holder.machine()
                        + ", last heard of "
                        + Math.max(0, silent) / 1000
                        + " s ago); wait until it has ended, or end it");
              }
              return row.getLong(1);
            })
        .orElseThrow(() -> new IllegalStateException("No row in lodestar_lease"));
  }

  /** Shows that the holder lives, until it gives the lease back or has lost it. */
  private void beat() {
    try {
      int rows = 1;
      while (rows > 0) {
        TimeUnit.MILLISECONDS.sleep(BEAT_MILLIS);
        try {
          rows = touch();
          lastMissedBeat = null;
        } catch (WarehouseException e) {
          lastMissedBeat = e; // the next beat may pass; if none does, whoever loses the lease tells
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int touch() {
    return database.execute(
        "update lodestar_lease set heartbeat_ms = ? where one = 1 and held = 1 and token = ?",
        clock.getAsLong(),
        token);
  }

  /** The number that grows with each lease given: greater tokens win. */
  public long token() {
    return token;
  }

  /** Throws {@link WarehouseException.LeaseLost} when another launcher has taken over. */
  public void check() {
    if (database
        .first(
            "select 1 from lodestar_lease where one = 1 and held = 1 and token = ?",
            row -> row.getInt(1),
            token)
        .isEmpty()) {
      throw lost();
    }
  }

  private WarehouseException.LeaseLost lost() {
    String by =
        database
            .first(
                "select owner, host, pid from lodestar_lease",
                row ->
                    "\""
                        + row.getString(1)
                        + "\" (process "
                        + row.getLong(3)
                        + " on "
                        + row.getString(2).split(" ")[0]
                        + ")")
            .orElse("nobody");
    WarehouseException.LeaseLost lost =
        new WarehouseException.LeaseLost(
            "The lease on the warehouse was lost to "
                + by
                + ": this launcher was silent for too long and changes nothing any more");
    WarehouseException missed = lastMissedBeat;
    if (missed != null) {
      lost.addSuppressed(missed);
    }
    return lost;
  }

  /** A transaction that has the lease from its begin to its end. */
  private <T> T change(Database.Work<T> work) {
    return database.inTransaction(
        () -> {
          if (touch() == 0) {
            throw lost();
          }
          return work.run();
        });
  }

  /**
   * Enters a run into the ledger.
   *
   * @param runId letters, digits, points, dashes and underscores; a run that failed may be tried
   *     again under its id
   * @param runner the engine that will carry it
   * @throws WarehouseException when another run is unfinished, or this one has ended
   */
  public void begin(String runId, String domain, String runner, String planHash) {
    if (!Run.isId(runId)) {
      throw new WarehouseException(
          "Cannot begin run \""
              + runId
              + "\": a run id has letters, digits, points, dashes and underscores, 100 at most");
    }
    change(
        () -> {
          ledger
              .unfinished()
              .ifPresent(
                  left -> {
                    throw new WarehouseException(
                        "Cannot begin run "
                            + runId
                            + ": run "
                            + left.run().id()
                            + " is unfinished; carry it out or abandon it first");
                  });
          ledger
              .run(runId)
              .filter(run -> run.state() != Run.State.FAILED)
              .ifPresent(
                  run -> {
                    throw new WarehouseException(
                        "Cannot begin run "
                            + runId
                            + ": the ledger has it as "
                            + run.state().name().toLowerCase(Locale.ROOT)
                            + "; give another run id");
                  });
          ledger.begin(runId, domain, runner, planHash, launcher, clock.getAsLong());
          return runId;
        });
    CrashPoint.reached(CrashPoint.BEGUN);
  }

  /**
   * Notes what a run that is under way found when it asked whether rules hold, be it that it fails
   * for it.
   */
  public void recordExpectations(String runId, List<ExpectationResult> results) {
    change(
        () -> {
          expect(runId, Run.State.RUNNING);
          ledger.recordExpectations(runId, results);
          return runId;
        });
  }

  /**
   * Records what the run is to make visible. Before, the data files must be complete; they are
   * checked and put on the disk. After, the run will be carried out, whatever happens to this
   * process. Nothing is visible yet.
   *
   * @throws WarehouseException when a commit of the outcome would be refused; then nothing is
   *     recorded
   */
  public void recordOutcome(String runId, RunOutcome outcome) {
    CrashPoint.reached(CrashPoint.DECIDING);
    CommitTables.checkOrder(runId, outcome.commits());
    outcome.commits().parallelStream()
        .forEach(commit -> new CommitTable(catalog, this, runId, commit).check());
    outcome.restores().ifPresent(release -> restoring(release).check());
    change(
        () -> {
          expect(runId, Run.State.RUNNING);
          ledger.decide(runId, outcome);
          return runId;
        });
    CrashPoint.reached(CrashPoint.DECIDED);
  }

  /**
   * Makes visible what was recorded: every commit in its order, then, in one transaction, the
   * release, the steps and the run's end. May be called any number of times; what was done stays
   * done once.
   *
   * @return the release of the run; empty when there was nothing to release
   */
  public Optional<Release> carryOut(String runId) {
    Optional<Run> run = ledger.run(runId);
    if (run.isPresent() && run.get().state() == Run.State.FINISHED) {
      return ledger.releaseOf(runId);
    }
    expect(runId, Run.State.DECIDED);
    RunOutcome outcome =
        ledger
            .outcome(runId)
            .orElseThrow(() -> new IllegalStateException("Run " + runId + " has no outcome"));
    Map<TableName, Long> committed = new CommitTables(this, runId, outcome.commits()).run();
    outcome.restores().ifPresent(release -> restoring(release).run());
    CrashPoint.reached(CrashPoint.RELEASING);
    change(
        () -> {
          expect(runId, Run.State.DECIDED);
          release(runId, outcome, committed);
          ledger.record(runId, outcome.steps());
          ledger.end(runId, Run.State.FINISHED, clock.getAsLong());
          CrashPoint.reached(CrashPoint.RELEASE_WRITTEN);
          return runId;
        });
    CrashPoint.reached(CrashPoint.RELEASED);
    return ledger.releaseOf(runId);
  }

  private void release(String runId, RunOutcome outcome, Map<TableName, Long> committed) {
    Optional<Release> last = ledger.currentRelease();
    Map<TableName, Long> tables = new HashMap<>();
    for (TableName table : outcome.tables()) {
      Optional.ofNullable(committed.get(table))
          .or(() -> last.map(release -> release.snapshots().get(table)))
          .or(() -> currentSnapshot(table))
          .ifPresent(snapshot -> tables.put(table, snapshot));
    }
    outcome.restores().ifPresent(release -> tables.putAll(released(release).snapshots()));
    boolean nothingNew =
        outcome.restores().isEmpty()
            && committed.isEmpty()
            && last.map(Release::snapshots).orElse(Map.of()).equals(tables)
            && last.map(Release::views).orElse(List.of()).equals(outcome.views());
    if (!nothingNew) {
      ledger.release(runId, tables, outcome.views(), outcome.restores(), clock.getAsLong());
    }
  }

  /** What can be thrown away, and how. */
  public Maintenance maintenance() {
    return new Maintenance(catalog, ledger, this, clock);
  }

  /** Forgets earlier releases, in one transaction; the current one stays. */
  void forget(List<Release> releases) {
    change(
        () -> {
          long current = ledger.currentRelease().map(Release::id).orElse(0L);
          releases.stream().filter(r -> r.id() != current).forEach(r -> ledger.forget(r.id()));
          return current;
        });
  }

  private RestoreTables restoring(long release) {
    return new RestoreTables(catalog, this, released(release), ledger.currentRelease());
  }

  private Release released(long id) {
    return ledger
        .release(id)
        .orElseThrow(() -> new WarehouseException("There is no release " + id + " (any more)"));
  }

  private Optional<Long> currentSnapshot(TableName table) {
    return catalog
        .metadata(table)
        .flatMap(metadata -> new TableReader(table, metadata, catalog.files()).state())
        .map(TableState::snapshot);
  }

  /**
   * Gives one table its snapshot of a run, or finds that it has it. {@link #carryOut} does this for
   * every commit of a run; nothing else makes it visible to readers of releases.
   *
   * @return the id of the snapshot
   */
  long commit(String runId, TableCommit commit) {
    return new CommitTable(catalog, this, runId, commit).run();
  }

  /**
   * Notes that a run failed. A run whose outcome is recorded stays unfinished all the same, as it
   * is yet to be carried out.
   */
  public void fail(String runId, Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    change(
        () -> {
          ledger.noteError(runId, text.toString());
          if (state(runId) == Run.State.RUNNING) {
            ledger.end(runId, Run.State.FAILED, clock.getAsLong());
          }
          return runId;
        });
  }

  /**
   * Puts an unfinished run aside for good. When its outcome was recorded, tables may already have
   * its snapshots; they keep them, and the next run goes on from there.
   */
  public void abandon(String runId) {
    change(
        () -> {
          Run.State state = state(runId);
          if (state != Run.State.RUNNING && state != Run.State.DECIDED) {
            throw new WarehouseException("Cannot abandon run " + runId + ": it has ended");
          }
          ledger.end(runId, Run.State.ABANDONED, clock.getAsLong());
          return runId;
        });
  }

  private void expect(String runId, Run.State expected) {
    Run.State state = state(runId);
    if (state != expected) {
      throw new IllegalStateException(
          "Run " + runId + " is " + state + " and should be " + expected);
    }
  }

  private Run.State state(String runId) {
    return ledger
        .run(runId)
        .orElseThrow(() -> new IllegalStateException("No run " + runId + " was begun"))
        .state();
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    heart.interrupt();
    database.execute("update lodestar_lease set held = 0 where one = 1 and token = ?", token);
  }
}
