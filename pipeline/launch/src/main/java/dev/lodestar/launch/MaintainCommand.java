package dev.lodestar.launch;

import dev.lodestar.layers.Fragment.Changes;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Lease;
import dev.lodestar.tables.Maintenance;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.RunOutcome;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar maintain}: fewer files, and none that nobody needs. */
@Command(
    name = "maintain",
    description = "Compact small files, forget old releases, delete files that nobody needs",
    footer = {
      "",
      "Files that were compacted are released under the same rows; no model is made anew for it.",
      "A snapshot stays while a release shows it, and while a table has not read what came after",
      "it. A file is deleted when no snapshot names it and it is old enough.",
      "",
      "Exit code 0: done, or nothing to do; 1: the domain has problems; 2: wrong usage; 3: failed."
    })
final class MaintainCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(
      names = "--target-size",
      paramLabel = "MB",
      defaultValue = "128",
      description = "Files below three quarters of this are put together; 128 unless given")
  private long targetMegabytes = 128;

  @Option(
      names = "--keep-releases",
      paramLabel = "N",
      defaultValue = "10",
      description = "The last N releases stay, however old; 10 unless given")
  private int keepReleases = 10;

  @Option(
      names = "--keep-days",
      paramLabel = "DAYS",
      defaultValue = "7",
      description = "Releases and snapshots of so many days stay; 7 unless given")
  private int keepDays = 7;

  @Option(
      names = "--orphan-hours",
      paramLabel = "HOURS",
      defaultValue = "24",
      description = "Files that no snapshot names stay so long; 24 unless given")
  private int orphanHours = 24;

  @Option(names = "--dry-run", description = "Only tell what would be done")
  private boolean dryRun;

  @Option(names = "--run-id", paramLabel = "ID", description = "Name the run in the ledger")
  private @Nullable String runId;

  @Option(names = "--json", description = "Print the report as JSON")
  private boolean json;

  @Override
  public Integer call() {
    return arguments.domainFile().match(this::maintain, p -> Problems.print(arguments.folder, p));
  }

  private Integer maintain(Domain domain) {
    if (targetMegabytes < 1 || keepReleases < 1 || keepDays < 0 || orphanHours < 0) {
      throw new UsageException(
          "--target-size and --keep-releases are at least 1, --keep-days and --orphan-hours 0");
    }
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain));
        Lease lease = warehouse.acquire("lodestar maintain " + domain.name())) {
      if (!dryRun) {
        LeftBehind.settle(lease, warehouse, Progress.onStandardError(json));
      }
      Report report = new Report();
      compact(domain, warehouse, lease, report);
      Maintenance maintenance = lease.maintenance();
      List<Release> outdated = maintenance.outdated(keepReleases, TimeUnit.DAYS.toMillis(keepDays));
      Map<TableName, List<Long>> expired =
          maintenance.expirable(outdated, TimeUnit.DAYS.toMillis(keepDays));
      report.releases = outdated.size();
      expired.forEach((table, ids) -> report.of(table).snapshots = ids.size());
      if (!dryRun) {
        maintenance.forget(outdated);
        expired.forEach(maintenance::expire);
      }
      List<Maintenance.Orphan> orphans = maintenance.orphans(TimeUnit.HOURS.toMillis(orphanHours));
      orphans.forEach(report::add);
      if (!dryRun) {
        maintenance.delete(orphans);
      }
      System.out.println(json ? Json.write(report.asJson(dryRun)) : report.asText(dryRun));
    }
    return Exit.OK;
  }

  private void compact(Domain domain, Warehouse warehouse, Lease lease, Report report) {
    Set<TableName> merged = new TreeSet<>();
    domain.models().stream().filter(m -> m.kind().hasChanges()).forEach(m -> merged.add(m.table()));
    long target = targetMegabytes << 20;
    List<Compaction> compactions = new ArrayList<>();
    for (TableState table : warehouse.states()) {
      // Large files would make each merge write more.
      long bytes = merged.contains(table.table()) ? Math.min(target, Changes.FILE_BYTES) : target;
      Compaction.of(warehouse, table, bytes).ifPresent(compactions::add);
    }
    for (Compaction compaction : compactions) {
      Line line = report.of(compaction.table().table());
      line.files = compaction.files();
      line.bytes = compaction.bytes();
      line.manifests = compaction.manifests();
    }
    if (dryRun || compactions.isEmpty()) {
      return;
    }
    String given = runId;
    String id = given == null ? Run.newId() : given;
    lease.begin(id, domain.name(), Run.MAINTAIN, "");
    try {
      List<TableCommit> commits = compactions.stream().map(c -> c.carryOut(warehouse, id)).toList();
      for (TableCommit commit : commits) {
        report.of(commit.table()).filesThen = commit.files().size();
      }
      Set<TableName> tables = new TreeSet<>();
      warehouse.currentRelease().ifPresent(r -> tables.addAll(r.snapshots().keySet()));
      lease.recordOutcome(
          id,
          new RunOutcome(
              commits,
              tables,
              warehouse.currentRelease().map(Release::views).orElse(List.of()),
              List.of()));
      lease.carryOut(id);
    } catch (RuntimeException e) {
      LeftBehind.noteFailure(lease, id, e);
      throw e;
    }
  }

  /** What was done for one table, or would be. */
  private static final class Line {
    int files;
    int filesThen;
    long bytes;
    int manifests;
    int snapshots;
    int orphans;
    long orphanBytes;
  }

  /** What was done, or would be. */
  private static final class Report {
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int releases;

    Line of(TableName table) {
      return lines.computeIfAbsent(table.toString(), name -> new Line());
    }

    void add(Maintenance.Orphan orphan) {
      Line line = of(orphan.table());
      line.orphans++;
      line.orphanBytes += orphan.bytes();
    }

    String asText(boolean dryRun) {
      String words =
          String.format(
              Locale.ROOT,
              "%s%,d %s forgotten",
              dryRun ? "Nothing was changed. " : "",
              releases,
              releases == 1 ? "release" : "releases");
      if (lines.isEmpty()) {
        return words + "; no table needs anything";
      }
      TextTable text =
          new TextTable(
              "table",
              "files compacted",
              "bytes",
              "into files",
              "snapshots expired",
              "files deleted",
              "bytes deleted");
      lines.forEach(
          (table, line) ->
              text.row(
                  table,
                  line.files,
                  line.bytes,
                  line.filesThen,
                  line.snapshots,
                  line.orphans,
                  line.orphanBytes));
      return text + "\n\n" + words;
    }

    Map<String, Object> asJson(boolean dryRun) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("dry-run", dryRun);
      all.put("releases-forgotten", releases);
      List<Map<String, Object>> tables = new ArrayList<>();
      lines.forEach(
          (table, line) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("table", table);
            one.put("files-compacted", line.files);
            one.put("bytes-compacted", line.bytes);
            one.put("into-files", line.filesThen);
            one.put("manifests", line.manifests);
            one.put("snapshots-expired", line.snapshots);
            one.put("files-deleted", line.orphans);
            one.put("bytes-deleted", line.orphanBytes);
            tables.add(one);
          });
      all.put("tables", tables);
      return all;
    }
  }
}
