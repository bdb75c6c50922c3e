/**
 * Beam's Direct runner as an engine: everything in this process, nothing to install.
 *
 * <p>The checks that make the Direct runner a good tester and a slow worker are off; what remains
 * is a thread pool. Start at {@link dev.lodestar.direct.DirectEngine}.
 */
@NullMarked
package dev.lodestar.direct;

import org.jspecify.annotations.NullMarked;
