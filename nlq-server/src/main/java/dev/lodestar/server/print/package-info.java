/**
 * Rows as text, in the forms in which they are printed and downloaded.
 *
 * <p>Start at {@link dev.lodestar.server.print.RowFormat}. This room knows nothing of statements:
 * it is handed rows as they come.
 */
@NullMarked
package dev.lodestar.server.print;

import org.jspecify.annotations.NullMarked;
