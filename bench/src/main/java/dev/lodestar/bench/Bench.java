package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Does one job in several ways, sees that the rows are the same, and tells what each way cost. */
@Command(
    name = "bench/run",
    description = "Measure Lodestar beside native Spark SQL and DuckDB",
    subcommands = {ChangesBench.class, QueriesBench.class, UsersBench.class, WireBench.class},
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Bench implements Callable<Integer> {
  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "N",
      defaultValue = "1m,10m",
      converter = RowsConverter.class,
      description = "So many order lines, as in 200k or 10m; ${DEFAULT-VALUE} unless given")
  private List<Long> sizes = List.of();

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
      defaultValue = "direct,flink,spark,spark-native,duckdb",
      converter = ContenderConverter.class,
      description = "Only these of ${DEFAULT-VALUE}")
  private List<Contender> contenders = List.of();

  @Option(names = "--home", hidden = true, required = true)
  private @Nullable Path given;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path home = home();
    Path build = home.resolve("build/bench");
    for (Contender one : contenders) {
      if (one.isLodestar()) {
        prepare(home, one.id, build);
      }
    }
    List<String> tables = new ArrayList<>();
    for (long rows : sizes) {
      Path data = build.resolve("data").resolve(String.valueOf(rows));
      make(home.resolve("bench/domain/generate.sql"), rows, data);
      List<Standing> standings = compete(home, build, data);
      String table = Report.table(rows, standings);
      System.out.println("\n" + table);
      tables.add(table);
    }
    Results.put(home, "From files to gold", page(tables));
    return 0;
  }

  /** The folder of the repository. */
  Path home() {
    return given == null ? Path.of("").toAbsolutePath() : given;
  }

  /** Has the launcher build the engine, if it is not yet built. */
  static void prepare(Path home, String runner, Path build)
      throws IOException, InterruptedException {
    Files.createDirectories(build);
    Meter.measure(
        List.of(home.resolve("lodestar").toString(), "run", "--help", "--runner=" + runner),
        build.resolve("build-" + runner + ".log"));
  }

  /**
   * Makes the data unless they are there, and reads them once, so that the first run has no cold
   * disk.
   */
  static void make(Path script, long rows, Path data) throws SQLException, IOException {
    Path complete = data.resolve("complete");
    if (!Files.exists(complete)) {
      System.out.printf(Locale.ROOT, "Making %,d orders in %s …%n", rows, data);
      delete(data);
      OrderData.make(script, rows, data);
      Files.createFile(complete);
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (var in = Files.newInputStream(file)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
    }
  }

  private List<Standing> compete(Path home, Path build, Path data)
      throws IOException, InterruptedException, SQLException {
    Map<Contender, List<Cost>> costs = new EnumMap<>(Contender.class);
    Map<Contender, List<Checksum>> outputs = new EnumMap<>(Contender.class);
    for (int run = 1; run <= runs; run++) {
      List<Contender> order = new ArrayList<>(contenders);
      // Every other run goes the other way round, so that nobody always comes after the same one.
      if (run % 2 == 0) {
        Collections.reverse(order);
      }
      for (Contender one : order) {
        Path out = build.resolve("out").resolve(one.id);
        delete(out);
        Files.createDirectories(out);
        Cost cost = Meter.measure(one.command(home, data, out), build.resolve(one.id + ".log"));
        costs.computeIfAbsent(one, c -> new ArrayList<>()).add(cost);
        System.out.printf(
            Locale.ROOT,
            "run %d  %-13s wall %6.1f s  CPU %6.1f s  peak %5d MB%n",
            run,
            one.id,
            cost.wallSeconds(),
            cost.cpuSeconds(),
            cost.peakMegabytes());
        outputs.put(one, Checksum.of(out));
        delete(out);
        agree(outputs);
      }
    }
    return contenders.stream().map(c -> new Standing(c, costs.getOrDefault(c, List.of()))).toList();
  }

  /** A fast wrong answer is no answer: all contenders must have written the same rows. */
  private static void agree(Map<Contender, List<Checksum>> outputs) {
    Map.Entry<Contender, List<Checksum>> first = outputs.entrySet().iterator().next();
    outputs.forEach(
        (contender, checksums) -> {
          for (int i = 0; i < checksums.size(); i++) {
            if (!checksums.get(i).equals(first.getValue().get(i))) {
              throw new IllegalStateException(
                  contender.id
                      + " and "
                      + first.getKey().id
                      + " disagree: "
                      + checksums.get(i)
                      + " and "
                      + first.getValue().get(i));
            }
          }
        });
  }

  private String page(List<String> tables) throws IOException {
    String names = contenders.stream().map(c -> c.id).collect(Collectors.joining(","));
    String rows = sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
    return """
        %s. Medians of %d runs, in alternating order.

            bench/run --rows=%s --runs=%d --only=%s

        %s
        All wrote the same rows, by checksum: bronze with file and row numbers, silver, quarantine with reasons, gold.
        """
        .formatted(Results.when(), runs, rows, runs, names, String.join("\n", tables));
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Reads numbers of rows: 500, 200k, 10m. */
  static final class RowsConverter implements CommandLine.ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      if (!text.matches("[1-9][0-9]{0,8}[km]?")) {
        throw new TypeConversionException(
            "\"" + text + "\" is not a number of rows, such as 200k or 10m");
      }
      long unit = text.endsWith("m") ? 1_000_000 : text.endsWith("k") ? 1_000 : 1;
      return Long.parseLong(text.replaceAll("[km]", "")) * unit;
    }
  }

  /** Reads names of contenders. */
  static final class ContenderConverter implements CommandLine.ITypeConverter<Contender> {
    @Override
    public Contender convert(String text) {
      return Stream.of(Contender.values())
          .filter(c -> c.id.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no \""
                          + text
                          + "\"; there are "
                          + Stream.of(Contender.values())
                              .map(c -> c.id)
                              .collect(Collectors.joining(", "))));
    }
  }
}
