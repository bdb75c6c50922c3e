package dev.lodestar.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads how the files of a source are written: the keys below {@code format}. */
final class SourceFormat {
  private static final List<String> TYPES = List.of("csv", "json", "parquet");
  private static final List<String> CSV =
      List.of("type", "delimiter", "quote", "escape", "header", "encoding");
  private static final List<String> JSON = List.of("type", "records", "at", "empty-lines");
  private static final List<String> PARQUET = List.of("type");
  private static final List<String> ENCODINGS = List.of("utf-8", "latin-1", "utf-16");
  private static final Map<String, JsonFormat.Records> RECORDS =
      inOrder(
          List.of("lines", "array", "document"),
          List.of(JsonFormat.Records.LINES, JsonFormat.Records.ARRAY, JsonFormat.Records.DOCUMENT));
  private static final Map<String, JsonFormat.EmptyLines> EMPTY_LINES =
      inOrder(
          List.of("skip", "quarantine"),
          List.of(JsonFormat.EmptyLines.SKIP, JsonFormat.EmptyLines.QUARANTINE));
  private static final Map<String, Boolean> YES_OR_NO =
      inOrder(List.of("true", "false"), List.of(true, false));

  /** Fields inside fields and places in lists, as in {@code $.lines[0]."unit price"}. */
  private static final Pattern PATH =
      Pattern.compile("\\$(\\.[\\p{L}_][\\p{L}\\p{N}_]*|\\.\"[^\"]+\"|\\[\\d+])+");

  static final String PATH_FORM = "write it as in $.customer.id or $.lines[0].\"unit price\"";

  private SourceFormat() {}

  static boolean isPath(String text) {
    return PATH.matcher(text).matches();
  }

  static FileFormat read(Yaml.Keys keys, Section.Setting setting) {
    // What else may be said depends on the type, so that is looked at first.
    String type =
        keys.entry("type")
            .map(Yaml.Entry::value)
            .filter(value -> value instanceof Yaml.Scalar)
            .map(value -> ((Yaml.Scalar) value).text())
            .orElse("csv");
    List<String> known =
        switch (type) {
          case "json" -> JSON;
          case "parquet" -> PARQUET;
          case "csv" -> CSV;
          default -> Stream.of(CSV, JSON).flatMap(List::stream).distinct().toList();
        };
    Section section = new Section(keys, setting, known.toArray(String[]::new));
    section.oneOf("type", inOrder(TYPES, TYPES));
    return switch (type) {
      case "json" -> json(section);
      case "parquet" -> new ParquetFormat();
      default -> csv(section);
    };
  }

  private static JsonFormat json(Section section) {
    JsonFormat.Records records = section.oneOf("records", RECORDS).orElse(JsonFormat.Records.LINES);
    Optional<Section.Words> at = section.words("at");
    if (at.isPresent() && records != JsonFormat.Records.DOCUMENT) {
      section.report(
          section.at("at"),
          "\"at\" without \"records: document\"",
          "say with \"records: document\" that a file is one value, or leave \"at\" out");
    }
    at.filter(path -> !isPath(path.text()))
        .ifPresent(
            path -> section.report(path.at(), "\"" + path.text() + "\" is not a path", PATH_FORM));
    if (section.has("empty-lines") && records != JsonFormat.Records.LINES) {
      section.report(
          section.at("empty-lines"),
          "\"empty-lines\" where a line is not a row",
          "leave it out: it is for \"records: lines\"");
    }
    return new JsonFormat(
        records,
        at.map(Section.Words::text).orElse(""),
        section.oneOf("empty-lines", EMPTY_LINES).orElse(JsonFormat.EmptyLines.SKIP));
  }

  private static CsvFormat csv(Section section) {
    CsvFormat standard = CsvFormat.DEFAULT;
    String quote = character(section, "quote").orElse(standard.quote());
    CsvFormat format =
        new CsvFormat(
            character(section, "delimiter").orElse(standard.delimiter()),
            quote,
            character(section, "escape").orElse(quote),
            section.oneOf("header", YES_OR_NO).orElse(standard.header()),
            section.oneOf("encoding", inOrder(ENCODINGS, ENCODINGS)).orElse(standard.encoding()));
    if (format.delimiter().equals(format.quote())) {
      section.report(
          section.at(section.has("quote") ? "quote" : "delimiter"),
          "delimiter and quote are the same character",
          "give them different ones");
    }
    return format;
  }

  /** One character; a quote or an escape may also be none at all. */
  private static Optional<String> character(Section section, String key) {
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

  private static <T> Map<String, T> inOrder(List<String> words, List<T> meanings) {
    Map<String, T> map = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      map.put(words.get(i), meanings.get(i));
    }
    return map;
  }
}
