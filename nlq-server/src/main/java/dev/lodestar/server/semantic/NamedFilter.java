package dev.lodestar.server.semantic;

/**
 * A condition that has a name among people.
 *
 * @param condition over {@code dataset.field}
 */
public record NamedFilter(String name, Names names, SqlText condition) {}
