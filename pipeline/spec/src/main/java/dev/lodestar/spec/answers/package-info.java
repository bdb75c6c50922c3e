/**
 * The files that turn a star into answers: {@code semantic.yaml}, {@code dashboard.yaml} and {@code
 * questions.yaml}.
 *
 * <p>{@link dev.lodestar.spec.answers.AnswerFiles} reads those that are there, with all their
 * problems. A domain without them is a domain still; a run does not look at them.
 *
 * <p>This room knows no SQL: that of tiles and questions is carried along unread.
 */
@NullMarked
package dev.lodestar.spec.answers;

import org.jspecify.annotations.NullMarked;
