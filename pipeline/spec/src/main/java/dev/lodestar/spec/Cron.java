package dev.lodestar.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The five fields of a schedule: minute, hour, day of month, month, day of week. */
final class Cron {

  private record Field(String name, int lowest, int highest) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59),
          new Field("hour", 0, 23),
          new Field("day of month", 1, 31),
          new Field("month", 1, 12),
          new Field("day of week", 0, 7));

  private static final Pattern PART =
      Pattern.compile("(?:\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/(\\d{1,2}))?");

  private Cron() {}

  /** What is wrong with a schedule, if anything. */
  static Optional<String> mistakeIn(String schedule) {
    String[] fields = schedule.strip().split("\\s+", -1);
    if (fields.length != FIELDS.size()) {
      return Optional.of("a schedule has 5 fields, found " + fields.length);
    }
    for (int i = 0; i < fields.length; i++) {
      for (String part : fields[i].split(",", -1)) {
        if (!fits(part, FIELDS.get(i))) {
          return Optional.of("no such " + FIELDS.get(i).name() + " \"" + part + "\"");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean fits(String part, Field field) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      return false;
    }
    int from = number(matcher.group(1), field.lowest());
    int to = number(matcher.group(2), from);
    int step = number(matcher.group(3), 1);
    return from >= field.lowest() && from <= to && to <= field.highest() && step > 0;
  }

  private static int number(String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }
}
