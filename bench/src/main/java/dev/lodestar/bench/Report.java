package dev.lodestar.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of one size of data as a table in Markdown. */
final class Report {
  private static final String HEAD =
      """
      | %s rows | wall s | CPU s | peak MB | wall / DuckDB | CPU / DuckDB | wall / Spark | CPU / Spark |
      |---|--:|--:|--:|--:|--:|--:|--:|
      """;

  private Report() {}

  static String table(long rows, List<Standing> standings) {
    StringBuilder text = new StringBuilder(HEAD.formatted(String.format(Locale.ROOT, "%,d", rows)));
    Optional<Standing> duckDb = of(Contender.DUCKDB, standings);
    Optional<Standing> spark = of(Contender.SPARK_NATIVE, standings);
    for (Standing one : standings) {
      List<String> cells = new ArrayList<>();
      cells.add(one.contender().title);
      cells.add(number("%.1f", one.wall()));
      cells.add(number("%.1f", one.cpu()));
      cells.add(number("%.0f", one.peak()));
      cells.add(ratio(one.wall(), duckDb.map(Standing::wall)));
      cells.add(ratio(one.cpu(), duckDb.map(Standing::cpu)));
      cells.add(ratio(one.wall(), spark.map(Standing::wall)));
      cells.add(ratio(one.cpu(), spark.map(Standing::cpu)));
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return text.toString();
  }

  private static Optional<Standing> of(Contender contender, List<Standing> standings) {
    return standings.stream().filter(s -> s.contender() == contender).findFirst();
  }

  private static String ratio(double figure, Optional<Double> beside) {
    return beside.map(b -> number("%.2f", figure / b)).orElse("");
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
