package dev.lodestar.sql;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names as they stand in statements of the dialect. */
public final class Identifiers {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  static {
    CalciteSettings.load();
  }

  private Identifiers() {}

  /** The name, between quotes where it would be read as something else without. */
  public static String written(String name) {
    boolean plain =
        PLAIN.matcher(name).matches()
            && !Reader.reservedWords().contains(name)
            && !Reader.reservedWords().contains(name.toUpperCase(Locale.ROOT));
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
