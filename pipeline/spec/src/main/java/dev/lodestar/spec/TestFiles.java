package dev.lodestar.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the tests of a domain: the YAML files below {@code tests}, a key for each test. */
final class TestFiles {
  private static final String FOLDER = "tests";

  private final KnownTables tables;
  private final Section.Setting setting;
  private final Map<String, Position> names = new HashMap<>();

  private TestFiles(KnownTables tables, Section.Setting setting) {
    this.tables = tables;
    this.setting = setting;
  }

  static List<ModelTest> read(Path domain, KnownTables tables, Section.Setting setting) {
    TestFiles reader = new TestFiles(tables, setting);
    List<ModelTest> tests = new ArrayList<>();
    for (Path file : reader.files(domain.resolve(FOLDER))) {
      TextFile.read(file, setting.problems())
          .flatMap(text -> YamlReader.keysOf(text, setting.problems()))
          .ifPresent(keys -> keys.entries().forEach(e -> reader.test(e).ifPresent(tests::add)));
    }
    return tests;
  }

  private List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      files.stream()
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".yml"))
          .forEach(
              file ->
                  setting
                      .problems()
                      .add(
                          Position.startOf(file),
                          "a file of tests that is not read",
                          "let its name end in .yaml"));
      return files.stream().filter(file -> file.toString().endsWith(".yaml")).toList();
    } catch (IOException e) {
      setting
          .problems()
          .add(
              Position.startOf(folder),
              "cannot list the folder: " + e.getMessage(),
              "make it readable");
      return List.of();
    }
  }

  private Optional<ModelTest> test(Yaml.Entry entry) {
    Names.checkTable("name of a test", entry.name(), entry.key().at(), setting.problems());
    Position first = names.putIfAbsent(entry.name(), entry.key().at());
    if (first != null) {
      setting
          .problems()
          .add(
              entry.key().at(),
              "two tests named \"" + entry.name() + "\"",
              "the other is in "
                  + first.file().getFileName()
                  + ", line "
                  + first.line()
                  + "; give each its own name");
    }
    if (!(entry.value() instanceof Yaml.Keys keys)) {
      setting
          .problems()
          .add(
              entry.value().at(),
              "expected a test, found " + entry.value().kind(),
              "write model, given and expect below its name");
      return Optional.empty();
    }
    Section section =
        new Section(keys, setting, "description", "model", "given", "expect", "quarantined");
    section.require("model", "say which model is tested: \"model: silver.orders\"");
    if (!section.has("expect") && !section.has("quarantined")) {
      section.report(
          entry.key().at(),
          "a test that expects nothing",
          "list the rows that the model makes below expect, or those it sets aside below"
              + " quarantined; [] for none");
    }
    Optional<Section.Words> words = section.words("model");
    Optional<TableName> model = words.flatMap(this::model);
    List<ModelTest.Given> given = given(section);
    Optional<List<ModelTest.Row>> expect = rows(section, "expect", false);
    Optional<List<ModelTest.Row>> quarantined = rows(section, "quarantined", true);
    return model.map(
        table ->
            new ModelTest(
                entry.name(),
                table,
                given,
                expect,
                quarantined,
                section.text("description"),
                entry.key().at(),
                words.map(Section.Words::at).orElse(entry.key().at())));
  }

  private Optional<TableName> model(Section.Words words) {
    Optional<TableName> table = tables.named(words.text(), words.at(), setting.problems());
    if (table.filter(t -> t.schema().equals(Layer.BRONZE.schema())).isPresent()) {
      setting
          .problems()
          .add(words.at(), "a test of a source", "name a model, of silver or gold, that it tests");
      return Optional.empty();
    }
    return table;
  }

  private List<ModelTest.Given> given(Section section) {
    List<ModelTest.Given> given = new ArrayList<>();
    for (Yaml.Entry entry :
        section.has("given")
            ? section.keys("given").map(Yaml.Keys::entries).orElse(List.of())
            : List.<Yaml.Entry>of()) {
      Optional<TableName> table = tables.named(entry.name(), entry.key().at(), setting.problems());
      List<ModelTest.Row> rows = rows(entry.value(), entry.name(), false);
      table.ifPresent(t -> given.add(new ModelTest.Given(t, rows, entry.key().at())));
    }
    return given;
  }

  private Optional<List<ModelTest.Row>> rows(Section section, String key, boolean reasons) {
    return section.value(key).map(value -> rows(value, key, reasons));
  }

  private List<ModelTest.Row> rows(Yaml value, String key, boolean reasons) {
    if (!(value instanceof Yaml.Items items)) {
      if (!(value instanceof Yaml.Unreadable)) {
        setting
            .problems()
            .add(
                value.at(),
                "expected a list of rows for \"" + key + "\", found " + value.kind(),
                "begin each row with \"- \", as in \"- {column: value}\"; [] for none");
      }
      return List.of();
    }
    List<ModelTest.Row> rows = new ArrayList<>();
    for (Yaml item : items.items()) {
      if (item instanceof Yaml.Keys keys) {
        rows.add(row(keys, reasons));
      } else if (!(item instanceof Yaml.Unreadable)) {
        setting
            .problems()
            .add(
                item.at(),
                "expected a row, found " + item.kind(),
                "write \"- {column: value, other_column: value}\"");
      }
    }
    return rows;
  }

  private ModelTest.Row row(Yaml.Keys keys, boolean withReasons) {
    List<ModelTest.Cell> cells = new ArrayList<>();
    Optional<List<String>> reasons = Optional.empty();
    for (Yaml.Entry entry : keys.entries()) {
      if (withReasons && entry.name().equals(ModelTest.REASONS)) {
        Section section =
            new Section(
                new Yaml.Keys(List.of(entry), entry.key().at()), setting, ModelTest.REASONS);
        reasons =
            Optional.of(section.list(ModelTest.REASONS).stream().map(Section.Words::text).toList());
      } else {
        cell(entry).ifPresent(cells::add);
      }
    }
    return new ModelTest.Row(cells, reasons, keys.at());
  }

  private Optional<ModelTest.Cell> cell(Yaml.Entry entry) {
    Position columnAt = entry.key().at();
    if (!Names.checkColumn(entry.name(), columnAt, setting.problems())) {
      return Optional.empty();
    }
    if (entry.value() instanceof Yaml.Nothing nothing) {
      return Optional.of(
          new ModelTest.Cell(entry.name(), Optional.empty(), columnAt, nothing.at()));
    }
    if (entry.value() instanceof Yaml.Scalar scalar) {
      return setting
          .variables()
          .fill(scalar.text(), scalar::part, setting.problems())
          .map(text -> new ModelTest.Cell(entry.name(), Optional.of(text), columnAt, scalar.at()));
    }
    if (entry.value().readable()) {
      setting
          .problems()
          .add(
              entry.value().at(),
              "expected one value for \"" + entry.name() + "\", found " + entry.value().kind(),
              "write JSON in single quotes");
    }
    return Optional.empty();
  }
}
