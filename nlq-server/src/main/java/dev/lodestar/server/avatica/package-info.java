/**
 * The door of Calcite's thin driver for JDBC: its requests, in JSON or in protocol buffers.
 *
 * <p>Start at {@link dev.lodestar.server.avatica.AvaticaDoor}. Avatica reads and writes the
 * messages; statements go the one road of {@code query}. This room knows nothing of HTTP.
 */
@NullMarked
package dev.lodestar.server.avatica;

import org.jspecify.annotations.NullMarked;
