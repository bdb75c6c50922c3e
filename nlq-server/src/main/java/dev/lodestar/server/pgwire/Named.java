package dev.lodestar.server.pgwire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The statements that a client has prepared and the portals that it has open, by their names. */
final class Named {
  private static final int MOST = 5_000;

  private final Map<String, Statement> statements = new HashMap<>();
  private final Map<String, Portal> portals = new LinkedHashMap<>();

  /** A place for one more statement; only the one without a name may be there already. */
  void expect(String statement) throws PgError {
    if (!statement.isEmpty() && statements.containsKey(statement)) {
      throw PgError.of("42P05", "prepared statement \"" + statement + "\" already exists");
    }
    if (statements.size() >= MOST) {
      throw PgError.of("53400", "There are " + MOST + " prepared statements; close some");
    }
  }

  void prepare(String name, Statement statement) {
    statements.put(name, statement);
  }

  Statement statement(String name) throws PgError {
    Statement statement = statements.get(name);
    if (statement == null) {
      throw PgError.of("26000", "prepared statement \"" + name + "\" does not exist");
    }
    return statement;
  }

  boolean forget(String statement) {
    return statements.remove(statement) != null;
  }

  void forgetStatements() {
    statements.clear();
  }

  Optional<Portal> find(String portal) {
    return Optional.ofNullable(portals.get(portal));
  }

  Portal portal(String name) throws PgError {
    return find(name)
        .orElseThrow(() -> PgError.of("34000", "portal \"" + name + "\" does not exist"));
  }

  /** Opens a portal; only the one without a name takes the place of another. */
  void open(String name, Portal portal) throws PgError {
    if (!name.isEmpty() && portals.containsKey(name)) {
      throw PgError.of("42P03", "portal \"" + name + "\" already exists");
    }
    close(name);
    if (portals.size() >= MOST) {
      throw PgError.of("53400", "There are " + MOST + " open portals; close some");
    }
    portals.put(name, portal);
  }

  boolean close(String portal) throws PgError {
    Portal open = portals.remove(portal);
    if (open != null) {
      open.close();
    }
    return open != null;
  }

  void closePortals() throws PgError {
    List<Portal> all = List.copyOf(portals.values());
    portals.clear();
    for (Portal portal : all) {
      portal.close();
    }
  }
}
