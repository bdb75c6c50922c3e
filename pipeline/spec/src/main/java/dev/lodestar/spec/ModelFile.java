package dev.lodestar.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a model: an SQL file of the silver or gold folder, and the YAML beside it, if any. */
final class ModelFile {
  private static final Map<String, Model.Kind> KINDS = kinds();
  private static final Map<String, Keep.Order> ORDERS =
      Map.of("latest", Keep.Order.LATEST, "earliest", Keep.Order.EARLIEST);
  private static final String[] KEYS = {
    "description",
    "kind",
    "key",
    "keep",
    "deletes",
    "known",
    "partition-by",
    "expect",
    "quarantine-at-most",
    "columns"
  };
  private static final Map<String, Partition.Unit> UNITS =
      Map.of("year", Partition.Unit.YEAR, "month", Partition.Unit.MONTH, "day", Partition.Unit.DAY);
  private static final Pattern PARTITION =
      Pattern.compile("(?:(\\w+)\\s*\\(\\s*)?(\\w+)(?:\\s*\\))?");
  private static final Pattern KEEP = Pattern.compile("\\s*(\\w+)\\s+by\\s+([^\\s,].*?)\\s*");
  private static final Pattern KEPT_BY = Pattern.compile("[^\\s,](?:[^,]*[^\\s,])?");
  private static final String KEEP_FORM = "write \"latest by COLUMN\" or \"earliest by COLUMN\"";

  private static final String ONLY_HISTORY =
      "leave it out: only kind: history keeps what was believed before";

  /** What SQL passes over: blanks, comments, and the mark at the end of a statement. */
  private static final Pattern NOTHING = Pattern.compile("(?s)(\\s|;|--[^\\r\\n]*|/\\*.*?\\*/)*+");

  private final LayerFile file;
  private final KnownTables tables;
  private final Section.Setting setting;

  private ModelFile(LayerFile file, KnownTables tables, Section.Setting setting) {
    this.file = file;
    this.tables = tables;
    this.setting = setting;
  }

  /**
   * The text of the SELECT with the variables put in; empty, with problems, when it cannot be read.
   */
  static Optional<String> sql(LayerFile file, Section.Setting setting) {
    Optional<TextFile> text = file.sql().flatMap(path -> TextFile.read(path, setting.problems()));
    text.filter(sql -> NOTHING.matcher(sql.text()).matches())
        .ifPresent(
            sql ->
                setting
                    .problems()
                    .add(Position.startOf(sql.path()), "empty model", "write one SELECT"));
    return text.flatMap(
        sql -> setting.variables().fill(sql.text(), sql::position, setting.problems()));
  }

  /** The model of a SELECT, with what the YAML beside it says, as far as that can be read. */
  static Model read(LayerFile file, String sql, KnownTables tables, Section.Setting setting) {
    Yaml.Keys keys =
        file.yaml()
            .flatMap(path -> TextFile.read(path, setting.problems()))
            .flatMap(text -> YamlReader.keysOf(text, setting.problems()))
            .orElseGet(() -> new Yaml.Keys(List.of(), Position.startOf(file.path())));
    return new ModelFile(file, tables, setting).read(sql, keys);
  }

  private Model read(String sql, Yaml.Keys keys) {
    Section section = new Section(keys, setting, KEYS);
    Model.Kind kind = section.oneOf("kind", KINDS).orElse(Model.Kind.TABLE);
    checkKind(section, kind);
    return new Model(
        file.layer(),
        file.name(),
        file.sql().orElse(file.path()),
        sql,
        kind,
        section.columns("key"),
        keep(section, kind),
        deletes(section),
        known(section),
        partitions(section),
        Expectations.read(section, file.layer(), tables, setting.problems()),
        section.columnDocs("columns"),
        section.text("description"),
        Position.startOf(file.path()),
        section.value("kind").map(Yaml::at).orElse(Position.startOf(file.path())),
        section.value("key").map(Yaml::at).orElse(Position.startOf(file.path())));
  }

  private static void checkKind(Section section, Model.Kind kind) {
    switch (kind) {
      case VIEW ->
          refuse(
              section,
              List.of(
                  "key",
                  "keep",
                  "deletes",
                  "known",
                  "partition-by",
                  "expect",
                  "quarantine-at-most"),
              "a view has no",
              "make it a table, or leave the key out: a view only stands for its SELECT");
      case APPEND ->
          refuse(
              section,
              List.of("key", "keep", "deletes", "known"),
              "a model that appends has no",
              "leave it out, or choose the row of a key in a table that reads this one");
      case TABLE -> {
        refuse(
            section,
            List.of("deletes"),
            "a table has no",
            "leave such rows out by WHERE, or make it kind: merge");
        refuse(section, List.of("known"), "a table has no", ONLY_HISTORY);
      }
      case MERGE, HISTORY -> {
        section.require("key", "say with \"key: […]\" what the changes are changes of");
        section.require(
            "keep", "say with \"keep: latest by COLUMN\" which change is the later one");
        if (kind == Model.Kind.MERGE) {
          refuse(section, List.of("known"), "a model that merges has no", ONLY_HISTORY);
        }
      }
    }
  }

  private Optional<ColumnName> known(Section section) {
    return section
        .words("known")
        .filter(words -> Names.checkColumn(words.text(), words.at(), setting.problems()))
        .map(words -> new ColumnName(words.text(), words.at()));
  }

  private static Optional<Expectation.Rule.Holds> deletes(Section section) {
    return section
        .words("deletes")
        .map(words -> new Expectation.Rule.Holds(words.text(), words.at()));
  }

  private static void refuse(Section section, List<String> keys, String what, String advice) {
    for (String key : keys) {
      if (section.has(key)) {
        section.report(section.at(key), what + " \"" + key + "\"", advice);
      }
    }
  }

  private List<Partition> partitions(Section section) {
    return section.list("partition-by").stream()
        .flatMap(w -> partition(w, section).stream())
        .toList();
  }

  private Optional<Partition> partition(Section.Words words, Section section) {
    Matcher matcher = PARTITION.matcher(words.text());
    boolean call = words.text().endsWith(")");
    if (!matcher.matches() || call != (matcher.group(1) != null)) {
      section.report(
          words.at(),
          "cannot read \"" + words.text() + "\"",
          "write a column, or year(COLUMN), month(COLUMN), day(COLUMN)");
      return Optional.empty();
    }
    Partition.Unit unit = call ? UNITS.get(matcher.group(1)) : Partition.Unit.VALUE;
    if (unit == null) {
      section.report(
          words.part(matcher.start(1), matcher.end(1)),
          "unknown word \"" + matcher.group(1) + "\"",
          Advice.oneOf(matcher.group(1), List.of("year", "month", "day")));
      return Optional.empty();
    }
    Position at = words.part(matcher.start(2), matcher.end(2));
    return Names.checkColumn(matcher.group(2), at, setting.problems())
        ? Optional.of(new Partition(unit, matcher.group(2), at))
        : Optional.empty();
  }

  private Optional<Keep> keep(Section section, Model.Kind kind) {
    if (section.has("keep") && !section.has("key")) {
      section.report(
          section.at("keep"),
          "\"keep\" without \"key\"",
          "say with \"key: […]\" which columns make a row one row");
    }
    return section.words("keep").flatMap(words -> keep(section, words, kind));
  }

  private Optional<Keep> keep(Section section, Section.Words words, Model.Kind kind) {
    Matcher matcher = KEEP.matcher(words.text());
    if (!matcher.matches()) {
      section.report(words.at(), "cannot read \"" + words.text() + "\"", KEEP_FORM);
      return Optional.empty();
    }
    String order = matcher.group(1);
    if (!ORDERS.containsKey(order)) {
      section.report(
          words.part(matcher.start(1), matcher.end(1)),
          "unknown word \"" + order + "\"",
          Advice.oneOf(order, List.of("latest", "earliest")));
      return Optional.empty();
    }
    if (kind == Model.Kind.HISTORY && ORDERS.get(order) == Keep.Order.EARLIEST) {
      section.report(
          words.part(matcher.start(1), matcher.end(1)),
          "a history keeps every change",
          "write \"latest by COLUMN\": the latest is the current one");
    }
    List<ColumnName> by = new ArrayList<>();
    boolean fine = true;
    Matcher column = KEPT_BY.matcher(words.text()).region(matcher.start(2), matcher.end(2));
    while (column.find()) {
      Position at = words.part(column.start(), column.end());
      fine &= Names.checkColumn(column.group(), at, setting.problems());
      by.add(new ColumnName(column.group(), at));
    }
    return fine ? Optional.of(new Keep(ORDERS.get(order), by)) : Optional.empty();
  }

  private static Map<String, Model.Kind> kinds() {
    Map<String, Model.Kind> kinds = new LinkedHashMap<>();
    kinds.put("table", Model.Kind.TABLE);
    kinds.put("append", Model.Kind.APPEND);
    kinds.put("merge", Model.Kind.MERGE);
    kinds.put("history", Model.Kind.HISTORY);
    kinds.put("view", Model.Kind.VIEW);
    return kinds;
  }
}
