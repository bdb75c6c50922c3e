package dev.lodestar.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Asks the thirteen questions of the Star Schema Benchmark through the doors of a warm server and
 * of DuckDB itself, over the same Parquet files, and sees that the answers are the same.
 */
@Command(
    name = "queries",
    description = "Measure the queries of a star through the server's doors, beside DuckDB's own",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class QueriesBench implements Callable<Integer> {
  /** A door is warm when it was asked all queries so often, and for so long. */
  private static final int WARM_ROUNDS = 4;

  private static final Duration WARM_TIME = Duration.ofSeconds(10);

  /** The release that has the rows, and nothing that is summed up. */
  private static final String ROWS = "1";

  /** A door with the times of each query in each round. */
  private record Asked(String name, Door door, double[][] millis) {
    double[] medians() {
      return Arrays.stream(millis).mapToDouble(QueriesBench::median).toArray();
    }
  }

  @Option(
      names = "--scale",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,5",
      description = "So many times six million order lines; ${DEFAULT-VALUE} unless given")
  private List<Integer> scales = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "7",
      description = "So many rounds of all queries; ${DEFAULT-VALUE} unless given")
  private int runs = 7;

  @ParentCommand private Bench bench = new Bench();

  @Override
  public Integer call() throws Exception {
    Path home = bench.home();
    Path build = home.resolve("build/bench");
    Bench.prepare(home, "direct", build);
    List<String> tables = new ArrayList<>();
    for (int scale : scales) {
      String table = measure(home, build, scale);
      System.out.println("\n" + table);
      tables.add(table);
    }
    Results.put(home, "Queries of a star", page(tables));
    return 0;
  }

  private String measure(Path home, Path build, int scale) throws Exception {
    Map<String, String> queries = Star.queries(home);
    Path warehouse = Star.warehouse(home, build, scale);
    Star.sumUp(home, build, scale);
    Path log = build.resolve("serve.log");
    // Every run is to be computed.
    String anew = "--result-cache=0";
    try (Served cached = Served.start(home, "bench/star", warehouse, log, List.of(anew));
        Served plain =
            Served.start(home, "bench/star", warehouse, log, List.of(anew, "--cache=0"));
        Connection duckDb = Star.duckDb(warehouse);
        Connection cachedDoor = Star.postgresql(cached, ROWS);
        Connection plainDoor = Star.postgresql(plain, ROWS);
        Connection summedUpDoor = Star.postgresql(cached);
        SparkDoor spark = SparkDoor.open(warehouse, build.resolve("spark.log"))) {
      List<Asked> doors =
          List.of(
              asked("DuckDB over the Parquet files", Door.jdbc(duckDb), queries),
              asked("Lodestar, PostgreSQL's protocol", Door.jdbc(cachedDoor), queries),
              asked("Lodestar, HTTP", Door.http(cached.httpPort(), ROWS), queries),
              asked("Lodestar, PostgreSQL's protocol, --cache=0", Door.jdbc(plainDoor), queries),
              asked("native Spark SQL over the Parquet files", spark, queries));
      compete(doors, queries);
      String table = table(scale, doors, planning(cachedDoor, queries), cached.peakMegabytes());
      Map<String, String> answered = answered(summedUpDoor, queries);
      List<Asked> both =
          List.of(
              asked("DuckDB over the Parquet files", Door.jdbc(duckDb), answered),
              asked("Lodestar, PostgreSQL's protocol", Door.jdbc(summedUpDoor), answered));
      compete(both, answered);
      String head =
          "those %d that tables of `aggregates/` answer, scale %d"
              .formatted(answered.size(), scale);
      return table + "\n" + rows(head, "all, ms", both);
    }
  }

  /** The queries for which a table is read that is summed up already. */
  private static Map<String, String> answered(Connection door, Map<String, String> queries)
      throws Exception {
    Map<String, String> answered = new LinkedHashMap<>();
    for (Map.Entry<String, String> query : queries.entrySet()) {
      if (Door.jdbc(door)
          .rows("EXPLAIN " + query.getValue())
          .toString()
          .contains("in the place of")) {
        answered.put(query.getKey(), query.getValue());
      }
    }
    return answered;
  }

  private Asked asked(String name, Door door, Map<String, String> queries) {
    return new Asked(name, door, new double[queries.size()][runs]);
  }

  private void compete(List<Asked> doors, Map<String, String> queries) throws Exception {
    for (Asked asked : doors) {
      warmUp(asked.door(), queries);
    }
    for (int round = 0; round < runs; round++) {
      List<Asked> order = new ArrayList<>(doors);
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      int number = 0;
      for (Map.Entry<String, String> query : queries.entrySet()) {
        ask(query, number, round, order);
        number++;
      }
    }
  }

  /** One query at all doors, one after another, so that all have it as busy on the machine. */
  private static void ask(Map.Entry<String, String> query, int number, int round, List<Asked> order)
      throws Exception {
    List<List<String>> expected = List.of();
    for (Asked asked : order) {
      long start = System.nanoTime();
      List<List<String>> rows = asked.door().rows(query.getValue());
      asked.millis()[number][round] = (System.nanoTime() - start) / 1e6;
      List<List<String>> found = sorted(rows);
      if (found.isEmpty() || (!expected.isEmpty() && !expected.equals(found))) {
        throw new IllegalStateException(
            asked.name()
                + " answers "
                + query.getKey()
                + " with "
                + found
                + ", another with "
                + expected);
      }
      expected = found;
    }
  }

  private static void warmUp(Door door, Map<String, String> queries) throws Exception {
    long begun = System.nanoTime();
    for (int round = 0;
        round < WARM_ROUNDS || System.nanoTime() - begun < WARM_TIME.toNanos();
        round++) {
      for (String query : queries.values()) {
        door.rows(query);
      }
    }
  }

  private static List<List<String>> sorted(List<List<String>> rows) {
    return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
  }

  /** Milliseconds until a statement is understood that the server has not seen before. */
  private static double planning(Connection door, Map<String, String> queries) throws SQLException {
    List<Double> times = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      for (String query : queries.values()) {
        long start = System.nanoTime();
        try (PreparedStatement statement =
            door.prepareStatement(query + "\n-- " + round + " " + query.hashCode())) {
          statement.getMetaData();
        }
        if (round >= 20) {
          times.add((System.nanoTime() - start) / 1e6);
        }
      }
    }
    return median(times.stream().mapToDouble(t -> t).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String table(int scale, List<Asked> doors, double planning, long peakMegabytes) {
    String head =
        String.format(Locale.ROOT, "scale %d, %,d order lines", scale, 6_000_000L * scale);
    return rows(head, "all 13, ms", doors)
        + String.format(
            Locale.ROOT,
            "%nA statement that is new to the server is understood, there and back, in %.1f ms;"
                + " the server held %,d MB at most.%n",
            planning,
            peakMegabytes);
  }

  private static String rows(String head, String all, List<Asked> doors) {
    double duckDb = Arrays.stream(doors.get(0).medians()).sum();
    StringBuilder text =
        new StringBuilder(
            """
            | %s | %s | / DuckDB | slowest, ms |
            |---|--:|--:|--:|
            """
                .formatted(head, all));
    for (Asked asked : doors) {
      double sum = Arrays.stream(asked.medians()).sum();
      double slowest = Arrays.stream(asked.medians()).max().orElse(0);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.2f | %.0f |%n",
              asked.name(),
              sum,
              sum / duckDb,
              slowest));
    }
    return text.toString();
  }

  private String page(List<String> tables) throws IOException {
    String numbers = scales.stream().map(String::valueOf).collect(Collectors.joining(","));
    return """
        %s. Medians of %d warm rounds, in alternating order.

            bench/run queries --scale=%s --runs=%d

        %s
        All gave the same rows.
        """
        .formatted(Results.when(), runs, numbers, runs, String.join("\n", tables));
  }
}
