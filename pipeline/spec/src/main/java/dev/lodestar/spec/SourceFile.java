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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a source: a YAML file of the bronze folder. */
final class SourceFile {
  private static final Map<String, Source.Increment> INCREMENTS =
      inOrder(
          List.of("new-files", "everything", "above-watermark"),
          List.of(
              Source.Increment.NEW_FILES,
              Source.Increment.EVERYTHING,
              Source.Increment.ABOVE_WATERMARK));
  private static final Map<String, Source.ChangedFiles> CHANGED_FILES =
      inOrder(
          List.of("fail", "ignore", "reread"),
          List.of(
              Source.ChangedFiles.FAIL, Source.ChangedFiles.IGNORE, Source.ChangedFiles.REREAD));
  private static final Map<String, Source.NoFiles> NO_FILES =
      inOrder(List.of("fail", "wait"), List.of(Source.NoFiles.FAIL, Source.NoFiles.WAIT));
  private static final Map<String, Source.SchemaChange> SCHEMA_CHANGES =
      inOrder(
          List.of("fail", "evolve", "rescue"),
          List.of(
              Source.SchemaChange.FAIL, Source.SchemaChange.EVOLVE, Source.SchemaChange.RESCUE));
  private static final String GLOB_CHARACTERS = "*?[]{}\\";
  private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z0-9+.-]*://");
  private static final Pattern IN_S3 = Pattern.compile("s3://[A-Za-z0-9][A-Za-z0-9._-]+/[^/].*");

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
        new Section(
            keys,
            setting,
            "description",
            "files",
            "database",
            "format",
            "reads",
            "changed-files",
            "no-files",
            "schema",
            "system",
            "columns");
    if (section.has("database")) {
      return ofDatabase(section);
    }
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
        Optional.empty(),
        format,
        ofFiles(section),
        changedFiles(section),
        section.oneOf("no-files", NO_FILES).orElse(Source.NoFiles.FAIL),
        schemaChange(section, format),
        section.words("system").map(Section.Words::text).orElse(domain.name()),
        columns.docs(),
        columns.fields(),
        section.text("description"),
        Position.startOf(file.path()));
  }

  private static Source.Increment ofFiles(Section section) {
    Source.Increment increment =
        section.oneOf("reads", INCREMENTS).orElse(Source.Increment.NEW_FILES);
    if (increment == Source.Increment.ABOVE_WATERMARK) {
      section.report(
          section.at("reads"),
          "\"reads: above-watermark\" of files",
          "use new-files or everything; a watermark is for databases");
    }
    return increment;
  }

  /** Rows of a database have names and types by themselves, as those of Parquet have. */
  private Source ofDatabase(Section section) {
    for (String key : List.of("files", "format", "changed-files", "no-files")) {
      if (section.has(key)) {
        section.report(
            section.at(key),
            "\"" + key + "\" beside \"database\"",
            "leave one of them out: rows come from files or from a database");
      }
    }
    section.require("columns", "add \"columns:\" with the columns to read, one key each");
    DatabaseTable database =
        section
            .keys("database")
            .map(below -> DatabaseSection.read(below, setting))
            .orElse(new DatabaseTable("", "", "", "", "", "", 1, ""));
    FileFormat format = new ParquetFormat();
    SourceColumns.Read columns = SourceColumns.read(section, format);
    return new Source(
        file.name(),
        "",
        Optional.of(database),
        format,
        ofDatabase(section, database),
        Source.ChangedFiles.FAIL,
        Source.NoFiles.FAIL,
        schemaChange(section, format),
        section.words("system").map(Section.Words::text).orElse(domain.name()),
        columns.docs(),
        columns.fields(),
        section.text("description"),
        Position.startOf(file.path()));
  }

  private static Source.Increment ofDatabase(Section section, DatabaseTable database) {
    Source.Increment increment =
        section.oneOf("reads", INCREMENTS).orElse(Source.Increment.EVERYTHING);
    boolean above = increment == Source.Increment.ABOVE_WATERMARK;
    if (increment == Source.Increment.NEW_FILES) {
      section.report(
          section.at("reads"),
          "\"reads: new-files\" of a database",
          "use everything or above-watermark");
    } else if (above && database.watermark().isEmpty()) {
      section.report(
          section.at("reads"),
          "\"reads: above-watermark\" without a watermark",
          "say with \"watermark: COLUMN\" below database which column grows with every change");
    } else if (!above && !database.watermark().isEmpty()) {
      section.report(
          section.at("database"),
          "a watermark that nothing reads by",
          "add \"reads: above-watermark\", or leave \"watermark\" out");
    }
    return increment;
  }

  private static Source.ChangedFiles changedFiles(Section section) {
    Optional<Source.ChangedFiles> declared = section.oneOf("changed-files", CHANGED_FILES);
    boolean everything = section.value("reads").filter(SourceFile::saysEverything).isPresent();
    if (declared.isPresent() && everything) {
      section.report(
          section.at("changed-files"),
          "\"changed-files\" with \"reads: everything\"",
          "leave it out: whatever changes, all files are read again");
    }
    return declared.orElse(Source.ChangedFiles.FAIL);
  }

  private static boolean saysEverything(Yaml value) {
    return value instanceof Yaml.Scalar scalar && scalar.text().equals("everything");
  }

  private static Source.SchemaChange schemaChange(Section section, FileFormat format) {
    Optional<Source.SchemaChange> declared = section.oneOf("schema", SCHEMA_CHANGES);
    if (declared.isPresent() && format instanceof CsvFormat csv && !csv.header()) {
      section.report(
          section.at("schema"),
          "\"schema\" where files have no header",
          "leave it out: without names, a line with other fields can only be set aside");
    }
    return declared.orElse(Source.SchemaChange.FAIL);
  }

  /** The pattern as an absolute one, whether or not it is written so. */
  private String files(Section section) {
    return section.words("files").map(words -> files(section, words)).orElse("");
  }

  private String files(Section section, Section.Words words) {
    try {
      Matcher scheme = SCHEME.matcher(words.text());
      boolean elsewhere = scheme.find();
      if (elsewhere && !IN_S3.matcher(words.text()).matches()) {
        boolean s3 = scheme.group().equals(Source.S3);
        section.report(
            words.at(),
            s3 ? "bad address in S3" : "files cannot be read at \"" + scheme.group() + "\"",
            s3
                ? "write s3://BUCKET/PATTERN, as in s3://shop/orders/*.csv; the bucket stands for itself"
                : "write a path, or s3://BUCKET/PATTERN");
        return "";
      }
      List<String> folders = new ArrayList<>(setting.variables().foldersIn(words.scalar().text()));
      if (!elsewhere && !Path.of(words.text()).isAbsolute()) {
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
      String absolute =
          elsewhere ? words.text() : domain.folder().resolve(words.text()).normalize().toString();
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

  private static <T> Map<String, T> inOrder(List<String> words, List<T> meanings) {
    Map<String, T> map = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      map.put(words.get(i), meanings.get(i));
    }
    return map;
  }
}
