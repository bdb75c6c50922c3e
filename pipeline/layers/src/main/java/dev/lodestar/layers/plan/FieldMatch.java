package dev.lodestar.layers.plan;

import dev.lodestar.layers.FileLayout;
import dev.lodestar.layers.FileLayout.FileField;
import dev.lodestar.layers.JsonPath;
import dev.lodestar.spec.CsvFormat;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.Source.SchemaChange;
import dev.lodestar.spec.SourceField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares the fields of a file with those that its source declares. They may stand in another
 * order, and differ in case or in surrounding spaces. Any other difference is taken as the source
 * says, or is a {@link PlanException} that shows it.
 */
final class FieldMatch {
  private final Source source;
  private final Map<String, SourceField> byName = new LinkedHashMap<>();

  FieldMatch(Source source) {
    this.source = source;
    for (SourceField field : source.fields()) {
      if (!field.isPath()) {
        byName.put(normal(field.from()), field);
      }
    }
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The layout of a file that has exactly the declared fields. */
  FileLayout declared() {
    return new FileLayout(
        source.fields().stream().map(f -> new FileField(f.from(), f.column(), "VARCHAR")).toList());
  }

  /** The layout of a file whose fields are named once for all rows. */
  FileLayout columns(String at, List<FileField> found) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (FileField field : found) {
      String name = normal(field.name());
      if (!seen.add(name)) {
        throw new PlanException(
            at + ": column \"" + name + "\" stands twice in the header; rename one of them");
      }
      if (!byName.containsKey(name)) {
        unknown.add(field.name().strip());
      }
    }
    Set<String> missing = new LinkedHashSet<>(byName.keySet());
    missing.removeAll(seen);
    // Where no name is known, the first line may be no header, or the delimiter another.
    boolean strange = missing.size() == byName.size();
    boolean differs = !unknown.isEmpty() || !missing.isEmpty();
    if (differs && (strange || change() == SchemaChange.FAIL)) {
      throw new PlanException(at + ": " + difference(unknown, missing));
    }
    List<FileField> layout = new ArrayList<>();
    for (FileField field : found) {
      SourceField declared = byName.get(normal(field.name()));
      layout.add(declared == null ? unexpected(at, field, layout) : expected(at, field, declared));
    }
    return new FileLayout(layout);
  }

  private SchemaChange change() {
    return source.schemaChange();
  }

  private FileField expected(String at, FileField field, SourceField declared) {
    if (FileTypes.fits(field.type(), declared.type())) {
      return new FileField(field.name(), declared.column(), field.type());
    }
    if (change() == SchemaChange.RESCUE) {
      return new FileField(field.name(), null, field.type());
    }
    throw new PlanException(
        "%s: column \"%s\" is %s there, which %s does not hold; declare another type in %s, or varchar and cast in silver"
            .formatted(
                at,
                field.name(),
                field.type().toLowerCase(Locale.ROOT),
                declared.type(),
                source.at().file().getFileName()));
  }

  /** A field that nobody declared, with the column it becomes if the source evolves. */
  private FileField unexpected(String at, FileField field, List<FileField> layout) {
    if (change() != SchemaChange.EVOLVE) {
      return new FileField(field.name(), null, field.type());
    }
    String column =
        Source.columnFor(field.name())
            .orElseThrow(
                () ->
                    new PlanException(
                        "%s: no column can be named after the new field \"%s\"; declare it in %s with \"from: %s\""
                            .formatted(
                                at,
                                field.name().strip(),
                                source.at().file().getFileName(),
                                field.name().strip())));
    boolean taken =
        layout.stream().anyMatch(f -> f.becomes(column))
            || source.fields().stream().anyMatch(f -> f.column().equals(column));
    if (taken) {
      throw new PlanException(
          "%s: the new field \"%s\" would become the column \"%s\", which is another field's; declare it in %s under another name"
              .formatted(at, field.name().strip(), column, source.at().file().getFileName()));
    }
    return new FileField(field.name(), column, field.type());
  }

  /** The layout of a file whose rows have names of their own each, and may lack any. */
  FileLayout members(String at, List<String> found) {
    List<FileField> layout = new ArrayList<>();
    Set<String> heads = new LinkedHashSet<>();
    for (SourceField field : source.fields()) {
      String path = field.isPath() ? field.from() : JsonPath.of(field.from());
      layout.add(new FileField(path, field.column(), "VARCHAR"));
      heads.add(JsonPath.head(path));
    }
    List<String> unknown = new ArrayList<>();
    for (String name : found) {
      SourceField declared = byName.get(normal(name));
      if (declared != null && !declared.from().equals(name)) {
        layout.add(new FileField(JsonPath.of(name), declared.column(), "VARCHAR"));
      } else if (!heads.contains(name)) {
        unknown.add(name);
        if (change() == SchemaChange.EVOLVE) {
          FileField field = unexpected(at, new FileField(name, null, "VARCHAR"), layout);
          layout.add(new FileField(JsonPath.of(name), field.column(), field.type()));
        }
      }
    }
    if (!unknown.isEmpty() && change() == SchemaChange.FAIL) {
      Set<String> missing = new LinkedHashSet<>(byName.keySet());
      found.forEach(name -> missing.remove(normal(name)));
      throw new PlanException(at + ": " + difference(unknown, missing));
    }
    return new FileLayout(layout);
  }

  private String difference(List<String> unknown, Set<String> missing) {
    String where =
        source.format() instanceof CsvFormat ? "the header is not that" : "not the fields";
    StringBuilder text = new StringBuilder(where + " of " + source.table() + ":");
    if (!missing.isEmpty()) {
      text.append(" missing ").append(String.join(", ", missing)).append(';');
    }
    if (!unknown.isEmpty()) {
      text.append(" not declared ").append(String.join(", ", unknown)).append(';');
      if (unknown.size() == 1
          && byName.size() > 1
          && source.format() instanceof CsvFormat csv
          && missing.size() == byName.size()) {
        text.append(" is the delimiter really \"").append(csv.delimiter()).append("\"?");
      } else {
        Nearest.to(unknown.get(0), missing)
            .ifPresent(n -> text.append(" did the file rename ").append(n).append('?'));
      }
    }
    return text + " Declare the columns as they are in " + source.at().file().getFileName();
  }
}
