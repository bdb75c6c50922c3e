package dev.lodestar.server.answer;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.semantic.Names;
import dev.lodestar.spec.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an asker gets.
 *
 * @param text one sentence or two, in the asker's language; on a line of its own, what a language
 *     model remarks
 * @param sql the statement whose rows these are; empty when there is no answer
 * @param titles how each column is called for people, by language
 * @param choices what may be meant, in words, when the question is asked back; what is close to the
 *     words, when it is refused
 * @param chart how the rows may be drawn
 * @param thoughts how the question was understood
 * @param query what was understood, for questions that go on from it
 */
public record Answer(
    String question,
    Language language,
    Status status,
    String text,
    String sql,
    List<Column> columns,
    List<Names> titles,
    List<List<@Nullable Object>> rows,
    boolean truncated,
    List<String> choices,
    Optional<ChartHint> chart,
    List<Thought> thoughts,
    Optional<LogicalQuery> query,
    long elapsedMillis) {

  /** What came of the question. */
  public enum Status {
    ANSWERED("answered"),
    ASKED_BACK("asked-back"),
    /** The model tells it, in words and without rows. */
    TOLD("told"),
    REFUSED("refused");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** A step of understanding. */
  public record Thought(Kind kind, String text) {
    /** What it tells of. */
    public enum Kind {
      UNDERSTANDING,
      SOURCE,
      ASSUMPTION,
      VERIFIED,
      /** A language model, not the parser, understood the question. */
      DRAFTED,
      /** A language model was told the rows, whatever came of it. */
      REMARKED
    }
  }

  /**
   * How rows may be drawn.
   *
   * @param kind {@code line}, {@code bar} or {@code figure}
   * @param x the column along which values stand
   * @param y the column of the values
   */
  public record ChartHint(String kind, String x, String y) {}

  public Answer {
    columns = List.copyOf(columns);
    titles = List.copyOf(titles);
    rows = List.copyOf(rows);
    choices = List.copyOf(choices);
    thoughts = List.copyOf(thoughts);
  }

  /** How its columns are called for people, in the language of the answer. */
  public List<String> headings() {
    List<String> headings = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String title = titles.get(i).shown().get(language);
      headings.add(
          Telling.capital(title == null ? columns.get(i).name().replace('_', ' ') : title));
    }
    return headings;
  }

  /** Whether a language model understood the question. */
  public boolean isDrafted() {
    return thoughts.stream().anyMatch(thought -> thought.kind() == Thought.Kind.DRAFTED);
  }

  /** Whether no language model had a part in it. */
  public boolean isUnaided() {
    return !isDrafted()
        && thoughts.stream().noneMatch(thought -> thought.kind() == Thought.Kind.REMARKED);
  }

  /** The same, to be remembered when nobody will look at the rows again. */
  public Answer withoutRows() {
    return new Answer(
        question,
        language,
        status,
        text,
        sql,
        columns,
        titles,
        List.of(),
        truncated,
        choices,
        chart,
        thoughts,
        query,
        elapsedMillis);
  }
}
