package dev.lodestar.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lodestar.server.query.QueryEngine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A statement as it was posted.
 *
 * @param domain the one whose tables it names; empty when there is only one to choose
 * @param asOf the release, snapshot, run or moment whose tables are read; those of now unless given
 * @param patience how long the answer may be held back for the result
 * @param cancelAfterWait whether the statement is cancelled when the wait was too short for it
 */
record StatementRequest(
    String statement,
    Optional<String> domain,
    Optional<String> asOf,
    String schema,
    long rowLimit,
    Duration patience,
    boolean cancelAfterWait) {

  static final long MOST_ROWS = 100_000;
  private static final long DEFAULT_ROWS = 10_000;
  private static final long LONGEST_WAIT_SECONDS = 50;
  private static final long DEFAULT_WAIT_SECONDS = 10;

  /** What a field may say where there is nothing to choose yet. */
  private static final Map<String, String> ONLY =
      Map.of("disposition", "INLINE", "format", "JSON_ARRAY");

  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of(
              "statement",
              "warehouse_id",
              "catalog",
              "schema",
              "as_of",
              "row_limit",
              "wait_timeout",
              "on_wait_timeout",
              "disposition",
              "format"));

  private static final String EXAMPLE = "{\"statement\": \"select 1\"}";

  static StatementRequest parse(String body) throws ApiProblem {
    JsonNode request = Json.object(body, EXAMPLE);
    for (Map.Entry<String, JsonNode> field : request.properties()) {
      if (!KNOWN.contains(field.getKey())) {
        throw ApiProblem.badRequest(
            "Unknown field \"" + field.getKey() + "\"; use " + String.join(", ", KNOWN));
      }
    }
    for (Map.Entry<String, String> only : ONLY.entrySet()) {
      Optional<String> value = text(request, only.getKey());
      if (value.isPresent() && !value.get().equals(only.getValue())) {
        throw ApiProblem.badRequest(
            only.getKey() + " \"" + value.get() + "\" is not offered; use " + only.getValue());
      }
    }
    String statement = text(request, "statement").orElse("");
    if (statement.isBlank()) {
      throw ApiProblem.badRequest("statement is missing; write " + EXAMPLE);
    }
    return new StatementRequest(
        statement,
        text(request, "catalog"),
        text(request, "as_of"),
        text(request, "schema").orElse(QueryEngine.DEFAULT_SCHEMA),
        rowLimit(request),
        patience(text(request, "wait_timeout")),
        cancelAfterWait(text(request, "on_wait_timeout").orElse("CONTINUE")));
  }

  private static Optional<String> text(JsonNode request, String field) throws ApiProblem {
    JsonNode value = request.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw ApiProblem.badRequest(field + " is not a text: " + value);
    }
    return Optional.of(value.textValue());
  }

  private static long rowLimit(JsonNode request) throws ApiProblem {
    JsonNode value = request.get("row_limit");
    if (value == null || value.isNull()) {
      return DEFAULT_ROWS;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
      throw ApiProblem.badRequest("row_limit is not a number of rows: " + value);
    }
    if (value.longValue() > MOST_ROWS) {
      throw ApiProblem.badRequest("row_limit " + value + " is above the most, " + MOST_ROWS);
    }
    return value.longValue();
  }

  private static Duration patience(Optional<String> text) throws ApiProblem {
    if (text.isEmpty()) {
      return Duration.ofSeconds(DEFAULT_WAIT_SECONDS);
    }
    boolean seconds = text.get().matches("\\d{1,2}s");
    long length = seconds ? Long.parseLong(text.get().substring(0, text.get().length() - 1)) : -1;
    if (length < 0 || length > LONGEST_WAIT_SECONDS) {
      throw ApiProblem.badRequest(
          "wait_timeout \"" + text.get() + "\" is not one of 0s to " + LONGEST_WAIT_SECONDS + "s");
    }
    return Duration.ofSeconds(length);
  }

  private static boolean cancelAfterWait(String text) throws ApiProblem {
    return switch (text) {
      case "CANCEL" -> true;
      case "CONTINUE" -> false;
      default ->
          throw ApiProblem.badRequest(
              "on_wait_timeout \"" + text + "\" is neither CONTINUE nor CANCEL");
    };
  }
}
