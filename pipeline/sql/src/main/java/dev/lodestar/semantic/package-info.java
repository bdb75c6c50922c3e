/**
 * The semantic model, understood: its expressions compiled, its queries turned into SQL.
 *
 * <p>{@link dev.lodestar.semantic.Star} knows how the tables of a model hang together, {@link
 * dev.lodestar.semantic.QuerySql} writes the SELECT of a query over it, {@link
 * dev.lodestar.semantic.TileSql} that of a tile of a dashboard, and {@link
 * dev.lodestar.semantic.AnswerChecks} finds all that is wrong with the three files that turn a star
 * into answers.
 *
 * <p>This room reads no question in words and runs no query.
 */
@NullMarked
package dev.lodestar.semantic;

import org.jspecify.annotations.NullMarked;
