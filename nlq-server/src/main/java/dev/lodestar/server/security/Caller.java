package dev.lodestar.server.security;

import dev.lodestar.server.catalog.Access;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.query.Share;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks.
 *
 * @param access by the name of the domain; a domain that is not there is not known to them
 * @param everything whether nothing is kept back, whatever there is
 * @param runs the domains of which they may start runs
 * @param share what they may take of the engines
 */
public record Caller(
    String name, Map<String, Access> access, boolean everything, Set<String> runs, Share share) {

  /** Where nobody has to say who they are. */
  public static final Caller ANYONE = new Caller("", Map.of(), true, Set.of(), Share.WHOLE);

  public Caller {
    access = Map.copyOf(access);
    runs = Set.copyOf(runs);
  }

  /** Whether a domain is there for them. */
  public boolean knows(String domain) {
    return everything || access.containsKey(domain);
  }

  /** Whether nothing of a domain is kept back from them. */
  public boolean seesAllOf(String domain) {
    return to(domain).filter(Access::isEverything).isPresent();
  }

  /**
   * Whether they may start, replay and cancel runs of a domain, whose logs tell of all its rows.
   */
  public boolean mayRun(String domain) {
    return everything || (runs.contains(domain) && seesAllOf(domain));
  }

  /** What they may read of a domain; empty when it is not there for them. */
  public Optional<Access> to(String domain) {
    return everything ? Optional.of(Access.EVERYTHING) : Optional.ofNullable(access.get(domain));
  }

  /**
   * The tables that a domain has released, as this caller sees them; empty while there are none.
   */
  public Optional<Catalog> tables(ServedDomain domain) {
    return to(domain.name())
        .flatMap(granted -> domain.current().map(catalog -> catalog.seenBy(granted)));
  }

  /** The same as of a release, a snapshot, a run or a moment. */
  public Optional<Catalog> tablesAsOf(ServedDomain domain, String text) {
    return to(domain.name()).map(granted -> domain.asOf(text).seenBy(granted));
  }
}
