package dev.lodestar.server.question;

import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How old somebody is, told by a date of birth: in whole years that have passed, so that who is 70
 * and a half is not older than 70.
 */
final class Ages {
  private static final int MOST = 200;

  private final LocalDate today;

  /**
   * @param today on which ages are counted
   */
  Ages(LocalDate today) {
    this.today = today;
  }

  /** So much older or younger; nothing for what is no age. */
  @Nullable Condition compared(Attribute born, String sign, BigDecimal years) {
    if (!isAge(years)) {
      return null;
    }
    int age = years.intValue();
    return switch (sign) {
      case ">" -> born(born, Optional.empty(), atLeast(age + 1));
      case ">=" -> born(born, Optional.empty(), atLeast(age));
      case "<" -> born(born, atMost(age - 1), Optional.empty());
      case "<=" -> born(born, atMost(age), Optional.empty());
      case "=" -> born(born, atMost(age), atLeast(age));
      default -> null;
    };
  }

  /** Between two ages, both of which belong to it. */
  @Nullable Condition between(Attribute born, BigDecimal low, BigDecimal high) {
    return isAge(low) && isAge(high) && low.compareTo(high) <= 0
        ? born(born, atMost(high.intValue()), atLeast(low.intValue()))
        : null;
  }

  private static boolean isAge(BigDecimal years) {
    return years.stripTrailingZeros().scale() <= 0
        && years.signum() > 0
        && years.compareTo(BigDecimal.valueOf(MOST)) < 0;
  }

  /** The day after the last on which those were born who are so old. */
  private Optional<LocalDate> atLeast(int age) {
    return Optional.of(today.minusYears(age).plusDays(1));
  }

  /** The first day on which those were born who are no older. */
  private Optional<LocalDate> atMost(int age) {
    return Optional.of(today.minusYears(age + 1L).plusDays(1));
  }

  private static Condition born(
      Attribute date, Optional<LocalDate> first, Optional<LocalDate> before) {
    TimeRange range = new TimeRange(first, before, Unit.DAY, TimeRange.Assumed.NOTHING);
    return new Condition.During(List.of(range), Optional.of(date), false);
  }
}
