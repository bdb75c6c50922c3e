/**
 * From a question in English or French to a logical query, without a language model.
 *
 * <p>Start at {@link dev.lodestar.server.question.QuestionParser}. {@link
 * dev.lodestar.server.question.Lexicon} knows the words of the model and of its values; {@code
 * Recognition} tells what each word may mean, by {@code NamesMeant} which of the names, and {@code
 * Mending} mends slips; {@code QuestionGrammar} makes phrases of words, by {@code Rules} of one
 * idea each, as {@code RankRules} or {@code BoundRules}; {@code Readings} looks for those that
 * account for every word, row by row of {@code Covers}, also with {@code Interposed} ones taken
 * out; {@code Assembly} makes a logical query of each row, from what it {@code Said}, and leaves
 * each idea to a class of its own, as {@code Counting} or {@code SideBySide}; and {@link
 * dev.lodestar.server.question.Restatement} says a logical query in words again.
 *
 * <p>This room holds no question and no name of any table.
 */
@NullMarked
package dev.lodestar.server.question;

import org.jspecify.annotations.NullMarked;
