/**
 * Phrases of time: {@link dev.lodestar.server.time.TimeGrammar} reads them in English and French,
 * with an explicit clock, into a {@link dev.lodestar.server.time.TimeRange}.
 *
 * <p>docs/concepts/time-phrases.md tells users the conventions. This room knows no tables.
 */
@NullMarked
package dev.lodestar.server.time;

import org.jspecify.annotations.NullMarked;
