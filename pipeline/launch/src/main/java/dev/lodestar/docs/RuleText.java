package dev.lodestar.docs;

import dev.lodestar.spec.Expectation.Rule;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A rule as its author wrote it, in one line. */
final class RuleText {
  private RuleText() {}

  static String of(Rule rule) {
    return rule.match(RuleText::ofRow, RuleText::ofTable);
  }

  private static String ofRow(Rule.OfRow rule) {
    Function<Rule.References, String> references =
        r -> r.column() + " references " + r.table() + "(" + r.target() + ")";
    return rule.matchRow(
        Rule.Holds::condition,
        references,
        v -> (v.test().word() + " " + v.column() + values(v)).strip());
  }

  private static String values(Rule.Values rule) {
    return rule.values().isEmpty() ? "" : ": " + String.join(", ", rule.values());
  }

  private static String ofTable(Rule.OfTable rule) {
    if (rule instanceof Rule.Unique unique) {
      return "unique " + String.join(", ", unique.columns());
    }
    if (rule instanceof Rule.RowCount count) {
      return "rows" + bound(" at least ", count.atLeast()) + bound(" at most ", count.atMost());
    }
    if (rule instanceof Rule.Fresh fresh) {
      return "fresh " + fresh.column() + " within " + duration(fresh.within());
    }
    if (rule instanceof Rule.SumEquals sum) {
      return "sum of " + sum.column() + " equals sum of " + sum.table() + "." + sum.target();
    }
    if (rule instanceof Rule.QuarantineRate rate) {
      return "quarantine at most " + rate.percent().toPlainString() + " %";
    }
    if (rule instanceof Rule.Query query) {
      return query.sql().strip();
    }
    throw new IllegalStateException("A rule without words: " + rule);
  }

  private static String bound(String words, Optional<Long> rows) {
    return rows.map(n -> words + n).orElse("");
  }

  private static String duration(Duration duration) {
    if (duration.toMinutes() % (24 * 60) == 0) {
      return duration.toDays() + " d";
    }
    return duration.toMinutes() % 60 == 0
        ? duration.toHours() + " h"
        : duration.toMinutes() + " min";
  }
}
