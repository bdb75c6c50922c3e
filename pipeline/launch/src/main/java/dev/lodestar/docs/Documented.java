package dev.lodestar.docs;

import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.lineage.Node;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.sql.Influence;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that pages tell of, and the language they tell it in. */
final class Documented {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private final Domain domain;
  private final LineageGraph graph;
  private final Results results;
  private final String language;
  private final Map<TableName, Model> models = new TreeMap<>();
  private final Map<TableName, Source> sources = new TreeMap<>();

  Documented(Domain domain, LineageGraph graph, Results results, String language) {
    this.domain = domain;
    this.graph = graph;
    this.results = results;
    this.language = language;
    domain.models().forEach(model -> models.put(model.table(), model));
    domain.sources().forEach(source -> sources.put(source.table(), source));
  }

  Domain domain() {
    return domain;
  }

  LineageGraph graph() {
    return graph;
  }

  Results results() {
    return results;
  }

  String language() {
    return language;
  }

  Optional<Model> model(TableName table) {
    return Optional.ofNullable(models.get(table));
  }

  Optional<Source> source(TableName table) {
    return Optional.ofNullable(sources.get(table));
  }

  String title() {
    String title = say(domain.title());
    return title.isBlank() ? domain.name() : title;
  }

  /** The tables of a layer by name. */
  List<TableLineage> tables(String layer) {
    return graph.tables().stream()
        .filter(table -> table.table().schema().equals(layer))
        .sorted((a, b) -> a.table().compareTo(b.table()))
        .toList();
  }

  String description(TableName table) {
    return model(table)
        .map(Model::description)
        .or(() -> source(table).map(Source::description))
        .map(this::say)
        .orElse("");
  }

  Optional<ColumnDoc> column(TableName table, String column) {
    List<ColumnDoc> docs =
        model(table)
            .map(Model::columns)
            .or(() -> source(table).map(Source::columns))
            .orElse(List.of());
    return docs.stream().filter(doc -> doc.column().equals(column)).findFirst();
  }

  /** How the rows of a table come about, in a word. */
  String kind(TableName table) {
    return model(table)
        .map(model -> say(Phrase.valueOf(model.kind().name())))
        .orElseGet(() -> say(Phrase.SOURCE));
  }

  String say(Phrase phrase) {
    return phrase.in(language);
  }

  String say(Phrase phrase, Object... values) {
    return String.format(Locale.ROOT, phrase.in(language), values);
  }

  String say(Text text) {
    return text.in(language);
  }

  String say(Set<Influence> ways) {
    return ways.stream()
        .sorted()
        .map(way -> way == Influence.RULE ? Phrase.OF_RULE : Phrase.valueOf(way.name()))
        .map(this::say)
        .collect(Collectors.joining(", "));
  }

  String number(long number) {
    return NumberFormat.getIntegerInstance(Locale.forLanguageTag(language)).format(number);
  }

  String seconds(double seconds) {
    return String.format(Locale.forLanguageTag(language), "%.1f", seconds);
  }

  static String moment(long millis) {
    return MOMENT.format(Instant.ofEpochMilli(millis));
  }

  /** The page of a table, from the root of the site. */
  static String page(TableName table) {
    return "tables/" + table + ".html";
  }

  /** The mark of a column on its table's page; a name that is no word goes by its number. */
  String anchor(TableName table, String column) {
    return column.matches("[A-Za-z0-9_]+")
        ? "column-" + column
        : "column-number-" + (graph.table(table).columnNames().indexOf(column) + 1);
  }

  /** Where a column is described, from the root of the site. */
  String page(Node node) {
    return page(node.table()) + node.column().map(c -> "#" + anchor(node.table(), c)).orElse("");
  }

  boolean knows(TableName table) {
    return models.containsKey(table) || sources.containsKey(table);
  }
}
