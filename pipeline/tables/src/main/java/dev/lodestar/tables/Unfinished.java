package dev.lodestar.tables;

import java.util.Optional;

/**
 * A run that a launcher left behind.
 *
 * @param outcome present when it was recorded: then {@link Lease#carryOut} ends the run; without it
 *     there is nothing to carry out, and {@link Lease#abandon} puts it aside
 */
public record Unfinished(Run run, Optional<RunOutcome> outcome) {}
