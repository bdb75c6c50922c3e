package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.RowRule;
import dev.lodestar.spec.Expectation.Otherwise;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many rows break rules. A row that breaks rules that quarantine and others that drop is
 * quarantined.
 */
record Broken(Map<String, Long> byRule, long quarantined, long dropped) {

  /** When the rules hold is told from the columns they are about; no other is read. */
  static Broken count(Connection connection, String from, List<RowRule> rules) throws SQLException {
    Map<String, Long> byRule = new LinkedHashMap<>();
    if (rules.isEmpty()) {
      return new Broken(byRule, 0, 0);
    }
    String quarantined = any(rules, Otherwise.QUARANTINE);
    String counts =
        rules.stream()
            .map(r -> "count(*) FILTER (WHERE " + condition(r) + ")")
            .collect(Collectors.joining(", "));
    String query =
        "SELECT "
            + counts
            + ", count(*) FILTER (WHERE "
            + quarantined
            + "), count(*) FILTER (WHERE NOT ("
            + quarantined
            + ") AND ("
            + any(rules, Otherwise.DROP)
            + ")) FROM "
            + from;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      int i = 1;
      for (RowRule rule : rules) {
        byRule.put(rule.name(), row.getLong(i++));
      }
      return new Broken(byRule, row.getLong(i), row.getLong(i + 1));
    }
  }

  /** Whether every row stays. */
  boolean isNone() {
    return quarantined == 0 && dropped == 0;
  }

  /** True of a row that breaks a rule. */
  static String condition(RowRule rule) {
    return "(" + rule.condition() + ") IS NOT TRUE";
  }

  private static String any(List<RowRule> rules, Otherwise otherwise) {
    return rules.stream()
        .filter(r -> r.otherwise() == otherwise)
        .map(Broken::condition)
        .reduce("false", (one, other) -> one + " OR " + other);
  }
}
