package dev.lodestar.layers.plan;

import dev.lodestar.layers.CsvLayout;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.CsvFormat;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Source;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The first line of a CSV file, compared with the columns that its source declares. */
final class CsvHeader {
  private CsvHeader() {}

  /**
   * The order in which a file has the declared columns. Columns may be reordered, and differ in
   * case or in surrounding spaces; any other difference is a {@link PlanException} that shows it.
   */
  static CsvLayout layout(Source source, Path file) {
    List<String> declared = source.columns().stream().map(ColumnDoc::column).toList();
    if (!source.format().header()) {
      return new CsvLayout(declared);
    }
    List<String> found;
    try {
      found = fields(source.format(), file);
    } catch (IOException e) {
      throw new PlanException("Cannot read the header of " + file + ": " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      // An empty file has no rows, whatever its columns would have been.
      return new CsvLayout(declared);
    }
    return match(source, file, declared, found);
  }

  private static CsvLayout match(
      Source source, Path file, List<String> declared, List<String> found) {
    List<String> layout = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>(declared);
    for (String name : found) {
      String column = name.strip().toLowerCase(Locale.ROOT);
      if (layout.contains(column)) {
        throw new PlanException(
            at(file) + "column \"" + column + "\" stands twice in the header; rename one of them");
      }
      if (missing.remove(column)) {
        layout.add(column);
      } else {
        unknown.add(name.strip());
      }
    }
    if (!unknown.isEmpty() || !missing.isEmpty()) {
      throw new PlanException(at(file) + difference(source, declared, unknown, missing));
    }
    return new CsvLayout(layout);
  }

  private static String difference(
      Source source, List<String> declared, List<String> unknown, Set<String> missing) {
    StringBuilder text = new StringBuilder("the header is not that of " + source.table() + ":");
    if (!missing.isEmpty()) {
      text.append(" missing ").append(String.join(", ", missing)).append(';');
    }
    if (!unknown.isEmpty()) {
      text.append(" not declared ").append(String.join(", ", unknown)).append(';');
      if (unknown.size() == 1 && declared.size() > 1) {
        text.append(" is the delimiter really \"")
            .append(source.format().delimiter())
            .append("\"?");
      } else {
        Nearest.to(unknown.get(0), missing)
            .ifPresent(n -> text.append(" did the file rename ").append(n).append('?'));
      }
    }
    return text + " Declare the columns as they are in " + source.at().file().getFileName();
  }

  private static String at(Path file) {
    return file + ":1:1: ";
  }

  /** The fields of the first line; none for an empty file. */
  private static List<String> fields(CsvFormat format, Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(file), charset(format)))) {
      List<String> fields = new ArrayList<>();
      StringBuilder field = new StringBuilder();
      boolean quoted = false;
      boolean any = false;
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (!any && c == '\uFEFF') {
          continue;
        }
        any = true;
        String character = String.valueOf((char) c);
        if (character.equals(format.quote())) {
          quoted = !quoted;
        } else if (!quoted && (c == '\n' || c == '\r')) {
          break;
        } else if (!quoted && character.equals(format.delimiter())) {
          fields.add(field.toString());
          field.setLength(0);
        } else {
          field.append((char) c);
        }
      }
      if (any) {
        fields.add(field.toString());
      }
      return fields;
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    return String.valueOf(file.getFileName()).endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  private static Charset charset(CsvFormat format) {
    return switch (format.encoding()) {
      case "latin-1" -> StandardCharsets.ISO_8859_1;
      case "utf-16" -> StandardCharsets.UTF_16;
      default -> StandardCharsets.UTF_8;
    };
  }
}
