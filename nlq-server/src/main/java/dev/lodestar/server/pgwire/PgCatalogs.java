package dev.lodestar.server.pgwire;

import dev.lodestar.server.catalog.Catalog;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The catalogues that were asked last. */
final class PgCatalogs implements AutoCloseable {
  private static final int KEPT = 8;

  /** Of whom the answers depend; a catalogue of tables equals only itself. */
  private record Key(Optional<Catalog> tables, String database, String user, String language) {}

  private final Map<Key, PgCatalog> kept = new LinkedHashMap<>(16, 0.75f, true);

  synchronized PgCatalog of(Session session) throws PgError {
    String language = language(session);
    String database = session.database().name();
    Key key = new Key(session.catalog(), database, session.user(), language);
    PgCatalog known = kept.get(key);
    if (known == null) {
      List<String> databases = session.databases().stream().map(Database::name).toList();
      known =
          PgCatalog.with(
              CatalogRows.of(key.tables(), session.user(), language, database, databases));
      kept.put(key, known);
      forgetEldest();
    }
    return known;
  }

  /** Whoever is reading one that is forgotten has a connection of its own, which keeps it. */
  private void forgetEldest() throws PgError {
    while (kept.size() > KEPT) {
      Key eldest = kept.keySet().iterator().next();
      try {
        kept.remove(eldest).close();
      } catch (SQLException e) {
        throw PgError.of("58000", "Cannot forget a catalogue: " + e.getMessage(), e);
      }
    }
  }

  /** Descriptions are in the language of the client's messages, where there are such. */
  private static String language(Session session) {
    String messages = session.settings().get("lc_messages").orElse("").toLowerCase(Locale.ROOT);
    return messages.length() >= 2 && Character.isLetter(messages.charAt(1))
        ? messages.substring(0, 2)
        : "en";
  }

  @Override
  public synchronized void close() throws SQLException {
    for (PgCatalog catalog : kept.values()) {
      catalog.close();
    }
    kept.clear();
  }
}
