/**
 * The semantic model as questions need it: every dataset bound to a released table, every formula
 * taken apart into its aggregates. Start at {@link dev.lodestar.server.semantic.Model}.
 *
 * <p>This room knows no questions and writes no SQL of its own.
 */
@NullMarked
package dev.lodestar.server.semantic;

import org.jspecify.annotations.NullMarked;
