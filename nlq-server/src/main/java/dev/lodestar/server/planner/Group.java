package dev.lodestar.server.planner;

import dev.lodestar.server.time.Unit;
import java.util.Optional;
import java.util.function.Function;

/** What rows are put together by. */
public sealed interface Group {

  /** The values of a field. */
  record ByField(Attribute attribute) implements Group {
    @Override
    public <T> T match(
        Function<ByField, T> field, Function<ByTime, T> time, Function<ByPart, T> part) {
      return field.apply(this);
    }
  }

  /**
   * Units of time.
   *
   * @param time the field that tells when; the usual one unless given
   */
  record ByTime(Unit unit, Optional<Attribute> time) implements Group {
    @Override
    public <T> T match(
        Function<ByField, T> field, Function<ByTime, T> time, Function<ByPart, T> part) {
      return time.apply(this);
    }
  }

  /** The same part of every year, week or day: all Mondays together. */
  record ByPart(TimePart part, Optional<Attribute> time) implements Group {
    @Override
    public <T> T match(
        Function<ByField, T> field, Function<ByTime, T> time, Function<ByPart, T> part) {
      return part.apply(this);
    }
  }

  <T> T match(Function<ByField, T> field, Function<ByTime, T> time, Function<ByPart, T> part);
}
