package dev.lodestar.lineage;

import dev.lodestar.sql.Influence;
import java.util.Set;

/**
 * That one thing hangs on another.
 *
 * @param ways how; none where all of a table hangs on rows of another
 */
public record Edge(Node from, Node to, Set<Influence> ways) {

  public Edge {
    ways = Set.copyOf(ways);
  }

  /** Whether values go from one to the other. */
  public boolean direct() {
    return ways.stream().anyMatch(Influence::direct);
  }

  /** Whether nothing but a rule connects them. */
  public boolean onlyRule() {
    return ways.equals(Set.of(Influence.RULE));
  }
}
