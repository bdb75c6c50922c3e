package dev.lodestar.server.planner;

import java.util.Arrays;

/** How a value stands to another. */
public enum Comparison {
  LESS("<"),
  AT_MOST("<="),
  EQUAL("="),
  UNLIKE("<>"),
  AT_LEAST(">="),
  MORE(">");

  private final String sql;

  Comparison(String sql) {
    this.sql = sql;
  }

  public String sql() {
    return sql;
  }

  public static Comparison of(Object sign) {
    return Arrays.stream(values()).filter(c -> c.sql.equals(sign)).findFirst().orElseThrow();
  }

  /** What holds when this does not. */
  public Comparison negated() {
    return switch (this) {
      case LESS -> AT_LEAST;
      case AT_MOST -> MORE;
      case EQUAL -> UNLIKE;
      case UNLIKE -> EQUAL;
      case AT_LEAST -> LESS;
      case MORE -> AT_MOST;
    };
  }
}
