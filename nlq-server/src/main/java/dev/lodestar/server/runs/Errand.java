package dev.lodestar.server.runs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run is started for.
 *
 * @param kind run everything that is out of date, have a run that failed go on, or try again what
 *     was set aside
 * @param table whose rows are tried again; empty for those of all tables, and for a run
 * @param failed the run that goes on; empty for a new one
 */
public record Errand(Kind kind, Optional<String> table, Optional<String> failed) {

  /** What is done. */
  public enum Kind {
    RUN("run"),
    RETRY("run"),
    REPLAY("replay");

    private final String command;

    Kind(String command) {
      this.command = command;
    }

    /** What it is called. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The command that does it. */
    String command() {
      return command;
    }
  }

  public Errand {
    if (kind != Kind.REPLAY && table.isPresent()) {
      throw new IllegalArgumentException("A run is of all tables, not of " + table.get());
    }
    if ((kind == Kind.RETRY) != failed.isPresent()) {
      throw new IllegalArgumentException("Which run goes on is said of a retry, not of " + kind);
    }
  }

  /** To bring all tables up to date. */
  public static Errand run() {
    return new Errand(Kind.RUN, Optional.empty(), Optional.empty());
  }

  /** To have a run that failed go on from what it had written. */
  public static Errand retry(String run) {
    return new Errand(Kind.RETRY, Optional.empty(), Optional.of(run));
  }

  /** To try rows again that were set aside. */
  public static Errand replay(Optional<String> table) {
    return new Errand(Kind.REPLAY, table, Optional.empty());
  }

  /**
   * What is said after the domain on the command line.
   *
   * @param runId of the run that is started or goes on
   */
  List<String> words(String runId) {
    return switch (kind) {
      case RUN -> List.of("--run-id=" + runId);
      case RETRY -> List.of("--retry=" + runId);
      // The outcome of a replay is a few numbers, which are told to programs as JSON.
      case REPLAY ->
          Stream.concat(table.stream(), Stream.of("--json", "--run-id=" + runId)).toList();
    };
  }
}
