package dev.lodestar.server.security;

import dev.lodestar.server.query.Share;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a file of users may limit, each by a number. */
enum Limit {
  ROWS,
  BYTES,
  SECONDS,
  STATEMENTS,
  WAIT,
  CONNECTIONS;

  /** Of whoever signs in, where nothing else is said. */
  private static final Map<Limit, Long> USUAL =
      Map.of(SECONDS, 300L, STATEMENTS, 8L, WAIT, 60L, CONNECTIONS, 50L);

  static String[] words() {
    return Stream.of(values()).map(Limit::word).toArray(String[]::new);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a user may take: what is said of the user counts, then the most of what is said of the
   * roles, then what is said of all.
   */
  static Share.Limits of(
      Map<Limit, Long> ofAll, List<Map<Limit, Long>> ofRoles, Map<Limit, Long> ofUser) {
    Map<Limit, Long> ofAnyRole = new EnumMap<>(Limit.class);
    for (Map<Limit, Long> role : ofRoles) {
      role.forEach((limit, value) -> ofAnyRole.merge(limit, value, Math::max));
    }
    Map<Limit, Long> most = new EnumMap<>(USUAL);
    most.putAll(ofAll);
    most.putAll(ofAnyRole);
    most.putAll(ofUser);
    return new Share.Limits(
        Optional.ofNullable(most.get(ROWS)),
        Optional.ofNullable(most.get(BYTES)),
        Optional.ofNullable(most.get(SECONDS)).map(Duration::ofSeconds),
        Math.toIntExact(most.getOrDefault(STATEMENTS, 1L)),
        Duration.ofSeconds(most.getOrDefault(WAIT, 1L)),
        Math.toIntExact(most.getOrDefault(CONNECTIONS, 1L)));
  }
}
