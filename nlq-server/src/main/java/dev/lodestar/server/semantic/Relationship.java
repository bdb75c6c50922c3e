package dev.lodestar.server.semantic;

import java.util.List;

/**
 * Many rows of one dataset belong to at most one of another.
 *
 * @param role the part that the one plays, as "shipped to"; with synonyms
 * @param inner whether rows that belong to none are left out
 */
public record Relationship(
    String name,
    String from,
    String to,
    List<String> fromColumns,
    List<String> toColumns,
    Names role,
    boolean inner) {

  public Relationship {
    fromColumns = List.copyOf(fromColumns);
    toColumns = List.copyOf(toColumns);
  }
}
