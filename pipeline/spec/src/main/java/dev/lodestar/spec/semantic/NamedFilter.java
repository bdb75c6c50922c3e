package dev.lodestar.spec.semantic;

import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;

/**
 * A condition that has a name among people, as "large orders".
 *
 * @param sql over {@code dataset.field}
 */
public record NamedFilter(String name, Naming naming, SqlText sql, Position at) {}
