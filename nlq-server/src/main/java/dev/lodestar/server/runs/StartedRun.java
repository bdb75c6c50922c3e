package dev.lodestar.server.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that this server has started, as far as its process tells. */
public final class StartedRun {
  private static final Logger LOG = LoggerFactory.getLogger(StartedRun.class);

  private final String id;
  private final Errand errand;
  private final long startedMillis;
  private final Process process;
  private final RunLogs logs;
  private final RunLog log = new RunLog(RunLogs.MOST_OF_ONE);
  private final RunLog result = new RunLog(RunLogs.MOST_OF_ONE);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean cancelled;
  private volatile long endedMillis;

  /** What has become of the process. */
  public enum State {
    RUNNING,
    /** It was told to end, and has not yet. */
    CANCELLING,
    FINISHED,
    FAILED,
    CANCELED
  }

  StartedRun(String id, Errand errand, long startedMillis, Process process, RunLogs logs) {
    this.id = id;
    this.errand = errand;
    this.startedMillis = startedMillis;
    this.process = process;
    this.logs = logs;
  }

  /** Listens to the process until it ends. */
  void follow() {
    Thread errors = new Thread(() -> read(process.getErrorStream(), false), "lodestar-run-errors");
    Thread rest =
        new Thread(
            () -> {
              read(process.getInputStream(), true);
              end(errors);
            },
            "lodestar-run");
    errors.start();
    rest.start();
  }

  private void read(InputStream said, boolean isResult) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(said, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (isResult) {
          result.add(line);
        }
      }
    } catch (IOException e) {
      log.add("(what the run says cannot be read any more: " + e.getMessage() + ")");
    }
  }

  private void end(Thread errors) {
    try {
      errors.join();
      process.waitFor();
      endedMillis = System.currentTimeMillis();
      logs.keep(id, startedMillis, log.lines());
    } catch (IOException e) {
      LOG.warn("The log of run {} cannot be kept", id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }

  public String id() {
    return id;
  }

  public Errand errand() {
    return errand;
  }

  public long startedMillis() {
    return startedMillis;
  }

  /** When it ended; empty while it has not. */
  public Optional<Long> endedMillis() {
    return isOver() ? Optional.of(endedMillis) : Optional.empty();
  }

  public boolean isOver() {
    return over.getCount() == 0;
  }

  public State state() {
    if (!isOver()) {
      return cancelled ? State.CANCELLING : State.RUNNING;
    }
    if (process.exitValue() == 0) {
      return State.FINISHED;
    }
    return cancelled ? State.CANCELED : State.FAILED;
  }

  /** All that it said so far. */
  public List<String> log() {
    return log.lines();
  }

  /** What it gave as its result, as text. */
  public String result() {
    return String.join("\n", result.lines());
  }

  /**
   * Has the process end as Ctrl-C does, so that it gives up what it has begun at its engine. One
   * that is told so again is not waited for.
   */
  public synchronized void cancel() {
    boolean again = cancelled;
    cancelled = true;
    process.descendants().forEach(child -> end(child, again));
    end(process.toHandle(), again);
  }

  private static void end(ProcessHandle process, boolean atOnce) {
    if (atOnce) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
  }

  /** Waits for the end. */
  boolean await(Duration time) throws InterruptedException {
    return over.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
