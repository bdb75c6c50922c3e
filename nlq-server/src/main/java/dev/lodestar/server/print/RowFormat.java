package dev.lodestar.server.print;

import dev.lodestar.spec.Column;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** The forms in which rows can be printed. */
public enum RowFormat {
  TABLE,
  CSV,
  JSON;

  /** What prints rows of some columns in this form. */
  public RowPrinter printer(List<Column> columns, PrintWriter out) {
    return switch (this) {
      case TABLE -> new TablePrinter(columns, out);
      case CSV -> new CsvPrinter(columns, out, CsvPrinter.Formulas.KEPT);
      case JSON -> new JsonPrinter(columns, out);
    };
  }

  /** Reads a form as it is written on the command line. */
  public static final class Converter implements CommandLine.ITypeConverter<RowFormat> {
    @Override
    public RowFormat convert(String text) {
      for (RowFormat format : values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
          return format;
        }
      }
      throw new CommandLine.TypeConversionException(
          "no such format: \"" + text + "\"; use table, csv or json");
    }
  }
}
