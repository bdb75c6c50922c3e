package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Changes;
import dev.lodestar.layers.Fragment.Check;
import dev.lodestar.layers.Fragment.Exchange;
import dev.lodestar.layers.Fragment.Input;
import dev.lodestar.layers.Fragment.RowRule;
import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.layers.Written.Aside;
import dev.lodestar.layers.Written.Rewritten;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.files.HeldFiles;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * One execution of a {@link Fragment}: a connection to DuckDB, a scratch folder, and what is read
 * from the parcels.
 */
final class FragmentRun implements AutoCloseable {
  /** A file crosses an exchange in slices of this size. */
  private static final int SLICE_BYTES = 4 << 20;

  private static final String RESULT = "_result";
  private static final String AND_ATTEMPT = "~";

  private final Fragment fragment;
  private final Connection connection;
  private final Path scratch;
  private final HeldFiles held = new HeldFiles();

  FragmentRun(Fragment fragment, DuckDb duckDb) throws SQLException, IOException {
    this.fragment = fragment;
    this.connection = duckDb.connect();
    this.scratch = duckDb.newScratchFolder();
  }

  /** Takes in what the work reads: the files of each input. */
  Map<String, List<String>> receive(Iterable<Parcel> parcels) throws IOException {
    return new Arrivals(scratch).receive(parcels);
  }

  /**
   * A name for the work on what was received. A sender may have written its rows to several files,
   * as many as it had threads, and to another number of them the next time.
   */
  String name(int number, Map<String, List<String>> received) {
    Map<String, List<String>> named = new HashMap<>();
    received.forEach(
        (input, paths) ->
            named.put(input, paths.stream().map(this::withoutAttempt).distinct().toList()));
    return WorkName.of(fragment, number, named);
  }

  /** What crossed an exchange is a file of scratch, and another one in each attempt. */
  private String withoutAttempt(String path) {
    String here = scratch + File.separator;
    return path.startsWith(here)
        ? path.substring(here.length(), path.lastIndexOf(AND_ATTEMPT))
        : path;
  }

  /**
   * Does the work.
   *
   * @param received by input
   * @param name tells what is sent from what other fragments send
   * @param sent takes what goes on by exchange: the partition and a slice
   */
  Written run(Map<String, List<String>> received, String name, BiConsumer<Integer, Parcel> sent)
      throws SQLException, IOException {
    long start = System.nanoTime();
    Map<String, List<String>> arrived = held(received);
    defineInputs(arrived);
    Optional<RefreshedPartitions> refreshed = refreshed(arrived);
    defineResult(refreshed.map(r -> r.of(fragment.query())).orElse(fragment.query()));
    Check check = fragment.check();
    List<RowRule> rules = check == null ? List.of() : check.rules();
    Broken found = Broken.count(connection, RESULT, rules);
    Map<String, Long> broken = found.byRule();
    long dropped = found.dropped();
    // Rules that no row breaks cost one look at their columns, and nothing more.
    String kept =
        "SELECT " + columns() + " FROM " + where(RESULT, found.isNone() ? "" : holding(rules));
    List<DataFile> quarantined =
        check == null || found.quarantined() == 0 ? List.of() : quarantine(check, refreshed);
    long aside = dropped + ParquetFiles.rows(quarantined);
    Exchange exchange = fragment.exchange();
    if (exchange != null) {
      long passed = send(kept, exchange, name, sent);
      return written(List.of(), quarantined, passed + aside, dropped, broken, start);
    }
    Write write = fragment.write();
    if (write == null) {
      throw new IllegalStateException("A fragment of " + fragment.table() + " leads nowhere");
    }
    Changes changes = write.changes();
    if (changes != null) {
      MergedRows merged = merge(kept, write, changes, arrived);
      Written changed =
          written(merged.files(), quarantined, merged.before() + aside, dropped, broken, start);
      return changed.rewriting(original(merged.rewritten()));
    }
    KeptRows rows = KeptRows.write(connection, kept, RESULT, write, scratch);
    if (refreshed.isPresent()) {
      RefreshedPartitions.Replaced replaced =
          refreshed
              .get()
              .replace(
                  connection,
                  write,
                  arrived.getOrDefault(fragment.table(), List.of()),
                  ParquetFiles.rows(rows.files()));
      List<DataFile> files = new ArrayList<>(rows.files());
      files.addAll(replaced.files());
      Rewritten rewritten = replaced.rewritten();
      if (check != null) {
        rewritten =
            new Rewritten(
                rewritten.removed(),
                rewritten.deletes(),
                rewritten.applied(),
                refreshed.get().replace(connection, write, check.quarantine().at(held)));
      }
      return written(files, quarantined, rows.before() + aside, dropped, broken, start)
          .rewriting(original(rewritten));
    }
    return written(rows.files(), quarantined, rows.before() + aside, dropped, broken, start);
  }

  /** The files where DuckDB can open them. */
  private Map<String, List<String>> held(Map<String, List<String>> arrived) throws IOException {
    List<String> all = new ArrayList<>();
    arrived.values().forEach(all::addAll);
    held.add(all);
    Map<String, List<String>> here = new HashMap<>();
    arrived.forEach((input, paths) -> here.put(input, held.local(paths)));
    return here;
  }

  /** Files by the names that the table knows. */
  private Rewritten original(Rewritten rewritten) {
    return new Rewritten(
        rewritten.removed().stream().map(held::original).toList(),
        rewritten.deletes(),
        rewritten.applied(),
        new Aside(
            rewritten.aside().removed().stream().map(held::original).toList(),
            rewritten.aside().rest()));
  }

  private Optional<RefreshedPartitions> refreshed(Map<String, List<String>> arrived)
      throws SQLException {
    Write write = fragment.write();
    Fragment.Refresh refresh = write == null ? null : write.refresh();
    return refresh == null || write == null
        ? Optional.empty()
        : Optional.of(RefreshedPartitions.find(connection, write, refresh, arrived));
  }

  private MergedRows merge(
      String rows, Write write, Changes changes, Map<String, List<String>> arrived)
      throws SQLException, IOException {
    return MergedRows.write(
        connection,
        rows,
        fragment.columns(),
        write,
        changes,
        arrived.getOrDefault(fragment.table(), List.of()),
        arrived.getOrDefault(changes.remembered().table(), List.of()));
  }

  /**
   * A query that takes rows one by one is run again wherever its rows are needed, each time for the
   * columns needed. The rows of any other are kept when they are needed more than once.
   */
  private void defineResult(String query) throws SQLException {
    Write write = fragment.write();
    boolean again = fragment.check() != null || (write != null && !write.key().isEmpty());
    String kind = fragment.rowwise() || !again ? "VIEW " : "TABLE ";
    execute("CREATE TEMP " + kind + RESULT + " AS " + query);
  }

  private Written written(
      List<DataFile> kept,
      List<DataFile> quarantined,
      long rowsIn,
      long dropped,
      Map<String, Long> broken,
      long start) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new Written(
        fragment.table(),
        kept,
        quarantined,
        fragment.counted() ? rowsIn : 0,
        dropped,
        broken,
        millis);
  }

  private void defineInputs(Map<String, List<String>> arrived) throws SQLException {
    for (Input input : fragment.inputs()) {
      List<String> paths = arrived.getOrDefault(input.name(), List.of());
      String source =
          input.byExchange() && !paths.isEmpty()
              ? "read_parquet(" + Sql.texts(paths) + ", hive_partitioning = false)"
              : ParquetFiles.read(paths, input.fields());
      execute("CREATE TEMP VIEW " + Sql.name(input.name()) + " AS SELECT * FROM " + source);
    }
  }

  private String columns() {
    return Sql.names(fragment.columns().stream().map(Column::name).toList());
  }

  /** What holds for the rows which no rule takes out; empty when there is no such rule. */
  private static String holding(List<RowRule> rules) {
    List<String> conditions = new ArrayList<>(holding(rules, Otherwise.QUARANTINE));
    conditions.addAll(holding(rules, Otherwise.DROP));
    return String.join(" AND ", conditions);
  }

  /**
   * The FROM item with those rows of another for which a condition is true.
   *
   * <p>DuckDB would move the condition down and compute the columns in it twice, one value at a
   * time instead of once for each value of a dictionary, which takes twice as long altogether. It
   * leaves a condition alone that draws lots.
   */
  private static String where(String from, String condition) {
    return condition.isEmpty()
        ? from
        : "(SELECT * FROM (SELECT *, ("
            + condition
            + ") AND random() < 2 AS _told FROM "
            + from
            + ") WHERE _told)";
  }

  private static List<String> holding(List<RowRule> rules, Otherwise otherwise) {
    return rules.stream()
        .filter(r -> r.otherwise() == otherwise)
        .map(r -> "(" + r.condition() + ") IS TRUE")
        .toList();
  }

  private List<DataFile> quarantine(Check check, Optional<RefreshedPartitions> refreshed)
      throws SQLException, IOException {
    String origin = check.origin().query();
    List<RowRule> rules =
        check.rules().stream().filter(r -> r.otherwise() == Otherwise.QUARANTINE).toList();
    String reasons =
        rules.stream()
            .map(r -> "CASE WHEN " + Broken.condition(r) + " THEN " + Sql.text(r.name()) + " END")
            .collect(Collectors.joining(", ", "list_filter([", "], lambda r: r IS NOT NULL)"));
    String broken = rules.stream().map(Broken::condition).collect(Collectors.joining(" OR "));
    String query =
        "SELECT "
            + Sql.text(check.quarantine().runId())
            + " AS _run_id, TIMESTAMP "
            + Sql.text(check.quarantine().moment())
            + " AS _quarantined_at, to_json("
            + reasons
            + ")::varchar AS _reasons, "
            + check.origin().row()
            + " AS _row, "
            + check.origin().file()
            + " AS _source_file, "
            + check.origin().number()
            + " AS _source_row, 1::integer AS _attempts, "
            + check.quarantine().partition()
            + " FROM "
            + where("(" + refreshed.map(r -> r.of(origin)).orElse(origin) + ")", broken);
    return ParquetFiles.write(
        connection,
        check.quarantine().at(held).counted(query),
        check.quarantine().folder(),
        QuarantineTable.FIELDS);
  }

  /** Writes the rows to scratch files by partition, and sends these in slices. */
  private long send(String rows, Exchange exchange, String name, BiConsumer<Integer, Parcel> sent)
      throws SQLException, IOException {
    Path folder = scratch.resolve("out");
    String partition =
        exchange.columns().isEmpty()
            ? "0"
            : "(hash("
                + Sql.names(exchange.columns())
                + ") % "
                + exchange.partitions()
                + ")::integer";
    String copy =
        "COPY (SELECT *, "
            + partition
            + " AS _partition FROM ("
            + rows
            + ")) TO "
            + Sql.text(folder.toString())
            + " (FORMAT parquet, COMPRESSION lz4_raw, PARTITION_BY (_partition), RETURN_STATS true)";
    long count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(copy)) {
      while (row.next()) {
        count += row.getLong("count");
        Map<?, ?> keys = (Map<?, ?>) row.getObject("partition_keys");
        int number = Integer.parseInt(String.valueOf(keys.get("_partition")));
        sendFile(Path.of(row.getString("filename")), exchange.to(), number, name, sent);
      }
    }
    return count;
  }

  private static void sendFile(
      Path file, String to, int partition, String sender, BiConsumer<Integer, Parcel> sent)
      throws IOException {
    String name = sender + "-" + partition + AND_ATTEMPT + UUID.randomUUID();
    try (InputStream in = Files.newInputStream(file)) {
      long offset = 0;
      byte[] bytes = in.readNBytes(SLICE_BYTES);
      while (bytes.length > 0) {
        sent.accept(partition, new Parcel.Slice(to, name, offset, bytes));
        offset += bytes.length;
        bytes = in.readNBytes(SLICE_BYTES);
      }
    }
    Files.delete(file);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try (held) {
      connection.close();
      DuckDb.delete(scratch);
    }
  }
}
