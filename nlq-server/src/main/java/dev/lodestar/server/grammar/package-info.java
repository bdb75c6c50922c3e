/**
 * How words become meanings: {@link dev.lodestar.server.grammar.Tokens} cuts a text into words,
 * {@link dev.lodestar.server.grammar.Words} knows the function words of a language, a {@link
 * dev.lodestar.server.grammar.Grammar} is a list of rules, and a {@link
 * dev.lodestar.server.grammar.Chart} holds every way in which the rules put neighbouring words
 * together.
 *
 * <p>This room knows nothing of time, tables or measures.
 */
@NullMarked
package dev.lodestar.server.grammar;

import org.jspecify.annotations.NullMarked;
