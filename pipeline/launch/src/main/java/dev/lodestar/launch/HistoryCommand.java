package dev.lodestar.launch;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.TableSnapshot;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lodestar history}: the runs of a domain and what they released, or one table's states. */
@Command(
    name = "history",
    description = "Show the runs of a domain, or the snapshots of a table, the last one first",
    footer = {
      "",
      "A snapshot is read with lodestar sql DOMAIN \"…\" --as-of=SNAPSHOT once it was released."
    })
final class HistoryCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @Mixin private DomainArguments arguments = new DomainArguments();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table, as in silver.orders; the domain's runs unless given")
  private @Nullable String table;

  @Option(names = "--json", description = "Print a list of objects for programs")
  private boolean json;

  @Override
  public Integer call() {
    return arguments.domainFile().match(this::print, p -> Problems.print(arguments.folder, p));
  }

  private Integer print(Domain domain) {
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain))) {
      String asked = table;
      List<Map<String, Object>> rows =
          asked == null ? runs(warehouse) : snapshots(warehouse, known(asked, warehouse));
      System.out.println(json ? Json.write(rows) : text(rows, asked == null));
    }
    return Exit.OK;
  }

  private static String text(List<Map<String, Object>> rows, boolean runs) {
    TextTable text =
        runs
            ? new TextTable(
                "run", "state", "started (UTC)", "seconds", "runner", "release", "error")
            : new TextTable(
                "snapshot",
                "committed (UTC)",
                "run",
                "operation",
                "rows added",
                "rows removed",
                "rows",
                "files added",
                "files removed",
                "files",
                "bytes",
                "releases",
                "state");
    rows.forEach(row -> text.row(row.values().toArray()));
    return text.toString();
  }

  private static List<Map<String, Object>> runs(Warehouse warehouse) {
    Map<String, Long> releases = new HashMap<>();
    warehouse.releases().forEach(release -> releases.put(release.runId(), release.id()));
    List<Map<String, Object>> runs = new ArrayList<>();
    for (Run run : warehouse.runs()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("run", run.id());
      one.put("state", run.state().name().toLowerCase(Locale.ROOT));
      one.put("started", TIME.format(Instant.ofEpochMilli(run.startedMillis())));
      one.put(
          "seconds",
          run.finishedMillis()
              .map(f -> String.format("%.1f", (f - run.startedMillis()) / 1000.0))
              .orElse(""));
      one.put("runner", run.runner());
      one.put("release", releases.containsKey(run.id()) ? releases.get(run.id()).toString() : "");
      one.put("error", run.error().map(e -> e.lines().findFirst().orElse("")).orElse(""));
      runs.add(one);
    }
    return runs;
  }

  private static TableName known(String asked, Warehouse warehouse) {
    return TableArgument.of(asked, warehouse.states().stream().map(TableState::table).toList());
  }

  private static List<Map<String, Object>> snapshots(Warehouse warehouse, TableName table) {
    List<Release> releases =
        warehouse.releases().stream().sorted(Comparator.comparingLong(Release::id)).toList();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (TableSnapshot snapshot : warehouse.snapshots(table)) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("snapshot", Long.toString(snapshot.id()));
      one.put("committed", TIME.format(Instant.ofEpochMilli(snapshot.committedMillis())));
      one.put("run", snapshot.runId().orElse("another program"));
      one.put("operation", snapshot.operation());
      one.put("rows-added", snapshot.addedRows());
      one.put("rows-removed", snapshot.removedRows());
      one.put("rows", snapshot.rows());
      one.put("files-added", snapshot.addedFiles());
      one.put("files-removed", snapshot.removedFiles());
      one.put("files", snapshot.files());
      one.put("bytes", snapshot.bytes());
      one.put("releases", releasesWith(table, snapshot.id(), releases));
      one.put("state", snapshot.place().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      rows.add(one);
    }
    return rows;
  }

  private static String releasesWith(TableName table, long snapshot, List<Release> releases) {
    return releases.stream()
        .filter(r -> Long.valueOf(snapshot).equals(r.snapshots().get(table)))
        .map(r -> Long.toString(r.id()))
        .collect(Collectors.joining(", "));
  }
}
