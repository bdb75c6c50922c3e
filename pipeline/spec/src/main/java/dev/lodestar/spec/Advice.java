package dev.lodestar.spec;

import java.util.Collection;
import java.util.stream.Collectors;

/** What to do about a word that is not known. */
public final class Advice {
  private static final int MOST_NAMES = 15;

  private Advice() {}

  /** {@code use one of table, view; did you mean "table"?} */
  public static String oneOf(String word, Collection<String> known) {
    String names = known.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    String use =
        known.size() == 1
            ? "use " + names
            : "use one of " + names + (known.size() > MOST_NAMES ? ", …" : "");
    return Nearest.to(word, known)
        .map(name -> use + "; did you mean \"" + name + "\"?")
        .orElse(use);
  }
}
