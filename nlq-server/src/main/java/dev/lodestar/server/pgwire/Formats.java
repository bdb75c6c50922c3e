package dev.lodestar.server.pgwire;

import java.util.ArrayList;
import java.util.List;

/** Which of several values are binary, as clients say it: none means text, one is for all. */
record Formats(List<Boolean> binary) {
  static final Formats TEXT = new Formats(List.of());

  Formats {
    binary = List.copyOf(binary);
  }

  static Formats read(Message message) throws PgError {
    int count = message.count(2);
    List<Boolean> binary = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      short format = message.int16();
      if (format != 0 && format != 1) {
        throw PgError.violation("There is no format " + format);
      }
      binary.add(format == 1);
    }
    return new Formats(binary);
  }

  boolean isBinary(int index) {
    if (binary.size() <= 1) {
      return !binary.isEmpty() && binary.get(0);
    }
    return index < binary.size() && binary.get(index);
  }

  /** The same for each column of what a statement gives. */
  boolean[] of(Statement statement) throws PgError {
    int columns = statement.fields().map(List::size).orElse(0);
    if (binary.size() > 1 && binary.size() != columns) {
      throw PgError.violation(binary.size() + " formats for " + columns + " columns");
    }
    boolean[] all = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      all[i] = isBinary(i);
    }
    return all;
  }
}
