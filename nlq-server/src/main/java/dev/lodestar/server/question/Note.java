package dev.lodestar.server.question;

import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import java.time.LocalDate;
import java.util.List;

/** Something that the words left open and a rule filled in, to be told to the asker. */
public sealed interface Note {
  record LatestMeant(TimeRange range) implements Note {}

  record UnitMeant(Unit unit) implements Note {}

  record UsualMeasure(String metric) implements Note {}

  record UsualRows(int rows) implements Note {}

  /** What was done was not said: rows of this dataset are meant. */
  record UsualRowsOf(String dataset) implements Note {}

  record Counted() implements Note {}

  /** What is counted are those of today, whether or not that was said. */
  record AsToday() implements Note {}

  record LowerIsBetter() implements Note {}

  /** What had nothing before, or less than that, has no growth in percent. */
  record GrowthInPercent() implements Note {}

  /** A part of the rows is one of whole rows. */
  record RoundedUp() implements Note {}

  /** A value was named without its field, and fields beside the plain one have it too. */
  record PlainMeant(FieldRef plain, List<FieldRef> others) implements Note {
    public PlainMeant {
      others = List.copyOf(others);
    }
  }

  /**
   * Times of which it is asked how little happened in them, from the first known day to the last.
   */
  record KnownTimes() implements Note {}

  /** A time that is not over is held against one that is. */
  record NotOver(TimeRange range, LocalDate today) implements Note {}

  /** Rows tell no finer than this, and are all taken of which a part was asked for. */
  record WholeUnits(Unit unit) implements Note {}

  /** A misspelt word and what was read for it. */
  record Repaired(String word, String read) implements Note {}
}
