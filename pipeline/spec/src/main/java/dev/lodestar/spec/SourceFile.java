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
    FileFormat format =
        section
            .keys("format")
            .map(below -> SourceFormat.read(below, setting))
            .orElse(CsvFormat.DEFAULT);
    SourceColumns.Read columns = SourceColumns.read(section, format);
    return new Source(
        file.name(),
        files(section),
        format,
        section.oneOf("reads", INCREMENTS).orElse(Source.Increment.NEW_FILES),
        section.words("system").map(Section.Words::text).orElse(domain.name()),
        columns.docs(),
        columns.fields(),
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

  private static <T> Map<String, T> inOrder(String first, T one, String second, T other) {
    Map<String, T> map = new LinkedHashMap<>();
    map.put(first, one);
    map.put(second, other);
    return map;
  }
}
