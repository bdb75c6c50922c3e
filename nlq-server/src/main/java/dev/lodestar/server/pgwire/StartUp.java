package dev.lodestar.server.pgwire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client says first: who it is, which database it wants, and its settings.
 *
 * @param unknown parts of the protocol that it would like and that are not spoken here
 */
record StartUp(String user, String database, Map<String, String> settings, List<String> unknown) {
  private static final Set<String> NO_SETTINGS =
      Set.of("user", "database", "options", "replication");

  StartUp {
    settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    unknown = List.copyOf(unknown);
  }

  static StartUp read(Message message) throws PgError {
    Map<String, String> given = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String name = message.text(); !name.isEmpty(); name = message.text()) {
      String value = message.text();
      if (name.startsWith("_pq_.")) {
        unknown.add(name);
      } else {
        given.put(name, value);
      }
    }
    String user = given.getOrDefault("user", "");
    if (user.isEmpty()) {
      throw PgError.fatal("28000", "The client has not said who the user is");
    }
    if (!given.getOrDefault("replication", "false").matches("false|off|no|0")) {
      throw PgError.fatal("0A000", "There is no replication here");
    }
    Map<String, String> settings = options(given.getOrDefault("options", ""));
    given.forEach(
        (name, value) -> {
          if (!NO_SETTINGS.contains(name)) {
            settings.put(name, value);
          }
        });
    return new StartUp(user, given.getOrDefault("database", user), settings, unknown);
  }

  /** {@code -c name=value} or {@code --name=value}; a backslash keeps a blank. */
  private static Map<String, String> options(String options) throws PgError {
    List<String> words = new ArrayList<>();
    for (String word : options.split("(?<!\\\\)\\s+")) {
      if (!word.isEmpty()) {
        words.add(word.replaceAll("\\\\(.)", "$1"));
      }
    }
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String setting;
      if (word.equals("-c") && i + 1 < words.size()) {
        setting = words.get(++i);
      } else if (word.startsWith("-c") || word.startsWith("--")) {
        setting = word.substring(2);
      } else {
        throw PgError.fatal("42601", "Unknown option " + word + "; write -c name=value");
      }
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw PgError.fatal("42601", "An option without a value: " + setting);
      }
      settings.put(setting.substring(0, equals).replace('-', '_'), setting.substring(equals + 1));
    }
    return settings;
  }
}
