package dev.lodestar.server.answer;

import dev.lodestar.server.answer.Answer.Status;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the questions of a domain and holds the answers against the SQL beside them. */
public final class Evaluation {
  private final Asker asker;
  private final Catalog catalog;
  private final QueryEngine engine;
  private final List<Result> results = new ArrayList<>();

  private Evaluation(Asker asker, Catalog catalog, QueryEngine engine) {
    this.asker = asker;
    this.catalog = catalog;
    this.engine = engine;
  }

  /** What came of one wording. */
  public enum Outcome {
    RIGHT,
    WRONG,
    ASKED_BACK,
    REFUSED
  }

  /**
   * One wording, and what came of it.
   *
   * @param expected what should have come of it
   */
  public record Result(
      Language language, String question, Question.Expect expected, Outcome outcome, String why) {

    /** Whether it is what should have come of it. */
    public boolean isGood() {
      return switch (expected) {
        case ANSWERED -> outcome == Outcome.RIGHT;
        case ASKED_BACK -> outcome == Outcome.ASKED_BACK;
        case REFUSED -> outcome == Outcome.REFUSED;
      };
    }
  }

  /** Asks every wording in every language. */
  public static List<Result> of(
      Asker asker, Catalog catalog, QueryEngine engine, List<Question> questions)
      throws QueryFailed, IOException {
    Evaluation evaluation = new Evaluation(asker, catalog, engine);
    for (Question question : questions) {
      for (Language language : Language.values()) {
        for (String wording : question.ask().in(language.code())) {
          evaluation.ask(question, wording, language, Optional.empty());
        }
      }
    }
    return evaluation.results;
  }

  private void ask(Question question, String wording, Language language, Optional<Answer> before)
      throws QueryFailed, IOException {
    Answer answer = asker.ask(wording, Optional.of(language), before);
    results.add(
        new Result(language, wording, question.expect(), outcome(question, answer), why(answer)));
    Optional<Answer> last = answer.query().isPresent() ? Optional.of(answer) : before;
    for (Question next : question.then()) {
      List<String> wordings = next.ask().in(language.code());
      if (wordings.isEmpty()) {
        return;
      }
      Answer following = asker.ask(wordings.get(0), Optional.of(language), last);
      results.add(
          new Result(
              language,
              "+ " + wordings.get(0),
              next.expect(),
              outcome(next, following),
              why(following)));
      last = following.query().isPresent() ? Optional.of(following) : last;
    }
  }

  private static String why(Answer answer) {
    return answer.status() == Status.ANSWERED
        ? answer.text()
        : answer.text() + " " + String.join(" / ", answer.choices());
  }

  private Outcome outcome(Question question, Answer answer) throws QueryFailed, IOException {
    return switch (answer.status()) {
      case ASKED_BACK -> Outcome.ASKED_BACK;
      case REFUSED -> Outcome.REFUSED;
      case ANSWERED ->
          question.sql().isPresent()
                  && SameRows.in(rows(question.sql().get().text()), answer.rows())
              ? Outcome.RIGHT
              : Outcome.WRONG;
    };
  }

  private List<List<@Nullable Object>> rows(String sql) throws QueryFailed, IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try {
      engine
          .prepare(catalog, QueryEngine.DEFAULT_SCHEMA, sql, QueryLimits.NONE)
          .run(cells -> rows.add(new ArrayList<>(Arrays.asList(cells.toArray()))));
    } catch (SqlProblem e) {
      throw new IllegalStateException("The SQL beside a question is wrong: " + e.getMessage(), e);
    }
    return rows;
  }
}
