package dev.lodestar.server.pgwire;

import dev.lodestar.server.query.QueryEngine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client has set for its session, and what it can only read. */
final class Settings {
  static final String VERSION = "15.0";
  static final String VERSION_SENTENCE = "PostgreSQL 15.0 (Lodestar)";
  static final String AS_OF = "lodestar.as_of";

  /** Those that a client is told of at once, and whenever they change, by the names it knows. */
  static final List<String> REPORTED =
      List.of(
          "server_version",
          "server_encoding",
          "client_encoding",
          "application_name",
          "default_transaction_read_only",
          "in_hot_standby",
          "is_superuser",
          "session_authorization",
          "DateStyle",
          "IntervalStyle",
          "TimeZone",
          "integer_datetimes",
          "standard_conforming_strings");

  private static final Set<String> FIXED =
      Set.of(
          "server_version",
          "server_version_num",
          "server_encoding",
          "in_hot_standby",
          "is_superuser",
          "session_authorization",
          "integer_datetimes",
          "max_identifier_length",
          "block_size",
          "lc_collate",
          "lc_ctype");

  private static final Pattern DURATION =
      Pattern.compile("\\s*(\\d{1,10})\\s*(us|ms|s|min|h|d)?\\s*");

  private static final Map<String, String> DEFAULTS = defaults();

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("server_version", VERSION);
    defaults.put("server_version_num", "150000");
    defaults.put("server_encoding", "UTF8");
    defaults.put("client_encoding", "UTF8");
    defaults.put("application_name", "");
    defaults.put("default_transaction_read_only", "on");
    defaults.put("transaction_read_only", "on");
    defaults.put("in_hot_standby", "off");
    defaults.put("is_superuser", "off");
    defaults.put("session_authorization", "");
    defaults.put("datestyle", "ISO, MDY");
    defaults.put("intervalstyle", "postgres");
    defaults.put("timezone", "UTC");
    defaults.put("integer_datetimes", "on");
    defaults.put("standard_conforming_strings", "on");
    defaults.put("search_path", QueryEngine.DEFAULT_SCHEMA);
    defaults.put("statement_timeout", "0");
    defaults.put("transaction_isolation", "repeatable read");
    defaults.put("default_transaction_isolation", "repeatable read");
    defaults.put("max_identifier_length", "256");
    defaults.put("max_index_keys", "32");
    defaults.put("block_size", "8192");
    defaults.put("extra_float_digits", "1");
    defaults.put("bytea_output", "hex");
    defaults.put("client_min_messages", "notice");
    defaults.put("lc_collate", "C");
    defaults.put("lc_ctype", "C.UTF-8");
    defaults.put("lc_messages", "C");
    defaults.put("lc_monetary", "C");
    defaults.put("lc_numeric", "C");
    defaults.put("lc_time", "C");
    defaults.put(AS_OF, "");
    return defaults;
  }

  private static final int MOST = 500;
  private static final int LONGEST = 10_000;

  private final Map<String, String> initial = new TreeMap<>(DEFAULTS);
  private final Map<String, String> values = new TreeMap<>(DEFAULTS);

  /** What the session begins with, and returns to. */
  void begin(String name, String value) throws PgError {
    initial.put(key(name), checked(key(name), value));
    values.put(key(name), initial.get(key(name)));
  }

  void user(String user) {
    initial.put("session_authorization", user);
    values.put("session_authorization", user);
  }

  void set(String name, String value) throws PgError {
    String key = key(name);
    if (FIXED.contains(key)) {
      throw PgError.of("55P02", "parameter \"" + key + "\" cannot be changed");
    }
    values.put(key, checked(key, value));
  }

  void reset(String name) throws PgError {
    String key = key(name);
    if (FIXED.contains(key)) {
      throw PgError.of("55P02", "parameter \"" + key + "\" cannot be changed");
    }
    if (initial.containsKey(key)) {
      values.put(key, initial.get(key));
    } else {
      values.remove(key);
    }
  }

  void resetAll() {
    values.clear();
    values.putAll(initial);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(key(name)));
  }

  Map<String, String> all() {
    return new TreeMap<>(values);
  }

  private static String key(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return key.equals("time zone") ? "timezone" : key;
  }

  /** A setting that means nothing here is kept as it is, but not any number of any size. */
  private String checked(String key, String value) throws PgError {
    boolean room = values.size() < MOST || values.containsKey(key);
    if (!room || key.length() > LONGEST || value.length() > LONGEST) {
      throw PgError.of(
          "53400",
          "A session keeps "
              + MOST
              + " settings, each of up to "
              + LONGEST
              + " characters; reset some, or send less");
    }
    switch (key) {
      case "client_encoding" -> {
        String plain = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        if (!Set.of("utf8", "unicode").contains(plain)) {
          throw PgError.of(
              "22023", "Cannot send text as " + value + "; client_encoding is always UTF8");
        }
        return "UTF8";
      }
      case "datestyle" -> {
        if (!value.toLowerCase(Locale.ROOT).contains("iso") && !isOrder(value)) {
          throw PgError.of("22023", "Dates are sent as ISO 8601 has them; DateStyle is ISO");
        }
        return "ISO, MDY";
      }
      case "standard_conforming_strings" -> {
        if (!isOn(value)) {
          throw PgError.of("22023", "A backslash in a text is always itself");
        }
        return "on";
      }
      case "statement_timeout" -> {
        millis(value);
        return value;
      }
      case "default_transaction_read_only", "transaction_read_only" -> {
        // A driver that says it may want to write is told when it does.
        return "on";
      }
      default -> {
        return value;
      }
    }
  }

  private static boolean isOrder(String style) {
    return Set.of("mdy", "dmy", "ymd", "us", "european", "default")
        .contains(style.toLowerCase(Locale.ROOT));
  }

  private static boolean isOn(String value) {
    return Set.of("on", "true", "yes", "1", "default").contains(value.toLowerCase(Locale.ROOT));
  }

  private static long millis(String value) throws PgError {
    if (value.equalsIgnoreCase("default")) {
      return 0;
    }
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw PgError.of("22023", "statement_timeout \"" + value + "\" is no time; use 5s or 5000");
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
    return switch (unit) {
      case "us" -> number / 1000;
      case "s" -> number * 1000;
      case "min" -> number * 60_000;
      case "h" -> number * 3_600_000;
      case "d" -> number * 86_400_000;
      default -> number;
    };
  }

  /** How long a statement may take; empty for as long as the server allows. */
  Optional<Duration> statementTimeout() throws PgError {
    long millis = millis(values.getOrDefault("statement_timeout", "0"));
    return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }

  /** The schemas where names without one are looked up. */
  List<String> searchPath() {
    return Tokens.of(values.getOrDefault("search_path", QueryEngine.DEFAULT_SCHEMA)).stream()
        .filter(token -> token.isName() || token.kind() == Token.Kind.TEXT)
        .map(Token::text)
        .filter(name -> !name.equals("$user") && !name.equals("pg_catalog"))
        .toList();
  }

  /** The one schema where names without a schema are looked up: the first that is there. */
  String schema(Set<String> schemas) {
    return searchPath().stream()
        .filter(schemas::contains)
        .findFirst()
        .orElse(QueryEngine.DEFAULT_SCHEMA);
  }

  /** Which release is read; empty for the current one. */
  Optional<String> asOf() {
    return get(AS_OF).filter(when -> !when.isBlank());
  }
}
