package dev.lodestar.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of names that an author gives. */
final class Names {
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern COLUMN = Pattern.compile("_?[a-z][a-z0-9_]*");
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern DOMAIN = Pattern.compile("[a-z][a-z0-9_-]*");

  private Names() {}

  /** Whether a name is a table's or a rule's: {@code dim_customers}. */
  static boolean checkTable(String what, String name, Position at, Problems problems) {
    return check(TABLE, what, name, at, problems);
  }

  /** Whether a name is a column's; Lodestar's own begin with an underscore. */
  static boolean checkColumn(String name, Position at, Problems problems) {
    return check(COLUMN, "column name", name, at, problems);
  }

  static boolean checkVariable(String name, Position at, Problems problems) {
    if (!KEBAB.matcher(name).matches()) {
      problems.add(
          at,
          "bad variable name \"" + name + "\"",
          "use lower-case letters, digits and -, starting with a letter"
              + example(snakeCase(name).replace('_', '-'), KEBAB));
      return false;
    }
    return true;
  }

  static boolean checkDomain(String name, Position at, Problems problems) {
    if (!DOMAIN.matcher(name).matches()) {
      problems.add(
          at,
          "bad domain name \"" + name + "\"",
          "use lower-case letters, digits, _ and -, starting with a letter"
              + example(snakeCase(name), DOMAIN));
      return false;
    }
    return true;
  }

  /** The name of a column that is closest to how a file calls it. */
  static Optional<String> columnFor(String field) {
    return Optional.of(snakeCase(field)).filter(name -> TABLE.matcher(name).matches());
  }

  private static boolean check(
      Pattern form, String what, String name, Position at, Problems problems) {
    if (!form.matcher(name).matches()) {
      problems.add(
          at,
          "bad " + what + " \"" + name + "\"",
          "use lower-case letters, digits and _, starting with a letter"
              + example(snakeCase(name), form));
      return false;
    }
    return true;
  }

  private static String example(String name, Pattern form) {
    return form.matcher(name).matches() ? ", as in " + name : "";
  }

  private static String snakeCase(String name) {
    return name.strip()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_+|_+$", "");
  }
}
