package dev.lodestar.sql;

import java.util.List;

/**
 * How a query is spread over workers: its stages, the last of which gives the result, and the
 * reasons in words.
 *
 * @param hashed columns of the result such that rows which agree in them are in one fragment; empty
 *     when nothing is known
 * @param why for people who read the plan, one reason a line, in the order of the stages
 */
public record Distribution(List<Stage> stages, List<String> hashed, List<String> why) {

  public Distribution {
    stages = List.copyOf(stages);
    hashed = List.copyOf(hashed);
    why = List.copyOf(why);
  }

  public Stage last() {
    return stages.get(stages.size() - 1);
  }

  /** One word for the whole: {@code whole}, {@code rowwise} or {@code keyed}. */
  public String word() {
    return switch (last().spread()) {
      case ONE -> stages.size() == 1 ? "whole" : "global";
      case BY_FILE -> "rowwise";
      case BY_KEY -> "keyed";
    };
  }
}
