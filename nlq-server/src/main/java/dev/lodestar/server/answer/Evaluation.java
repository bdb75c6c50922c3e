package dev.lodestar.server.answer;

import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.server.answer.Answer.Status;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.spec.SqlText;
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
   * @param why what was said
   * @param sql the statement that answered it; empty when none did
   * @param right the SQL beside it; empty where no answer is expected
   * @param differences how the rows differ from the right ones
   */
  public record Result(
      Language language,
      String question,
      Question.Expect expected,
      Outcome outcome,
      String why,
      String sql,
      String right,
      List<Difference> differences) {

    public Result {
      differences = List.copyOf(differences);
    }

    /** Whether it is what should have come of it. */
    public boolean isGood() {
      return switch (expected) {
        case ANSWERED -> outcome == Outcome.RIGHT;
        case ASKED_BACK -> outcome == Outcome.ASKED_BACK;
        case REFUSED -> outcome == Outcome.REFUSED;
      };
    }
  }

  /**
   * Asks every wording in every language.
   *
   * @throws ModelProblem where the SQL beside a question is wrong
   */
  public static List<Result> of(
      Asker asker, Catalog catalog, QueryEngine engine, List<Question> questions)
      throws QueryFailed, IOException, ModelProblem {
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
      throws QueryFailed, IOException, ModelProblem {
    Answer answer = asker.ask(wording, Optional.of(language), before);
    results.add(judge(question, wording, language, answer));
    Optional<Answer> last = answer.query().isPresent() ? Optional.of(answer) : before;
    for (Question next : question.then()) {
      List<String> wordings = next.ask().in(language.code());
      if (wordings.isEmpty()) {
        return;
      }
      Answer following = asker.ask(wordings.get(0), Optional.of(language), last);
      results.add(judge(next, "+ " + wordings.get(0), language, following));
      last = following.query().isPresent() ? Optional.of(following) : last;
    }
  }

  private static String why(Answer answer) {
    return answer.status() == Status.ANSWERED
        ? answer.text()
        : answer.text() + " " + String.join(" / ", answer.choices());
  }

  private Result judge(Question question, String wording, Language language, Answer answer)
      throws QueryFailed, IOException, ModelProblem {
    Optional<SqlText> right = question.sql();
    Outcome outcome = Outcome.WRONG;
    List<Difference> differences = List.of();
    switch (answer.status()) {
      case ASKED_BACK -> outcome = Outcome.ASKED_BACK;
      // What the model says of itself is no answer from its rows.
      case TOLD, REFUSED -> outcome = Outcome.REFUSED;
      case ANSWERED -> {
        if (right.isPresent()) {
          List<List<@Nullable Object>> wanted = rows(right.get());
          if (SameRows.in(wanted, answer.rows())) {
            outcome = Outcome.RIGHT;
          } else {
            differences = Difference.between(wanted, answer.rows());
          }
        }
      }
    }
    return new Result(
        language,
        wording,
        question.expect(),
        outcome,
        why(answer),
        answer.sql(),
        right.map(SqlText::text).orElse(""),
        differences);
  }

  private List<List<@Nullable Object>> rows(SqlText sql)
      throws QueryFailed, IOException, ModelProblem {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try {
      engine
          .prepare(catalog, QueryEngine.DEFAULT_SCHEMA, sql.text(), QueryLimits.NONE)
          .run(cells -> rows.add(new ArrayList<>(Arrays.asList(cells.toArray()))));
    } catch (SqlProblem e) {
      throw ModelProblem.in(sql, e);
    }
    return rows;
  }
}
