package dev.lodestar.spec;

import java.io.Serializable;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a source reads from a database.
 *
 * @param url of JDBC, or {@code ${env:NAME}} for what the environment says where it is read
 * @param user in the same way; empty to leave it to the URL
 * @param password only from the environment; empty when there is none
 * @param rows an SQL query of the database whose rows are read
 * @param name what the rows are called in {@code _source_file}
 * @param partition a column of whole numbers by which the rows are read in parallel; empty for none
 * @param partitions how many readers there are
 * @param watermark a column that only grows, of which rows above the last one read are new; empty
 *     for none
 */
public record DatabaseTable(
    String url,
    String user,
    String password,
    String rows,
    String name,
    String partition,
    int partitions,
    String watermark)
    implements Serializable {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /**
   * A text, or what the environment says instead.
   *
   * @throws IllegalArgumentException when the environment does not have it; names the variable only
   */
  public static String resolve(String text, Map<String, String> environment) {
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches()) {
      return text;
    }
    String value = environment.get(reference.group(1));
    if (value == null) {
      throw new IllegalArgumentException(
          "the environment variable " + reference.group(1) + " is not set");
    }
    return value;
  }
}
