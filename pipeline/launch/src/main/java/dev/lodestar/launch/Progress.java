package dev.lodestar.launch;

import dev.lodestar.layers.RunFolder;
import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.tables.RunNotes;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever waits how far a run is, from the notes that workers leave. On a terminal one line
 * is written over and over; elsewhere each table gets a line when it is first heard of, whenever
 * its rows have doubled since, and in the end when more have come.
 */
final class Progress {
  private static final long EVERY_MILLIS = 200;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean quiet;
  private final long start = System.nanoTime();
  private int tables;
  private String shown = "";

  private Progress(PrintStream out, boolean terminal, boolean quiet) {
    this.out = out;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** On standard error, so that standard output is for results alone. */
  static Progress onStandardError(boolean quiet) {
    return new Progress(System.err, System.console() != null, quiet);
  }

  void note(String words) {
    if (!quiet) {
      out.println(words);
    }
  }

  void planned(RunPlan plan) {
    tables = (int) plan.tables().stream().filter(TablePlan::changes).count();
    if (tables > 0) {
      note(
          "Run "
              + plan.runId()
              + ": "
              + tables
              + " of "
              + plan.tables().size()
              + " tables to make");
    }
  }

  /** Follows a run until closed. */
  AutoCloseable watch(RunFolder folder) {
    if (quiet) {
      return () -> {};
    }
    Watch watch = new Watch(folder);
    watch.setDaemon(true);
    watch.start();
    return watch::end;
  }

  /** What is known of one table. */
  private record Seen(long rows, long millis, boolean before) {
    static Seen of(RunNotes.Note note) {
      return new Seen(note.rows(), note.millis(), note.before());
    }

    Seen and(Seen more) {
      return new Seen(rows + more.rows, millis + more.millis, before && more.before);
    }

    String words() {
      return String.format("%,d rows", rows) + (before ? ", kept" : "");
    }
  }

  private final class Watch extends Thread {
    private final RunFolder folder;
    private final Map<String, Seen> told = new LinkedHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable IOException fault;

    Watch(RunFolder folder) {
      super("lodestar-progress");
      this.folder = folder;
    }

    @Override
    public void run() {
      try {
        long pause = folder.isCheapToAsk() ? EVERY_MILLIS : 10 * EVERY_MILLIS;
        do {
          look(2);
        } while (!ended.await(pause, TimeUnit.MILLISECONDS));
      } catch (IOException e) {
        fault = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /**
     * @param growth how many times as many rows as were told of are worth another line
     */
    private void look(int growth) throws IOException {
      Map<String, Seen> seen = new LinkedHashMap<>();
      List<RunNotes.Note> notes = folder.notes().notes();
      notes.forEach(n -> seen.merge(n.table(), Seen.of(n), Seen::and));
      if (terminal) {
        line(seen);
      } else {
        seen.forEach(
            (table, s) -> {
              Seen before = told.get(table);
              long few = before == null ? -1 : Math.max(before.rows() + 1, growth * before.rows());
              if (s.rows() >= few) {
                told.put(table, s);
                out.printf("%6.1f s  %s  %s%n", seconds(), table, s.words());
              }
            });
      }
    }

    private void line(Map<String, Seen> seen) {
      long rows = seen.values().stream().mapToLong(Seen::rows).sum();
      String last = seen.isEmpty() ? "" : List.copyOf(seen.keySet()).get(seen.size() - 1);
      String text =
          String.format(
              "%d of %d tables · %,d rows · %.1f s  %s",
              seen.size(), tables, rows, seconds(), last);
      out.print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
      out.flush();
      shown = text;
    }

    private void end() throws IOException, InterruptedException {
      ended.countDown();
      join();
      IOException stopped = fault;
      if (stopped != null) {
        out.println("(progress could not be followed: " + stopped.getMessage() + ")");
      } else {
        look(1);
      }
      if (terminal) {
        out.print("\r" + " ".repeat(shown.length()) + "\r");
        out.flush();
      }
    }
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
