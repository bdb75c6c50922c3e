package dev.lodestar.spec;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads a source: a YAML file of the bronze folder. */
final class SourceFile {
  private static final List<String> ENCODINGS = List.of("utf-8", "latin-1", "utf-16");
  private static final Map<String, Boolean> YES_OR_NO = inOrder("true", true, "false", false);
  private static final Map<String, Source.Increment> INCREMENTS =
      inOrder("new-files", Source.Increment.NEW_FILES, "everything", Source.Increment.EVERYTHING);
  private static final String GLOB_CHARACTERS = "*?[]{}\\";

  private final LayerFile file;
  private final DomainFile domain;
  private final Section.Setting setting;

  private SourceFile(LayerFile file, DomainFile domain, Section.Setting setting) {
    this.file = file;
    this.domain = domain;
    this.setting = setting;
  }

  static Optional<Source> read(LayerFile file, DomainFile domain, Section.Setting setting) {
    return file.yaml()
        .flatMap(path -> TextFile.read(path, setting.problems()))
        .flatMap(text -> YamlReader.keysOf(text, setting.problems()))
        .map(keys -> new SourceFile(file, domain, setting).read(keys));
  }

  private Source read(Yaml.Keys keys) {
    Section section =
        new Section(keys, setting, "description", "files", "format", "reads", "system", "columns");
    section.require("files", "add \"files: …\", a pattern such as ${data}/orders/*.csv");
    section.require("columns", "add \"columns:\" with the columns of the files, one key each");
    return new Source(
        file.name(),
        files(section),
        section.keys("format").map(this::format).orElse(CsvFormat.DEFAULT),
        section.oneOf("reads", INCREMENTS).orElse(Source.Increment.NEW_FILES),
        section.words("system").map(Section.Words::text).orElse(domain.name()),
        columns(section),
        section.text("description"),
        Position.startOf(file.path()));
  }

  /** The pattern as an absolute one, whether or not it is written so. */
  private String files(Section section) {
    return section.words("files").map(words -> files(section, words)).orElse("");
  }

  private String files(Section section, Section.Words words) {
    try {
      Path pattern = Path.of(words.text());
      List<String> folders = new ArrayList<>(setting.variables().foldersIn(words.scalar().text()));
      if (!pattern.isAbsolute()) {
        folders.add(domain.folder().toString());
      }
      for (String folder : folders) {
        if (folder.chars().anyMatch(c -> GLOB_CHARACTERS.indexOf(c) >= 0)) {
          section.report(
              words.at(),
              "the folder " + folder + " contains characters that mean something in a pattern",
              "use a folder without any of " + GLOB_CHARACTERS);
        }
      }
      String absolute = domain.folder().resolve(pattern).normalize().toString();
      FileSystems.getDefault().getPathMatcher("glob:" + absolute);
      return absolute;
    } catch (PatternSyntaxException e) {
      section.report(
          words.at(),
          "bad file pattern: " + e.getDescription().replace("'", "").toLowerCase(Locale.ROOT),
          "* stands for any name, ** for folders of any depth, {a,b} for one of some");
    } catch (InvalidPathException e) {
      section.report(words.at(), "bad file pattern: " + e.getReason(), "mend it");
    }
    return "";
  }

  private CsvFormat format(Yaml.Keys keys) {
    Section section =
        new Section(keys, setting, "type", "delimiter", "quote", "escape", "header", "encoding");
    CsvFormat standard = CsvFormat.DEFAULT;
    section.oneOf("type", Map.of("csv", "csv"));
    String quote = character(section, "quote").orElse(standard.quote());
    CsvFormat format =
        new CsvFormat(
            character(section, "delimiter").orElse(standard.delimiter()),
            quote,
            character(section, "escape").orElse(quote),
            section.oneOf("header", YES_OR_NO).orElse(standard.header()),
            section.oneOf("encoding", named(ENCODINGS)).orElse(standard.encoding()));
    if (format.delimiter().equals(format.quote())) {
      section.report(
          section.at(section.has("quote") ? "quote" : "delimiter"),
          "delimiter and quote are the same character",
          "give them different ones");
    }
    return format;
  }

  /** One character; a quote or an escape may also be none at all. */
  private Optional<String> character(Section section, String key) {
    Optional<Yaml.Scalar> value = section.verbatim(key);
    value.ifPresent(
        scalar -> {
          String text = scalar.text();
          boolean none = text.isEmpty() && !key.equals("delimiter");
          if (!none && (text.length() != 1 || text.equals("\n") || text.equals("\r"))) {
            section.report(
                scalar.at(),
                "the " + key + " must be one character",
                text.equals("\\t") ? "for a tab, write \"\\t\" in double quotes" : "write one");
          }
        });
    return value.map(Yaml.Scalar::text);
  }

  private List<ColumnDoc> columns(Section section) {
    List<ColumnDoc> columns = section.columnDocs("columns");
    for (ColumnDoc column : columns) {
      if (column.column().startsWith("_")) {
        section.report(
            column.at(),
            "reserved column name \"" + column.column() + "\"",
            "names that begin with _ belong to Lodestar; name it otherwise");
      }
    }
    if (section.keys("columns").filter(keys -> keys.entries().isEmpty()).isPresent()) {
      section.report(
          section.at("columns"), "no columns", "name the columns of the files, one key each");
    }
    return columns;
  }

  private static Map<String, String> named(List<String> words) {
    Map<String, String> named = new LinkedHashMap<>();
    words.forEach(word -> named.put(word, word));
    return named;
  }

  private static <T> Map<String, T> inOrder(String first, T one, String second, T other) {
    Map<String, T> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, other);
    return map;
  }
}
