package dev.lodestar.server.planner;

import java.math.BigDecimal;
import java.util.function.Function;

/** Which of the rows that are in an order are kept. */
public sealed interface Kept {

  /** The first few. */
  record First(int rows) implements Kept {}

  /** The one at a place: the second best. */
  record Nth(int place) implements Kept {}

  /** So many percent of the rows from the first on, rounded up to whole rows. */
  record Percent(BigDecimal percent) implements Kept {
    public Percent {
      BigDecimal plain = percent.stripTrailingZeros();
      percent = plain.scale() < 0 ? plain.setScale(0) : plain;
    }
  }

  /** How many there are to be at most. */
  int MOST_ROWS = 100_000;

  /** Whether there can be such rows. */
  default boolean isPossible() {
    return match(
        first -> first.rows() >= 1 && first.rows() <= MOST_ROWS,
        nth -> nth.place() >= 2 && nth.place() <= MOST_ROWS,
        part -> part.percent().signum() > 0 && part.percent().compareTo(HUNDRED) <= 0);
  }

  /** All there is, in percent. */
  BigDecimal HUNDRED = BigDecimal.valueOf(100);

  default <T> T match(
      Function<First, T> first, Function<Nth, T> nth, Function<Percent, T> percent) {
    if (this instanceof First f) {
      return first.apply(f);
    }
    return this instanceof Nth n ? nth.apply(n) : percent.apply((Percent) this);
  }
}
