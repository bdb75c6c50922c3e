package dev.lodestar.server.pgwire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements that a client has prepared and the portals that it has open, by their names. There
 * are only so many of them, and only so much of what they were made of: a client that never closes
 * any makes the server hold no more than that.
 */
final class Named {
  private static final int MOST_STATEMENTS = 5_000;

  /** Each that has begun holds what DuckDB has computed for it. */
  private static final int MOST_PORTALS = 200;

  private static final long MOST_BYTES = 32_000_000;

  /**
   * A statement or a portal.
   *
   * @param bytes of the message that made it, and for a portal those of its statement as well: it
   *     holds the statement even when that was closed
   */
  private record Kept<T>(T thing, int bytes) {}

  private final Map<String, Kept<Statement>> statements = new HashMap<>();
  private final Map<String, Kept<Portal>> portals = new LinkedHashMap<>();
  private long bytes;

  /** A place for one more statement; only the one without a name may be there already. */
  void expect(String statement, int size) throws PgError {
    if (statement.isEmpty()) {
      forget("");
    } else if (statements.containsKey(statement)) {
      throw PgError.of("42P05", "prepared statement \"" + statement + "\" already exists");
    }
    if (statements.size() >= MOST_STATEMENTS) {
      throw PgError.of(
          "53400", "There are " + MOST_STATEMENTS + " prepared statements; close some");
    }
    requireRoom(size);
  }

  private void requireRoom(int size) throws PgError {
    if (bytes + size > MOST_BYTES) {
      throw PgError.of(
          "53400",
          "The prepared statements and open portals have more than "
              + MOST_BYTES
              + " bytes; close some");
    }
  }

  void prepare(String name, Statement statement, int size) {
    bytes += size;
    statements.put(name, new Kept<>(statement, size));
  }

  Statement statement(String name) throws PgError {
    Kept<Statement> statement = statements.get(name);
    if (statement == null) {
      throw PgError.of("26000", "prepared statement \"" + name + "\" does not exist");
    }
    return statement.thing();
  }

  /** How much a statement was made of. */
  int size(String statement) {
    Kept<Statement> known = statements.get(statement);
    return known == null ? 0 : known.bytes();
  }

  boolean forget(String statement) {
    Kept<Statement> known = statements.remove(statement);
    bytes -= known == null ? 0 : known.bytes();
    return known != null;
  }

  void forgetStatements() {
    List.copyOf(statements.keySet()).forEach(this::forget);
  }

  Optional<Portal> find(String portal) {
    return Optional.ofNullable(portals.get(portal)).map(Kept::thing);
  }

  Portal portal(String name) throws PgError {
    return find(name)
        .orElseThrow(() -> PgError.of("34000", "portal \"" + name + "\" does not exist"));
  }

  /**
   * Opens a portal; only the one without a name takes the place of another.
   *
   * @param size of what it was made of, its statement included
   */
  void open(String name, Portal portal, int size) throws PgError {
    if (!name.isEmpty() && portals.containsKey(name)) {
      throw PgError.of("42P03", "portal \"" + name + "\" already exists");
    }
    close(name);
    if (portals.size() >= MOST_PORTALS) {
      throw PgError.of("53400", "There are " + MOST_PORTALS + " open portals; close some");
    }
    requireRoom(size);
    bytes += size;
    portals.put(name, new Kept<>(portal, size));
  }

  boolean close(String portal) throws PgError {
    Kept<Portal> open = portals.remove(portal);
    if (open != null) {
      bytes -= open.bytes();
      open.thing().close();
    }
    return open != null;
  }

  void closePortals() throws PgError {
    for (String portal : List.copyOf(portals.keySet())) {
      close(portal);
    }
  }
}
