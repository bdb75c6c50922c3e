package dev.lodestar.spec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The five fields of a schedule: minute, hour, day of month, month, day of week. */
public final class Cron {

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

  /** A February 29th may be eight years ahead. */
  private static final int DAYS_AHEAD = 8 * 366 + 1;

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

  /**
   * The next moments of a schedule without mistakes; fewer where there are not so many within some
   * years, as of a February 30th. Where both the day of the month and the day of the week are told,
   * either will do, as with cron.
   *
   * @param after a moment that is itself too early
   */
  public static List<Instant> next(String schedule, Instant after, int howMany) {
    String[] fields = schedule.strip().split("\\s+", -1);
    List<BitSet> wanted = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      wanted.add(values(fields[i], FIELDS.get(i)));
    }
    wanted.get(4).set(0, wanted.get(4).get(0) || wanted.get(4).get(7));
    boolean either = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    List<Instant> found = new ArrayList<>();
    LocalDate first = after.atOffset(ZoneOffset.UTC).toLocalDate();
    for (int day = 0; day < DAYS_AHEAD && found.size() < howMany; day++) {
      LocalDate date = first.plusDays(day);
      boolean inMonth = wanted.get(2).get(date.getDayOfMonth());
      boolean inWeek = wanted.get(4).get(date.getDayOfWeek().getValue() % 7);
      if (wanted.get(3).get(date.getMonthValue())
          && (either ? inMonth || inWeek : inMonth && inWeek)) {
        wanted.get(1).stream()
            .boxed()
            .flatMap(
                hour ->
                    wanted.get(0).stream()
                        .mapToObj(minute -> date.atTime(hour, minute).toInstant(ZoneOffset.UTC)))
            .filter(moment -> moment.isAfter(after))
            .limit((long) howMany - found.size())
            .forEach(found::add);
      }
    }
    return List.copyOf(found);
  }

  private static BitSet values(String text, Field field) {
    BitSet values = new BitSet();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("Not a schedule: " + text);
      }
      boolean open =
          matcher.group(1) == null || (matcher.group(2) == null && matcher.group(3) != null);
      int from = number(matcher.group(1), field.lowest());
      int to = open ? field.highest() : number(matcher.group(2), from);
      for (int value = from; value <= to; value += number(matcher.group(3), 1)) {
        values.set(value);
      }
    }
    return values;
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
