package dev.lodestar.spec;

/**
 * Something the author of a domain has to mend: where it stands, what was found there, and what to
 * do.
 *
 * @param message what was found, as in {@code unknown type "duoble"}
 * @param advice what to do, as in {@code use one of boolean, date, …; did you mean "double"?}; may
 *     be empty
 */
public record Problem(Position at, String message, String advice) {}
