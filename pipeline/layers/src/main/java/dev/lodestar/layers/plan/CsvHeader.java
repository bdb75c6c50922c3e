package dev.lodestar.layers.plan;

import dev.lodestar.layers.Unpack;
import dev.lodestar.spec.CsvFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The first line of a CSV file. */
final class CsvHeader {
  private CsvHeader() {}

  /** The fields of the first line; none for an empty file. */
  static List<String> fields(CsvFormat format, String name, InputStream bytes) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(Unpack.open(name, bytes), charset(format)))) {
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

  private static Charset charset(CsvFormat format) {
    return switch (format.encoding()) {
      case "latin-1" -> StandardCharsets.ISO_8859_1;
      case "utf-16" -> StandardCharsets.UTF_16;
      default -> StandardCharsets.UTF_8;
    };
  }
}
