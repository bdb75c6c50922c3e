package dev.lodestar.spec;

import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.spec.Expectation.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what must hold of a model's rows: the entries below {@code expect}. */
final class Expectations {
  private static final String UNIQUE = "unique";
  static final String OTHERWISE = "otherwise";
  static final String QUARANTINE_AT_MOST = "quarantine-at-most";
  private static final BigDecimal HUNDRED = new BigDecimal(100);
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");
  private static final Pattern SELECT = Pattern.compile("(?is)\\s*(select|with)\\b.*");

  private static final Pattern REFERENCES_ANYTHING =
      Pattern.compile("(?is)\\s*(\\S+)\\s+references\\b\\s*(.*?)\\s*");
  private static final Pattern TARGET =
      Pattern.compile("(?:(\\w+)\\s*\\.\\s*)?(\\w+)(?:\\s*\\(\\s*(\\w+)\\s*\\))?");

  private final Layer layer;
  private final KnownTables tables;
  private final Section section;
  private final Problems problems;
  private final Map<String, Position> names = new HashMap<>();
  private final ExpectationForms forms;

  private Expectations(Section section, Layer layer, KnownTables tables, Problems problems) {
    this.layer = layer;
    this.tables = tables;
    this.section = section;
    this.problems = problems;
    this.forms = new ExpectationForms(layer, tables, problems);
  }

  static List<Expectation> read(
      Section section, Layer layer, KnownTables tables, Problems problems) {
    Expectations reader = new Expectations(section, layer, tables, problems);
    List<Expectation> read = new ArrayList<>();
    for (Yaml item : section.items("expect")) {
      if (item instanceof Yaml.Keys keys) {
        read.addAll(reader.entry(keys));
      } else if (!(item instanceof Yaml.Unreadable)) {
        problems.add(
            item.at(),
            "expected a rule, found " + item.kind(),
            "write \"- name_of_the_rule: condition\"");
      }
    }
    section
        .words(QUARANTINE_AT_MOST)
        .flatMap(words -> reader.quarantineRate(section.at(QUARANTINE_AT_MOST), words))
        .ifPresent(read::add);
    return read;
  }

  /** The rules of an entry: some forms name several columns, and each has a rule of its own. */
  private List<Expectation> entry(Yaml.Keys keys) {
    List<Yaml.Entry> rules =
        keys.entries().stream().filter(entry -> !entry.name().equals(OTHERWISE)).toList();
    if (rules.isEmpty()) {
      problems.add(keys.at(), "an entry without a rule", "write \"- name_of_the_rule: condition\"");
      return List.of();
    }
    Yaml.Entry first = rules.get(0);
    for (Yaml.Entry more : rules.subList(1, rules.size())) {
      String meant =
          Nearest.to(more.name(), List.of(OTHERWISE))
              .map(word -> "; did you mean \"" + word + "\"?")
              .orElse("");
      problems.add(
          more.key().at(),
          "second rule \"" + more.name() + "\" in one entry",
          "begin each rule with its own \"- \"" + meant);
    }
    String[] known = {first.name(), OTHERWISE};
    Section entry = section.of(onlyThese(keys, first), known);
    if (first.name().equals(UNIQUE)) {
      return unique(first, entry).stream().toList();
    }
    return forms.isForm(first)
        ? forms.read(first, entry, this::claim)
        : named(first, entry).stream().toList();
  }

  private Optional<Expectation> quarantineRate(Position at, Section.Words words) {
    Matcher percent = PERCENT.matcher(words.text());
    if (!percent.matches() || new BigDecimal(percent.group(1)).compareTo(HUNDRED) > 0) {
      problems.add(words.at(), "cannot read \"" + words.text() + "\"", "write it as in 5%");
      return Optional.empty();
    }
    claim("quarantine_at_most", at);
    return Optional.of(
        new Expectation(
            "quarantine_at_most",
            new Rule.QuarantineRate(new BigDecimal(percent.group(1)), words.at()),
            Otherwise.STOP,
            at));
  }

  private static Yaml.Keys onlyThese(Yaml.Keys keys, Yaml.Entry rule) {
    return new Yaml.Keys(
        keys.entries().stream()
            .filter(entry -> entry.equals(rule) || entry.name().equals(OTHERWISE))
            .toList(),
        keys.at());
  }

  private Optional<Expectation> unique(Yaml.Entry rule, Section entry) {
    Otherwise otherwise = otherwise(entry, false);
    List<String> columns = entry.columns(UNIQUE);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    String name = UNIQUE + "_" + String.join("_", columns);
    claim(name, rule.key().at());
    return Optional.of(
        new Expectation(
            name, new Rule.Unique(columns, rule.value().at()), otherwise, rule.key().at()));
  }

  private Optional<Expectation> named(Yaml.Entry rule, Section entry) {
    Names.checkTable("name of a rule", rule.name(), rule.key().at(), problems);
    claim(rule.name(), rule.key().at());
    boolean query =
        rule.value() instanceof Yaml.Scalar scalar && SELECT.matcher(scalar.text()).matches();
    Otherwise otherwise = otherwise(entry, !query);
    if (rule.value() instanceof Yaml.Items) {
      problems.add(
          rule.value().at(),
          "expected a condition for \"" + rule.name() + "\", found a list",
          "only \"unique\" and \"not-null\" take a list of columns");
      return Optional.empty();
    }
    return entry
        .words(rule.name())
        .flatMap(
            words -> query ? Optional.of(new Rule.Query(words.text(), words.at())) : rowRule(words))
        .map(read -> new Expectation(rule.name(), read, otherwise, rule.key().at()));
  }

  /** What happens otherwise: rows can be set aside, a table can only stop a run or be warned of. */
  static Otherwise otherwise(Section entry, boolean ofRow) {
    return ofRow
        ? entry
            .oneOf(
                OTHERWISE,
                inOrder(Otherwise.WARN, Otherwise.QUARANTINE, Otherwise.DROP, Otherwise.STOP))
            .orElse(Otherwise.QUARANTINE)
        : entry.oneOf(OTHERWISE, inOrder(Otherwise.STOP, Otherwise.WARN)).orElse(Otherwise.STOP);
  }

  private Optional<Rule> rowRule(Section.Words words) {
    Matcher references = REFERENCES_ANYTHING.matcher(words.text());
    return references.matches()
        ? references(words, references).map(Rule.class::cast)
        : Optional.of(new Rule.Holds(words.text(), words.at()));
  }

  private Optional<Rule.References> references(Section.Words words, Matcher matcher) {
    Matcher target = TARGET.matcher(matcher.group(2));
    if (!target.matches()) {
      problems.add(
          matcher.group(2).isEmpty() ? words.at() : words.part(matcher.start(2), matcher.end(2)),
          "cannot read which table is referenced",
          "write \"column references layer.table\" or \"column references layer.table(column)\"");
      return Optional.empty();
    }
    String column = matcher.group(1);
    if (!Names.checkColumn(column, words.part(matcher.start(1), matcher.end(1)), problems)) {
      return Optional.empty();
    }
    TableName table =
        new TableName(Optional.ofNullable(target.group(1)).orElse(layer.schema()), target.group(2));
    String targetColumn = Optional.ofNullable(target.group(3)).orElse(column);
    int start = matcher.start(2);
    int nameStart = target.group(1) == null ? target.start(2) : target.start(1);
    Position tableAt = words.part(start + nameStart, start + target.end(2));
    Position columnAt =
        target.group(3) == null
            ? words.part(matcher.start(1), matcher.end(1))
            : words.part(start + target.start(3), start + target.end(3));
    tables.check(table, tableAt, targetColumn, columnAt, problems);
    return Optional.of(new Rule.References(column, table, targetColumn, words.at()));
  }

  private void claim(String name, Position at) {
    Position first = names.putIfAbsent(name, at);
    if (first != null) {
      problems.add(
          at,
          "two rules named \"" + name + "\"",
          "the other is in line " + first.line() + "; give each its own name");
    }
  }

  private static Map<String, Otherwise> inOrder(Otherwise... choices) {
    Map<String, Otherwise> byName = new LinkedHashMap<>();
    for (Otherwise choice : choices) {
      byName.put(choice.name().toLowerCase(Locale.ROOT), choice);
    }
    return byName;
  }
}
