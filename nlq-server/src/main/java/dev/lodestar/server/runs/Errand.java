package dev.lodestar.server.runs;

import java.util.List;
import java.util.Optional;

/**
 * What a run is started for.
 *
 * @param kind run everything that is out of date, or try again what was set aside
 * @param table whose rows are tried again; empty for those of all tables, and for a run
 */
public record Errand(Kind kind, Optional<String> table) {

  /** The command that does it. */
  public enum Kind {
    RUN("run"),
    REPLAY("replay");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The command's name. */
    public String word() {
      return word;
    }
  }

  public Errand {
    if (kind == Kind.RUN && table.isPresent()) {
      throw new IllegalArgumentException("A run is of all tables, not of " + table.get());
    }
  }

  /** To bring all tables up to date. */
  public static Errand run() {
    return new Errand(Kind.RUN, Optional.empty());
  }

  /** To try rows again that were set aside. */
  public static Errand replay(Optional<String> table) {
    return new Errand(Kind.REPLAY, table);
  }

  /** What is said after the domain on the command line. */
  List<String> words() {
    return switch (kind) {
      case RUN -> List.of();
      // The outcome of a replay is a few numbers, which are told to programs as JSON.
      case REPLAY -> table.map(name -> List.of(name, "--json")).orElseGet(() -> List.of("--json"));
    };
  }
}
