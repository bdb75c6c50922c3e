package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Section;
import dev.lodestar.spec.Yaml;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code calendar: {fiscal-year-starts: 4, week-starts: monday, today: latest}}. */
final class CalendarReader {
  private static final Map<String, DayOfWeek> DAYS =
      new TreeMap<>(
          Map.of(
              "monday", DayOfWeek.MONDAY,
              "saturday", DayOfWeek.SATURDAY,
              "sunday", DayOfWeek.SUNDAY));

  private CalendarReader() {}

  static Calendar calendar(Section section) {
    Optional<Yaml.Keys> keys = section.keys("calendar");
    if (keys.isEmpty()) {
      return Calendar.USUAL;
    }
    Section calendar = section.of(keys.get(), "fiscal-year-starts", "week-starts", "today");
    return new Calendar(
        month(calendar),
        calendar.oneOf("week-starts", DAYS).orElse(Calendar.USUAL.weekStarts()),
        calendar
            .words("today")
            .flatMap(words -> today(calendar, words))
            .orElse(Calendar.USUAL.today()));
  }

  private static int month(Section calendar) {
    Optional<Long> month = calendar.wholeNumber("fiscal-year-starts");
    if (month.filter(m -> m > 12).isPresent()) {
      calendar.report(
          calendar.words("fiscal-year-starts").orElseThrow().at(),
          "no such month " + month.get(),
          "write the number of a month, 1 for January to 12 for December");
      return 1;
    }
    return month.map(Math::toIntExact).orElse(1);
  }

  private static Optional<Calendar.Today> today(Section calendar, Section.Words words) {
    if (words.text().equals("clock")) {
      return Optional.of(new Calendar.Today(Calendar.Kind.CLOCK, Optional.empty()));
    }
    if (words.text().equals("latest")) {
      return Optional.of(new Calendar.Today(Calendar.Kind.LATEST, Optional.empty()));
    }
    try {
      LocalDate date = LocalDate.parse(words.text());
      return Optional.of(new Calendar.Today(Calendar.Kind.FIXED, Optional.of(date)));
    } catch (DateTimeParseException e) {
      calendar.report(
          words.at(),
          "unknown day \"" + words.text() + "\"",
          "write clock, latest for the last date in the data, or a date like 2025-12-31");
      return Optional.empty();
    }
  }
}
