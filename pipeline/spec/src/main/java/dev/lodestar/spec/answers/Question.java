package dev.lodestar.spec.answers;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.semantic.Wordings;
import java.util.List;
import java.util.Optional;

/**
 * A question by which answers are measured.
 *
 * @param ask its phrasings in each language
 * @param sql the SELECT whose rows are right; none where no answer is expected
 * @param then what is asked next in the same conversation, one after the other
 */
public record Question(
    Wordings ask, Expect expect, Optional<SqlText> sql, List<Question> then, Position at) {

  /** What should come of it. */
  public enum Expect {
    /** The rows of the SELECT. */
    ANSWERED,
    /** A question back, as it can mean several things. */
    ASKED_BACK,
    /** No answer, as the data cannot tell, or as it is no question. */
    REFUSED
  }

  public Question {
    then = List.copyOf(then);
  }
}
