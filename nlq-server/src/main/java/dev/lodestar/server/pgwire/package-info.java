/**
 * The door for PostgreSQL's clients: JDBC, ODBC, Npgsql, psql, and the tools built on them.
 *
 * <p>Start at {@link dev.lodestar.server.pgwire.PgServer}, which accepts connections; a {@code
 * Session} then speaks version 3 of PostgreSQL's protocol with one client. A {@code Statement} that
 * reads tables goes through the one {@link dev.lodestar.server.query.QueryEngine} like those of any
 * other door; one about the tables themselves ({@code pg_catalog}, {@code information_schema}) is
 * answered by {@code PgCatalog}, a DuckDB of its own which holds the words of a catalogue and no
 * data. Nothing can be changed: transactions are accepted and read-only.
 *
 * <p>This room knows nothing of how statements are compiled or tables kept.
 */
@NullMarked
package dev.lodestar.server.pgwire;

import org.jspecify.annotations.NullMarked;
