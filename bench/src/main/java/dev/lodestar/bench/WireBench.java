package dev.lodestar.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * What PostgreSQL's protocol carries: many rows to one client, beside a real PostgreSQL that has
 * the same, and many clients at once.
 */
@Command(
    name = "wire",
    description = "Measure many rows and many clients over PostgreSQL's protocol",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class WireBench implements Callable<Integer> {
  private static final int WARM_UP = 2;
  private static final int ROWS_AT_A_TIME = 10_000;
  private static final int MOST_TOLD = 5;

  @Option(
      names = "--scale",
      paramLabel = "N",
      defaultValue = "1",
      description = "So many times six million order lines; ${DEFAULT-VALUE} unless given")
  private int scale = 1;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "So many are fetched; ${DEFAULT-VALUE} unless given")
  private int rows = 1_000_000;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "7",
      description = "So often; ${DEFAULT-VALUE} unless given")
  private int runs = 7;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "32",
      description = "So many ask at once; ${DEFAULT-VALUE} unless given")
  private int clients = 32;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "For so long; ${DEFAULT-VALUE} unless given")
  private int seconds = 30;

  @ParentCommand private Bench bench = new Bench();

  /** A server from which rows are fetched, and how long that took in each round. */
  private record From(String name, PreparedStatement statement, double[] millis) {}

  /** What one client came to. */
  private record Client(List<Double> millis, List<String> errors) {}

  @Override
  public Integer call() throws Exception {
    Path home = bench.home();
    Path build = home.resolve("build/bench");
    Bench.prepare(home, "direct", build);
    Path warehouse = Star.warehouse(home, build, scale);
    Path log = build.resolve("serve.log");
    StringBuilder page =
        new StringBuilder(
            """
            %s. Scale %d.

                bench/run wire --scale=%d --rows=%d --runs=%d --clients=%d --seconds=%d

            """
                .formatted(Results.when(), scale, scale, rows, runs, clients, seconds));
    List<Client> asked;
    try (Served served =
        Served.start(home, "bench/star", warehouse, log, List.of("--result-cache=0"))) {
      page.append(fetched(served, warehouse, build.resolve("postgres")));
      asked = atOnce(served, Star.queries(home));
      page.append(told(asked, served.peakMegabytes()));
    }
    System.out.println("\n" + page);
    List<String> errors = asked.stream().flatMap(client -> client.errors().stream()).toList();
    errors.stream().limit(MOST_TOLD).forEach(System.out::println);
    Results.put(home, "Over the wire", page.toString());
    return errors.isEmpty() ? 0 : 1;
  }

  // ---- many rows

  /** Each order has four lines. */
  private String select() {
    return """
        select lo_orderkey, lo_custkey, d_date, d_yearmonth, lo_extendedprice, lo_revenue
        from lineorder, dates
        where lo_orderdate = d_datekey and lo_orderkey <= %d"""
        .formatted(rows / 4);
  }

  private String fetched(Served served, Path warehouse, Path folder) throws Exception {
    List<From> servers = new ArrayList<>();
    Optional<Path> programs = Postgres.installed();
    try (Connection lodestar = Star.postgresql(served)) {
      servers.add(from("Lodestar", lodestar));
      if (programs.isEmpty()) {
        System.err.println(
            "PostgreSQL is left out, as there is no postgres on the PATH; apt-get install postgresql");
        compete(servers);
      } else {
        try (Postgres postgres = Postgres.start(programs.get(), folder);
            Connection other = postgres.connect()) {
          fill(other, warehouse, folder);
          String version = other.getMetaData().getDatabaseProductVersion();
          servers.add(from("PostgreSQL " + version, other));
          compete(servers);
        }
      }
    }
    StringBuilder table =
        new StringBuilder(
            """
            %,d rows of six columns (whole numbers, a date, a text), fetched by pgjdbc %,d at a time; medians of %d:

            | from | ms | rows per second |
            |---|--:|--:|
            """
                .formatted(rows, ROWS_AT_A_TIME, runs));
    for (From from : servers) {
      double median = QueriesBench.median(from.millis());
      table.append(
          String.format(
              Locale.ROOT, "| %s | %.0f | %,.0f |%n", from.name(), median, rows / median * 1000));
    }
    return table.append('\n').toString();
  }

  /** The same rows, in tables as PostgreSQL likes them. */
  private void fill(Connection postgres, Path warehouse, Path folder) throws SQLException {
    Path lines = folder.resolve("lineorder.csv");
    Path dates = folder.resolve("dates.csv");
    try (Connection duckDb = Star.duckDb(warehouse);
        Statement from = duckDb.createStatement();
        Statement to = postgres.createStatement()) {
      from.execute(
          "COPY (SELECT lo_orderkey, lo_custkey, lo_orderdate, lo_extendedprice, lo_revenue FROM"
              + " lineorder WHERE lo_orderkey <= %d) TO '%s'".formatted(rows / 4, lines));
      from.execute(
          "COPY (SELECT d_datekey, d_date, d_yearmonth FROM dates) TO '%s'".formatted(dates));
      to.execute(
          "CREATE TABLE lineorder (lo_orderkey bigint, lo_custkey integer, lo_orderdate integer,"
              + " lo_extendedprice integer, lo_revenue integer)");
      to.execute(
          "CREATE TABLE dates (d_datekey integer primary key, d_date date, d_yearmonth text)");
      to.execute("COPY lineorder FROM '" + lines + "' CSV HEADER");
      to.execute("COPY dates FROM '" + dates + "' CSV HEADER");
      to.execute("VACUUM ANALYZE");
    }
  }

  private From from(String name, Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    PreparedStatement statement = connection.prepareStatement(select());
    statement.setFetchSize(ROWS_AT_A_TIME);
    return new From(name, statement, new double[runs]);
  }

  private void compete(List<From> servers) throws SQLException {
    List<From> order = new ArrayList<>(servers);
    long expected = 0;
    for (int round = -WARM_UP; round < runs; round++) {
      Collections.reverse(order);
      for (From from : order) {
        long start = System.nanoTime();
        long sum = read(from.statement());
        if (round >= 0) {
          from.millis()[round] = (System.nanoTime() - start) / 1e6;
        }
        expected = expected == 0 ? sum : expected;
        if (sum != expected) {
          throw new IllegalStateException(
              from.name() + " gives other rows: " + sum + ", " + expected);
        }
      }
    }
  }

  /** Reads all cells, and makes one number of them. */
  private long read(PreparedStatement statement) throws SQLException {
    long sum = 0;
    int count = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Date date = row.getDate(3);
        sum += 31 * row.getLong(1) + 37L * row.getInt(2) + date.getTime();
        sum += row.getString(4).hashCode() * row.getLong(5) + 41 * row.getLong(6);
        count++;
      }
    }
    if (count != rows) {
      throw new IllegalStateException(count + " rows came instead of " + rows);
    }
    return sum;
  }

  // ---- many clients

  private List<Client> atOnce(Served served, Map<String, String> queries) throws Exception {
    Map<String, List<List<String>>> expected = new LinkedHashMap<>();
    try (Connection connection = Star.postgresql(served)) {
      for (String sql : queries.values()) {
        expected.put(sql, Door.jdbc(connection).rows(sql));
      }
    }
    ExecutorService people = Executors.newFixedThreadPool(clients);
    try {
      List<Future<Client>> all = new ArrayList<>();
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      for (int i = 0; i < clients; i++) {
        Random chance = new Random(i);
        all.add(people.submit(() -> ask(served, expected, chance, end)));
      }
      List<Client> asked = new ArrayList<>();
      for (Future<Client> one : all) {
        asked.add(one.get());
      }
      return asked;
    } finally {
      people.shutdownNow();
    }
  }

  private static Client ask(
      Served served, Map<String, List<List<String>>> expected, Random chance, long end) {
    Client client = new Client(new ArrayList<>(), new ArrayList<>());
    List<String> queries = List.copyOf(expected.keySet());
    try (Connection connection = Star.postgresql(served)) {
      while (System.nanoTime() < end) {
        String sql = queries.get(chance.nextInt(queries.size()));
        long start = System.nanoTime();
        List<List<String>> found = Door.jdbc(connection).rows(sql);
        client.millis().add((System.nanoTime() - start) / 1e6);
        if (!found.equals(expected.get(sql))) {
          client.errors().add("Other rows: " + sql);
        }
      }
    } catch (Exception e) {
      client.errors().add(e.toString());
    }
    return client;
  }

  private String told(List<Client> asked, long peakMegabytes) {
    List<Double> all = asked.stream().flatMap(one -> one.millis().stream()).sorted().toList();
    List<Integer> counts = asked.stream().map(one -> one.millis().size()).sorted().toList();
    return String.format(
        Locale.ROOT,
        "%d clients asked the thirteen queries of the star at once, at random, for %d s:%n%n"
            + "| statements | of a client, least and most | p50 ms | p95 ms | longest ms | errors |"
            + " server's peak MB |%n"
            + "|--:|--:|--:|--:|--:|--:|--:|%n"
            + "| %d | %d and %d | %.0f | %.0f | %.0f | %d | %,d |%n",
        clients,
        seconds,
        all.size(),
        counts.get(0),
        counts.get(counts.size() - 1),
        UsersBench.at(all, 0.5),
        UsersBench.at(all, 0.95),
        UsersBench.at(all, 1),
        asked.stream().mapToInt(one -> one.errors().size()).sum(),
        peakMegabytes);
  }
}
