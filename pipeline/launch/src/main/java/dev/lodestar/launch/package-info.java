/**
 * The command line: checks a domain, plans a run, carries it out on an engine, commits and
 * releases, and says what happened.
 *
 * <p>Start at {@link dev.lodestar.launch.Lodestar}. Engines ({@link dev.lodestar.launch.Engine})
 * are found on the class path; this room knows Beam but no runner.
 */
@NullMarked
package dev.lodestar.launch;

import org.jspecify.annotations.NullMarked;
