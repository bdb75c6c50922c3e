/**
 * What was asked, as data, and the SQL that answers it. {@link
 * dev.lodestar.server.planner.LogicalQuery} is what the parser, and a language model, hand over;
 * {@link dev.lodestar.server.planner.Planner} checks it against the model and writes the one
 * statement that is both shown and run. Each kind of statement has its own class, and all share
 * what {@code Work} knows of the query.
 *
 * <p>This room knows no words of people and runs nothing.
 */
@NullMarked
package dev.lodestar.server.planner;

import org.jspecify.annotations.NullMarked;
