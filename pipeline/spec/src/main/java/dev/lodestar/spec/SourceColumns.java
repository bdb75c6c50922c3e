package dev.lodestar.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the columns of a source: what they mean, where they stand in the files, their types. */
final class SourceColumns {
  private static final List<String> TYPES =
      List.of(
          "boolean", "integer", "bigint", "double", "decimal(p,s)", "date", "timestamp", "varchar");

  private final Section section;
  private final FileFormat format;
  private final Map<String, SourceField> fields = new HashMap<>();

  private SourceColumns(Section section, FileFormat format) {
    this.section = section;
    this.format = format;
  }

  /** What {@code columns} says, twice: for people and for whoever reads the files. */
  record Read(List<ColumnDoc> docs, List<SourceField> fields) {}

  static Read read(Section section, FileFormat format) {
    return new SourceColumns(section, format).read();
  }

  private Read read() {
    List<ColumnDoc> docs = section.columnDocs("columns", List.of("from", "type"), this::field);
    for (ColumnDoc column : docs) {
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
    List<SourceField> inOrder = new ArrayList<>();
    for (ColumnDoc doc : docs) {
      inOrder.add(
          fields.getOrDefault(
              doc.column(), new SourceField(doc.column(), doc.column(), ColumnType.VARCHAR)));
    }
    reportSameOrigin(docs, inOrder);
    return new Read(docs, inOrder);
  }

  private void field(String column, Section about) {
    String from = from(about).orElse(column);
    fields.put(column, new SourceField(column, from, type(about).orElse(ColumnType.VARCHAR)));
  }

  private Optional<String> from(Section about) {
    Optional<Section.Words> from = about.words("from");
    if (from.isEmpty()) {
      return Optional.empty();
    }
    Section.Words words = from.get();
    if (format instanceof CsvFormat csv && !csv.header()) {
      about.report(
          about.at("from"),
          "\"from\" where files have no header",
          "leave it out: without a header columns are found by their position");
    } else if (words.text().startsWith("$")
        && !(format instanceof JsonFormat && SourceFormat.isPath(words.text()))) {
      about.report(
          words.at(),
          "\"" + words.text() + "\" is not a " + (isJson() ? "path" : "name of a field"),
          isJson() ? SourceFormat.PATH_FORM : "paths are for JSON; write the name as in the files");
    }
    return Optional.of(words.text().strip());
  }

  private boolean isJson() {
    return format instanceof JsonFormat;
  }

  private Optional<ColumnType> type(Section about) {
    Optional<Section.Words> type = about.words("type");
    Optional<ColumnType> known = type.map(Section.Words::text).flatMap(ColumnType::parse);
    if (type.isPresent() && !(format instanceof ParquetFormat)) {
      about.report(
          about.at("type"),
          "\"type\" in files of text",
          "leave it out and cast in silver, so that a value that does not fit can be set aside");
    } else if (type.isPresent() && known.isEmpty()) {
      String word = type.get().text();
      about.report(type.get().at(), "unknown type \"" + word + "\"", Advice.oneOf(word, TYPES));
    }
    return known;
  }

  private void reportSameOrigin(List<ColumnDoc> docs, List<SourceField> inOrder) {
    Map<String, String> former = new HashMap<>();
    for (int i = 0; i < inOrder.size(); i++) {
      SourceField field = inOrder.get(i);
      String from = field.isPath() ? field.from() : field.from().toLowerCase(Locale.ROOT);
      String other = former.putIfAbsent(from, field.column());
      if (other != null && !field.isPath()) {
        section.report(
            docs.get(i).at(),
            "columns \"" + other + "\" and \"" + field.column() + "\" have the same \"from\"",
            "give one of them another, or leave it out; models may select a column twice");
      }
    }
  }
}
