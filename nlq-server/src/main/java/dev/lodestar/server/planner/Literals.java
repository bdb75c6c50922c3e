package dev.lodestar.server.planner;

import dev.lodestar.server.semantic.Field;
import java.time.LocalDate;

/** Values as they stand in SQL. */
final class Literals {
  private Literals() {}

  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** A value of a field, which the asker wrote as a text. */
  static String of(Field field, String value) {
    return switch (field.type().kind()) {
      case VARCHAR -> text(value);
      case DATE -> "DATE " + text(value);
      case TIMESTAMP -> "TIMESTAMP " + text(value);
      default -> value;
    };
  }

  static String day(LocalDate day) {
    return "DATE '" + day + "'";
  }

  static String day(Field field, LocalDate day) {
    return switch (field.type().kind()) {
      case TIMESTAMP -> "TIMESTAMP '" + day + " 00:00:00'";
      case VARCHAR -> text(day.toString());
      default -> day(day);
    };
  }
}
