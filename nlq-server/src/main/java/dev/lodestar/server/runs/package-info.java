/**
 * Starts runs of a domain for somebody who looks at its page, and tells how runs go, whoever
 * started them.
 *
 * <p>The server makes no tables itself. {@link dev.lodestar.server.runs.StartedRuns} starts the
 * program that does as a child process, one at a time for each domain; {@link
 * dev.lodestar.server.runs.RunReport} tells of any run from what that process left in the ledger
 * and in its notes; {@link dev.lodestar.server.runs.RunLogs} keeps what it said.
 *
 * <p>This room knows nothing of HTTP, nor of who may start what.
 */
@NullMarked
package dev.lodestar.server.runs;

import org.jspecify.annotations.NullMarked;
