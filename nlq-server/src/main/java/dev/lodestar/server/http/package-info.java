/**
 * The HTTP door: statements as Databricks' SQL API has them, the catalogue, health and metrics, and
 * the page.
 *
 * <p>Start at {@link dev.lodestar.server.http.HttpServer}, which lists every address. A statement
 * that is submitted becomes a {@link dev.lodestar.server.http.SubmittedStatement}, which {@link
 * dev.lodestar.server.http.Statements} runs and remembers for a while.
 *
 * <p>This room knows nothing of DuckDB and nothing of files. As nobody has to say who they are, it
 * answers only those who ask for this machine by one of its own names.
 */
@NullMarked
package dev.lodestar.server.http;

import org.jspecify.annotations.NullMarked;
