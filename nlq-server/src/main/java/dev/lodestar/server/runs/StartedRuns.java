package dev.lodestar.server.runs;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.tables.Run;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs that this server has started: one at a time for each domain. */
public final class StartedRuns implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Optional<Launcher> launcher;
  private final Clock clock;
  private final Map<String, StartedRun> latest = new HashMap<>();
  private boolean closed;

  /**
   * @param launcher empty where runs are started from the command line only
   */
  public StartedRuns(Optional<Launcher> launcher, Clock clock) {
    this.launcher = launcher;
    this.clock = clock;
  }

  /** Whether runs are ever started from here. */
  public boolean arePossible() {
    return launcher.isPresent();
  }

  /** Why no run of a domain can be started now; empty when one can. */
  public synchronized Optional<String> hindrance(ServedDomain domain) {
    if (launcher.isEmpty()) {
      return Optional.of(
          "This server does not know the lodestar script: start runs from the command line, with"
              + " lodestar run "
              + domain.domain().folder());
    }
    return Optional.ofNullable(latest.get(domain.name()))
        .filter(run -> !run.isOver())
        .map(
            run -> "Run " + run.id() + " of " + domain.name() + " is going on; wait, or cancel it");
  }

  /** What can carry a run; empty where none is ever started from here. */
  public List<String> runners() {
    return launcher.map(Launcher::runners).orElse(List.of());
  }

  /**
   * Starts a run.
   *
   * @param runner one of {@link #runners}; empty for the launcher's own choice
   */
  public synchronized StartedRun start(ServedDomain domain, Errand errand, Optional<String> runner)
      throws CannotStart {
    Optional<String> hindrance =
        closed ? Optional.of("The server is being stopped") : hindrance(domain);
    if (hindrance.isPresent() || launcher.isEmpty()) {
      throw new CannotStart(hindrance.orElse("There is no launcher"), null);
    }
    String id = errand.failed().orElseGet(Run::newId);
    List<String> command = launcher.get().command(domain.domain().folder(), id, errand, runner);
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      StartedRun run =
          new StartedRun(id, errand, clock.millis(), process, new RunLogs(domain.warehouse()));
      run.follow();
      latest.put(domain.name(), run);
      return run;
    } catch (IOException e) {
      throw new CannotStart("Cannot start " + launcher.get().script() + ": " + e.getMessage(), e);
    }
  }

  /** The run of a domain that was started last. */
  public synchronized Optional<StartedRun> latest(String domain) {
    return Optional.ofNullable(latest.get(domain));
  }

  /** What a run said, wherever that is kept. */
  public Optional<List<String>> log(ServedDomain domain, String runId) throws IOException {
    Optional<StartedRun> started = latest(domain.name()).filter(run -> run.id().equals(runId));
    return started.isPresent()
        ? started.map(StartedRun::log)
        : new RunLogs(domain.warehouse()).find(runId);
  }

  /**
   * Has the runs that go on give up, as they would when somebody stops them, and waits for that.
   */
  @Override
  public void close() throws InterruptedException {
    List<StartedRun> all;
    synchronized (this) {
      closed = true;
      all = latest.values().stream().filter(run -> !run.isOver()).toList();
    }
    all.forEach(StartedRun::cancel);
    for (StartedRun run : all) {
      if (!run.await(PATIENCE)) {
        run.cancel();
        run.await(PATIENCE);
      }
    }
  }
}
