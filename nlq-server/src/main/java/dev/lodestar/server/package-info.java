/**
 * The command line of the query server: {@code lodestar sql} and {@code lodestar serve}.
 *
 * <p>{@link dev.lodestar.server.Main} starts both. {@link dev.lodestar.server.SqlCommand} runs one
 * statement and prints its rows; {@link dev.lodestar.server.ServeCommand} starts the HTTP server.
 * Both read what a domain has released, and change nothing.
 */
@NullMarked
package dev.lodestar.server;

import org.jspecify.annotations.NullMarked;
