package dev.lodestar.layers.plan;

import dev.lodestar.layers.FileLayout;
import dev.lodestar.layers.FileLayout.FileField;
import dev.lodestar.spec.CsvFormat;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Source;
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
 * order, and differ in case or in surrounding spaces; any other difference is a {@link
 * PlanException} that shows it.
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
    List<FileField> layout = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>(byName.keySet());
    for (FileField field : found) {
      String name = normal(field.name());
      if (!seen.add(name)) {
        throw new PlanException(
            at + ": column \"" + name + "\" stands twice in the header; rename one of them");
      }
      SourceField declared = byName.get(name);
      if (declared == null) {
        unknown.add(field.name().strip());
      } else {
        missing.remove(name);
        checkType(at, field, declared);
        layout.add(new FileField(field.name(), declared.column(), field.type()));
      }
    }
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      throw new PlanException(at + ": " + difference(unknown, missing));
    }
    return new FileLayout(layout);
  }

  /** The layout of a file whose rows have names of their own each, and may lack any. */
  FileLayout members(String at, List<String> found) {
    List<FileField> layout = new ArrayList<>();
    Set<String> heads = new LinkedHashSet<>();
    for (SourceField field : source.fields()) {
      String path = field.isPath() ? field.from() : path(field.from());
      layout.add(new FileField(path, field.column(), "VARCHAR"));
      heads.add(field.isPath() ? head(field.from()) : field.from());
    }
    List<String> unknown = new ArrayList<>();
    for (String name : found) {
      SourceField declared = byName.get(normal(name));
      if (declared != null && !declared.from().equals(name)) {
        layout.add(new FileField(path(name), declared.column(), "VARCHAR"));
      } else if (!heads.contains(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      Set<String> missing = new LinkedHashSet<>(byName.keySet());
      found.forEach(name -> missing.remove(normal(name)));
      throw new PlanException(at + ": " + difference(unknown, missing));
    }
    return new FileLayout(layout);
  }

  /** A field of the outermost object, as a path. */
  private static String path(String name) {
    return "$.\"" + name + "\"";
  }

  /** The field of the outermost object in which a path begins. */
  private static String head(String path) {
    if (path.startsWith("$.\"")) {
      return path.substring(3, path.indexOf('"', 3));
    }
    return path.substring(2).split("[.\\[]", 2)[0];
  }

  private void checkType(String at, FileField found, SourceField declared) {
    if (!FileTypes.fits(found.type(), declared.type())) {
      throw new PlanException(
          "%s: column \"%s\" is %s there, which %s does not hold; declare another type in %s, or varchar and cast in silver"
              .formatted(
                  at,
                  found.name(),
                  found.type().toLowerCase(Locale.ROOT),
                  declared.type(),
                  source.at().file().getFileName()));
    }
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
