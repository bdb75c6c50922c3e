package dev.lodestar.server.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is counted, in the text form that Prometheus reads. */
final class Metrics {
  private static final String TYPE = "# TYPE ";

  /** Statements of one domain that ended in one way. */
  private record Ended(String domain, String state) implements Comparable<Ended> {
    @Override
    public int compareTo(Ended other) {
      int byDomain = domain.compareTo(other.domain);
      return byDomain != 0 ? byDomain : state.compareTo(other.state);
    }

    String labels() {
      return "{domain=\"" + domain + "\",state=\"" + state + "\"}";
    }
  }

  private record Total(long count, double seconds) {}

  private final Map<Ended, Total> ended = new TreeMap<>();

  synchronized void ended(SubmittedStatement statement) {
    String state = statement.progress().state().name().toLowerCase(Locale.ROOT);
    Total one = new Total(1, statement.elapsed().toNanos() / 1e9);
    ended.merge(
        new Ended(statement.asked().domain(), state),
        one,
        (a, b) -> new Total(a.count() + b.count(), a.seconds() + b.seconds()));
  }

  /**
   * Everything that was counted so far.
   *
   * @param open how many statements are waiting or running
   * @param releases the number of the current release, by domain; 0 while there is none
   */
  synchronized String text(long open, Map<String, Long> releases) {
    // Whoever may not know of a domain is given no release of it, and so no count either.
    StringBuilder text = new StringBuilder();
    text.append(
        "# HELP lodestar_statement_seconds Statements that ended, and how long they took\n");
    text.append(TYPE).append("lodestar_statement_seconds summary\n");
    ended.forEach(
        (key, total) -> {
          if (releases.containsKey(key.domain())) {
            line(text, "lodestar_statement_seconds_count" + key.labels(), total.count());
            line(text, "lodestar_statement_seconds_sum" + key.labels(), total.seconds());
          }
        });
    text.append("# HELP lodestar_statements_open Statements that are waiting or running\n");
    text.append(TYPE).append("lodestar_statements_open gauge\n");
    line(text, "lodestar_statements_open", open);
    text.append("# HELP lodestar_release The current release of a domain, 0 before the first\n");
    text.append(TYPE).append("lodestar_release gauge\n");
    new TreeMap<>(releases)
        .forEach((domain, id) -> line(text, "lodestar_release{domain=\"" + domain + "\"}", id));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, Number value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
