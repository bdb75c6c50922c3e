package dev.lodestar.spec;

import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.spec.Expectation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules that have a form of their own instead of a name and a condition. */
final class ExpectationForms {
  private static final String NOT_NULL = "not-null";
  private static final String ONE_OF = "one-of";
  private static final String BETWEEN = "between";
  private static final String MATCHES = "matches";
  private static final String ROWS = "rows";
  private static final String FRESH = "fresh";
  private static final String SUM_EQUALS = "sum-equals";
  private static final String AT_LEAST = "at-least";
  private static final String AT_MOST = "at-most";

  private static final Pattern AGE = Pattern.compile("(\\d{1,6})\\s*(minute|hour|day|week)s?");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "minute", Duration.ofMinutes(1),
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7));
  private static final Pattern TARGET =
      Pattern.compile("\\s*(?:(\\w+)\\s*\\.\\s*)?(\\w+)(?:\\s*\\(\\s*(\\w+)\\s*\\))?\\s*");

  private final Layer layer;
  private final KnownTables tables;
  private final Problems problems;

  ExpectationForms(Layer layer, KnownTables tables, Problems problems) {
    this.layer = layer;
    this.tables = tables;
    this.problems = problems;
  }

  /** Whether an entry is one of these; the words without a hyphen may also be a rule's name. */
  boolean isForm(Yaml.Entry rule) {
    return switch (rule.name()) {
      case NOT_NULL, ONE_OF, SUM_EQUALS -> true;
      case BETWEEN, MATCHES, ROWS, FRESH -> rule.value() instanceof Yaml.Keys;
      default -> false;
    };
  }

  /** Reads one; {@code claim} takes the name of each rule and where it stands. */
  List<Expectation> read(Yaml.Entry rule, Section entry, BiConsumer<String, Position> claim) {
    boolean ofRow = List.of(NOT_NULL, ONE_OF, BETWEEN, MATCHES).contains(rule.name());
    Otherwise otherwise = Expectations.otherwise(entry, ofRow);
    List<Expectation> read = new ArrayList<>();
    String prefix = rule.name().replace('-', '_') + "_";
    switch (rule.name()) {
      case NOT_NULL ->
          entry
              .columns(NOT_NULL)
              .forEach(
                  column ->
                      read.add(
                          new Expectation(
                              prefix + column,
                              new Rule.Values(
                                  column, Rule.Test.NOT_NULL, List.of(), rule.value().at()),
                              otherwise,
                              rule.key().at())));
      case ROWS ->
          rowCount(rule, entry)
              .ifPresent(
                  found -> read.add(new Expectation(ROWS, found, otherwise, rule.key().at())));
      default -> {
        for (Yaml.Entry column :
            entry.keys(rule.name()).map(Yaml.Keys::entries).orElse(List.of())) {
          Section below =
              entry.of(new Yaml.Keys(List.of(column), column.key().at()), column.name());
          if (Names.checkColumn(column.name(), column.key().at(), problems)) {
            columnRule(rule.name(), column, below)
                .ifPresent(
                    found ->
                        read.add(
                            new Expectation(
                                prefix + column.name(), found, otherwise, column.key().at())));
          }
        }
      }
    }
    read.forEach(expectation -> claim.accept(expectation.name(), expectation.at()));
    return read;
  }

  private Optional<? extends Rule> columnRule(String form, Yaml.Entry column, Section section) {
    String name = column.name();
    return switch (form) {
      case ONE_OF -> values(column, section, Rule.Test.ONE_OF);
      case BETWEEN -> {
        Optional<Rule.Values> bounds = values(column, section, Rule.Test.BETWEEN);
        if (bounds.isPresent() && bounds.get().values().size() != 2) {
          problems.add(
              column.value().at(),
              "expected two bounds for \"" + name + "\"",
              "write the least and the greatest value, as in [1, 100]");
          yield Optional.empty();
        }
        yield bounds;
      }
      case MATCHES ->
          section
              .words(name)
              .map(w -> new Rule.Values(name, Rule.Test.MATCHES, List.of(w.text()), w.at()));
      case FRESH -> section.words(name).flatMap(words -> fresh(name, words));
      case SUM_EQUALS -> section.words(name).flatMap(words -> sumEquals(column, words));
      default -> throw new IllegalStateException("No form of a rule: " + form);
    };
  }

  private static Optional<Rule.Values> values(Yaml.Entry column, Section section, Rule.Test test) {
    List<String> values = section.list(column.name()).stream().map(Section.Words::text).toList();
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rule.Values(column.name(), test, values, column.value().at()));
  }

  private Optional<Rule.Fresh> fresh(String column, Section.Words words) {
    Matcher age = AGE.matcher(words.text());
    if (!age.matches()) {
      problems.add(
          words.at(),
          "cannot read \"" + words.text() + "\"",
          "write how old the latest value may be, as in 2 days: minutes, hours, days or weeks");
      return Optional.empty();
    }
    Duration unit = UNITS.getOrDefault(age.group(2), Duration.ZERO);
    return Optional.of(
        new Rule.Fresh(column, unit.multipliedBy(Long.parseLong(age.group(1))), words.at()));
  }

  private Optional<Rule.SumEquals> sumEquals(Yaml.Entry column, Section.Words words) {
    Matcher target = TARGET.matcher(words.text());
    if (!target.matches()) {
      problems.add(
          words.at(),
          "cannot read which column is meant",
          "write layer.table, or layer.table(column) where it has another name");
      return Optional.empty();
    }
    String schema = target.group(1) == null ? layer.schema() : target.group(1);
    String other = target.group(3) == null ? column.name() : target.group(3);
    TableName table = new TableName(schema, target.group(2));
    tables.check(table, words.at(), other, words.at(), problems);
    return Optional.of(new Rule.SumEquals(column.name(), table, other, words.at()));
  }

  private Optional<Rule.RowCount> rowCount(Yaml.Entry rule, Section entry) {
    Optional<Yaml.Keys> keys = entry.keys(ROWS);
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Section section = entry.of(keys.get(), AT_LEAST, AT_MOST);
    if (!section.has(AT_LEAST) && !section.has(AT_MOST)) {
      section.report(
          rule.value().at(), "no bound for \"rows\"", "write {at-least: N}, {at-most: N}, or both");
      return Optional.empty();
    }
    return Optional.of(
        new Rule.RowCount(count(section, AT_LEAST), count(section, AT_MOST), rule.value().at()));
  }

  private Optional<Long> count(Section section, String key) {
    Optional<Section.Words> words = section.words(key);
    if (words.isPresent() && !words.get().text().matches("\\d{1,18}")) {
      problems.add(
          words.get().at(),
          "\"" + words.get().text() + "\" is no number of rows",
          "write digits alone, as in 1000");
      return Optional.empty();
    }
    return words.map(w -> Long.valueOf(w.text()));
  }
}
