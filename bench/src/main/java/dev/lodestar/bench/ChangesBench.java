package dev.lodestar.bench;

import dev.lodestar.bench.ChangesJob.Into;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/**
 * Puts changes into a large table in several ways, sees that readers find the same rows, and tells
 * what each way cost.
 */
@Command(
    name = "changes",
    description = "Measure merges and histories beside Spark's MERGE on Iceberg and DuckDB's",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ChangesBench implements Callable<Integer> {

  /** What is measured: changes that come to a table which holds all orders. */
  private record Batch(Into into, String title, @Nullable String files) {
    /** Nothing comes at all. */
    static Batch none(Into into, String title) {
      return new Batch(into, title, null);
    }
  }

  private static final List<Batch> BATCHES =
      List.of(
          new Batch(Into.MERGE, "merge: 1 % of the orders change, the last ones", "last/percent=1"),
          new Batch(Into.MERGE, "merge: 5 %, the last ones", "last/percent=5"),
          new Batch(Into.MERGE, "merge: 25 %, the last ones", "last/percent=25"),
          new Batch(Into.MERGE, "merge: 1 %, anywhere", "anywhere/percent=1"),
          Batch.none(Into.MERGE, "merge: nothing has come"),
          new Batch(Into.HISTORY, "history: 5 % change, the last ones", "last/percent=5"));

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10m",
      converter = Bench.RowsConverter.class,
      description = "So many orders are there before; ${DEFAULT-VALUE} unless given")
  private long rows;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "So many runs of each; ${DEFAULT-VALUE} unless given")
  private int runs = 3;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "direct,spark-native,duckdb",
      converter = RivalConverter.class,
      description = "Only these of ${DEFAULT-VALUE}")
  private List<ChangesRival> rivals = List.of();

  @ParentCommand private Bench bench = new Bench();

  private Path home = Path.of("");
  private Path build = Path.of("");
  private final Map<String, Map<ChangesRival, List<Cost>>> costs = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    home = bench.home();
    build = home.resolve("build/bench");
    if (rivals.contains(ChangesRival.LODESTAR)) {
      Bench.prepare(home, "direct", build);
    }
    Path data = build.resolve("changes").resolve(String.valueOf(rows));
    Bench.make(home.resolve("bench/changes/generate.sql"), rows, data);
    for (Into into : Into.values()) {
      loadFirst(into, data);
      for (Batch batch : BATCHES) {
        if (batch.into() == into) {
          compete(batch, data);
        }
      }
    }
    String table = table();
    System.out.println("\n" + table);
    Results.put(home, "Changes put into a table", page(table));
    return 0;
  }

  /** The table that changes will come to; how long it takes is worth a line. */
  private void loadFirst(Into into, Path data) throws Exception {
    Bench.delete(in());
    Files.createDirectories(in());
    link(data.resolve("base"), "first");
    Map<ChangesRival, Checksum> tables = new EnumMap<>(ChangesRival.class);
    for (ChangesRival rival : rivals) {
      Bench.delete(out(rival));
      Files.createDirectories(out(rival));
      measure(into.id() + ": all orders come for the first time", rival, into, "first");
      tables.put(rival, rival.table(out(rival), into));
      agree(tables);
      Bench.delete(kept(rival));
      copy(out(rival), kept(rival));
    }
  }

  private void compete(Batch batch, Path data) throws Exception {
    for (int run = 1; run <= runs; run++) {
      List<ChangesRival> order = new ArrayList<>(rivals);
      if (run % 2 == 0) {
        Collections.reverse(order);
      }
      Map<ChangesRival, Checksum> tables = new EnumMap<>(ChangesRival.class);
      for (ChangesRival rival : order) {
        // Only Lodestar finds out by itself that there is nothing to do.
        if (batch.files() == null && rival != ChangesRival.LODESTAR) {
          continue;
        }
        Bench.delete(out(rival));
        copy(kept(rival), out(rival));
        List<Path> come =
            batch.files() == null ? List.of() : link(data.resolve(batch.files()), "more");
        measure(batch.title(), rival, batch.into(), "more");
        tables.put(rival, rival.table(out(rival), batch.into()));
        agree(tables);
        for (Path file : come) {
          Files.delete(file);
        }
      }
    }
  }

  private void measure(String what, ChangesRival rival, Into into, String when)
      throws IOException, InterruptedException {
    // What was copied is to be on the disk before, and not while a rival works.
    new ProcessBuilder("sync").start().waitFor();
    Cost cost =
        Meter.measure(
            rival.command(home, in(), out(rival), into, when),
            build.resolve("changes-" + rival.id + ".log"));
    costs
        .computeIfAbsent(what, w -> new EnumMap<>(ChangesRival.class))
        .computeIfAbsent(rival, r -> new ArrayList<>())
        .add(cost);
    System.out.printf(
        Locale.ROOT,
        "%-46s %-13s wall %6.1f s  CPU %6.1f s  peak %5d MB%n",
        what,
        rival.id,
        cost.wallSeconds(),
        cost.cpuSeconds(),
        cost.peakMegabytes());
  }

  /** A fast wrong answer is no answer: readers must find the same rows. */
  private static void agree(Map<ChangesRival, Checksum> tables) {
    Map.Entry<ChangesRival, Checksum> first = tables.entrySet().iterator().next();
    tables.forEach(
        (rival, table) -> {
          if (!table.equals(first.getValue())) {
            throw new IllegalStateException(
                rival.id + " and " + first.getKey().id + " disagree: " + tables);
          }
        });
  }

  private Path in() {
    return build.resolve("in");
  }

  private Path out(ChangesRival rival) {
    return build.resolve("out").resolve(rival.id);
  }

  private Path kept(ChangesRival rival) {
    return build.resolve("kept").resolve(rival.id);
  }

  /** Puts files into the folder that is read, and returns where they are. */
  private List<Path> link(Path folder, String name) throws IOException {
    List<Path> links = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".parquet")).sorted().toList()) {
        links.add(Files.createLink(in().resolve(name + "-" + links.size() + ".parquet"), file));
      }
    }
    return links;
  }

  /** Files that are written once are shared, all others are copied. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path then = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(then);
        } else if (path.toString().matches(".*\\.(parquet|avro|metadata\\.json)")) {
          Files.createLink(then, path);
        } else {
          Files.copy(path, then, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private String table() {
    List<String> head = new ArrayList<>();
    head.add(String.format(Locale.ROOT, "%,d orders", rows));
    rivals.forEach(r -> head.addAll(List.of(r.title + ": wall s", "CPU s", "peak MB")));
    List<ChangesRival> beside = beside();
    beside.forEach(r -> head.addAll(List.of("wall / " + r.title, "CPU / " + r.title)));
    StringBuilder text = new StringBuilder(line(head));
    text.append("|---|").append("--:|".repeat(head.size() - 1)).append('\n');
    costs.forEach((what, each) -> text.append(line(cells(what, each, beside))));
    return text.toString();
  }

  private List<String> cells(
      String what, Map<ChangesRival, List<Cost>> each, List<ChangesRival> beside) {
    List<String> cells = new ArrayList<>(List.of(what));
    for (ChangesRival rival : rivals) {
      cells.add(median("%.1f", each, rival, Cost::wallSeconds));
      cells.add(median("%.1f", each, rival, Cost::cpuSeconds));
      cells.add(median("%.0f", each, rival, Cost::peakMegabytes));
    }
    for (ChangesRival rival : beside) {
      cells.add(ratio(each, rival, Cost::wallSeconds));
      cells.add(ratio(each, rival, Cost::cpuSeconds));
    }
    return cells;
  }

  /** Those with whom Lodestar is compared. */
  private List<ChangesRival> beside() {
    return rivals.contains(ChangesRival.LODESTAR)
        ? rivals.stream().filter(r -> r != ChangesRival.LODESTAR).toList()
        : List.of();
  }

  private static String median(
      String format,
      Map<ChangesRival, List<Cost>> each,
      ChangesRival rival,
      ToDoubleFunction<Cost> figure) {
    List<Cost> measured = each.getOrDefault(rival, List.of());
    return measured.isEmpty() ? "" : number(format, Cost.median(measured, figure));
  }

  private static String ratio(
      Map<ChangesRival, List<Cost>> each, ChangesRival rival, ToDoubleFunction<Cost> figure) {
    List<Cost> ours = each.getOrDefault(ChangesRival.LODESTAR, List.of());
    List<Cost> theirs = each.getOrDefault(rival, List.of());
    return ours.isEmpty() || theirs.isEmpty()
        ? ""
        : number("%.2f", Cost.median(ours, figure) / Cost.median(theirs, figure));
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private String page(String table) throws IOException {
    return """
        %s. Medians of %d runs, in alternating order; of the first loads one run.

            bench/run changes --rows=%d --runs=%d --only=%s

        %s
        In all, readers found the same rows, by checksum.
        """
        .formatted(
            Results.when(),
            runs,
            rows,
            runs,
            rivals.stream().map(r -> r.id).collect(Collectors.joining(",")),
            table);
  }

  /** Reads names of rivals. */
  static final class RivalConverter implements ITypeConverter<ChangesRival> {
    @Override
    public ChangesRival convert(String text) {
      return Stream.of(ChangesRival.values())
          .filter(r -> r.id.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no \"" + text + "\"; there are direct, spark-native, duckdb"));
    }
  }
}
