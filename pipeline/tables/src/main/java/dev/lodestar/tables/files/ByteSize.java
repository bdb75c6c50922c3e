package dev.lodestar.tables.files;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it: 500MB, 20 GB, 0. */
public final class ByteSize {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})\\s*([KMGT]?)B?");

  private ByteSize() {}

  /** Reads one; a megabyte has 1024 kilobytes. */
  public static long parse(String text) {
    Matcher size = WRITTEN.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no size; write it like 500MB or 20GB");
    }
    int power = "KMGT".indexOf(size.group(2)) + 1;
    return Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : 10 * power);
  }
}
