/**
 * The one road from a statement to rows.
 *
 * <p>Start at {@link dev.lodestar.server.query.QueryEngine}: it compiles a statement against a
 * catalogue, which is the gate (one SELECT, known tables, listed functions), and gives a {@link
 * dev.lodestar.server.query.Query} that can be run once and cancelled at any time. DuckDB runs it
 * behind a second wall: it can open files of the warehouse and nothing else, and its settings are
 * locked. What somebody has asked before, or asks right now, is computed once: {@link
 * dev.lodestar.server.query.KeptResults}.
 *
 * <p>This room knows nothing of doors: how rows are printed or sent is not its concern.
 */
@NullMarked
package dev.lodestar.server.query;

import org.jspecify.annotations.NullMarked;
