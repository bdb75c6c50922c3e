package dev.lodestar.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads which rows of which database a source is: the keys below {@code database}. */
final class DatabaseSection {
  private static final int READERS = 4;
  private static final Pattern SECRET =
      Pattern.compile("(?i)[?&;](password|sslpassword)=|//[^/@]*:[^/@]*@");

  private final Section section;

  private DatabaseSection(Section section) {
    this.section = section;
  }

  static DatabaseTable read(Yaml.Keys keys, Section.Setting setting) {
    Section section =
        new Section(
            keys,
            setting,
            "url",
            "user",
            "password",
            "table",
            "query",
            "partition",
            "partitions",
            "watermark");
    section.require("url", "add \"url: ${env:NAME}\", where NAME holds a URL of JDBC");
    return new DatabaseSection(section).read();
  }

  private DatabaseTable read() {
    if (section.has("table") == section.has("query")) {
      section.report(
          section.at("table"),
          section.has("table") ? "both a table and a query" : "neither a table nor a query",
          "give it either \"table: schema.name\" or \"query: SELECT …\"");
    }
    if (section.has("partitions") && !section.has("partition")) {
      section.report(
          section.at("partitions"),
          "\"partitions\" without \"partition\"",
          "say with \"partition: COLUMN\" by which whole numbers the rows are shared out");
    }
    Optional<String> table = section.words("table").map(Section.Words::text);
    Optional<String> query = section.words("query").map(Section.Words::text);
    return new DatabaseTable(
        url(),
        text("user"),
        password(),
        query.map(DatabaseSection::withoutEnd).orElse("SELECT * FROM " + table.orElse("")),
        table.orElse("query"),
        section.words("partition").map(Section.Words::text).orElse(""),
        partitions(),
        section.words("watermark").map(Section.Words::text).orElse(""));
  }

  private static String withoutEnd(String query) {
    return query.strip().replaceFirst(";\\s*$", "");
  }

  /** References to the environment are kept as they are written, and so stay out of every plan. */
  private String text(String key) {
    Optional<Yaml.Scalar> scalar = section.verbatim(key);
    return scalar.isPresent() && DatabaseTable.isReference(scalar.get().text())
        ? scalar.get().text()
        : section.words(key).map(Section.Words::text).orElse("");
  }

  private String url() {
    String url = text("url");
    section
        .verbatim("url")
        .filter(scalar -> !DatabaseTable.isReference(scalar.text()) && !url.isEmpty())
        .ifPresent(
            scalar -> {
              if (!url.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
                section.report(
                    scalar.at(),
                    "not a URL of JDBC",
                    "write it as in jdbc:postgresql://host/database, or ${env:NAME}");
              } else if (SECRET.matcher(url).find()) {
                section.report(
                    scalar.at(),
                    "a password in a file",
                    "put the URL into an environment variable and write ${env:NAME}");
              }
            });
    return url;
  }

  private String password() {
    Optional<Yaml.Scalar> password = section.verbatim("password");
    password
        .filter(scalar -> !DatabaseTable.isReference(scalar.text()))
        .ifPresent(
            scalar ->
                section.report(
                    scalar.at(),
                    "a password in a file",
                    "put it into an environment variable and write ${env:NAME}"));
    return password.map(Yaml.Scalar::text).filter(DatabaseTable::isReference).orElse("");
  }

  private int partitions() {
    Optional<Section.Words> count = section.words("partitions");
    if (count.isEmpty()) {
      return READERS;
    }
    if (!count.get().text().matches("[1-9]\\d?")) {
      section.report(
          count.get().at(),
          "\"" + count.get().text() + "\" is not a number of readers",
          "write a number from 1 to 99");
      return READERS;
    }
    return Integer.parseInt(count.get().text());
  }
}
