package dev.lodestar.server.semantic;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a column says of those at whom it points: they "handled" it, where the column is called
 * {@code handled_by}. So is the part called that they play, where the model has no name for it.
 */
public final class DoneBy {
  private static final Pattern COLUMN =
      Pattern.compile("(\\p{L}{3,})_by(_(id|key|code|no|\\p{L}+_id))?");

  private DoneBy() {}

  /** The verb with its "by"; empty where the columns tell of no deed. */
  public static String role(List<String> columns) {
    Matcher done = COLUMN.matcher(columns.size() == 1 ? columns.get(0) : "");
    return done.matches() ? done.group(1) + " by" : "";
  }
}
