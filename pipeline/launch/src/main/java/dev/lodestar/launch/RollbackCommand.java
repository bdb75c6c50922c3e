package dev.lodestar.launch;

import dev.lodestar.spec.Domain;
import dev.lodestar.tables.AsOf;
import dev.lodestar.tables.Lease;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.RunOutcome;
import dev.lodestar.tables.Warehouse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar rollback}: readers, and the next run, find an earlier release again. */
@Command(
    name = "rollback",
    description = "Put an earlier release back, with all its tables",
    footer = {
      "",
      "The release comes back under a new number. Tables stand as they stood then, so the next",
      "run starts from there: what was rolled back is made again if its files and models are",
      "still the same, and run and plan say so. Mend or remove them first. Nothing is deleted:",
      "what was rolled back can be read with sql --as-of, and put back in the same way.",
      "",
      "Exit code 0: done, or nothing to do; 1: the domain has problems; 2: wrong usage; 3: failed."
    })
final class RollbackCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(
      names = "--to",
      paramLabel = "WHEN",
      description =
          "The release: its run, its number, a snapshot of a table, or a moment in UTC; the one"
              + " before the current unless given")
  private @Nullable String to;

  @Option(names = "--run-id", paramLabel = "ID", description = "Name the rollback in the ledger")
  private @Nullable String runId;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Override
  public Integer call() {
    return arguments.domainFile().match(this::rollback, p -> Problems.print(arguments.folder, p));
  }

  private Integer rollback(Domain domain) {
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain));
        Lease lease = warehouse.acquire("lodestar rollback " + domain.name())) {
      LeftBehind.settle(lease, warehouse, Progress.onStandardError(json));
      List<Release> releases = warehouse.releases();
      if (releases.isEmpty()) {
        throw new UsageException("Nothing was released yet, so there is nothing to roll back");
      }
      Release current = releases.get(0);
      String when = to;
      Release target =
          when == null ? before(warehouse, current, releases) : new AsOf(releases).find(when);
      if (target.snapshots().equals(current.snapshots())
          && target.views().equals(current.views())) {
        print(current, target, false);
        return Exit.OK;
      }
      String given = runId;
      String id = given == null ? Run.newId() : given;
      lease.begin(id, domain.name(), Run.ROLLBACK, "");
      try {
        lease.recordOutcome(id, RunOutcome.restoring(target));
        Release made =
            lease
                .carryOut(id)
                .orElseThrow(() -> new IllegalStateException("Run " + id + " released nothing"));
        print(made, target, true);
      } catch (RuntimeException e) {
        LeftBehind.noteFailure(lease, id, e);
        throw e;
      }
    }
    return Exit.OK;
  }

  /**
   * The release before the current; one that was put back stands at its first place, and one whose
   * files were only compacted at that of the same rows.
   */
  private static Release before(Warehouse warehouse, Release current, List<Release> releases) {
    Release shown = current;
    while (shown.restores().isPresent() || isCompacted(warehouse, shown)) {
      long same = shown.restores().orElse(shown.id() - 1);
      shown = byId(same, releases);
    }
    long first = shown.id();
    return releases.stream()
        .filter(r -> r.id() < first)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no release before release " + first + "; --to names another"));
  }

  static boolean isCompacted(Warehouse warehouse, Release release) {
    return warehouse
        .run(release.runId())
        .filter(run -> run.runner().equals(Run.MAINTAIN))
        .isPresent();
  }

  private static Release byId(long id, List<Release> releases) {
    return releases.stream()
        .filter(r -> r.id() == id)
        .findFirst()
        .orElseThrow(() -> new UsageException("Release " + id + " is not kept any more; use --to"));
  }

  private void print(Release now, Release target, boolean changed) {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("status", changed ? "rolled-back" : "unchanged");
      all.put("release", now.id());
      all.put("restores", target.id());
      all.put("run-id", target.runId());
      System.out.println(Json.write(all));
    } else if (changed) {
      System.out.printf(
          "Release %d shows again what release %d of run %s showed. The next run starts from"
              + " there%n",
          now.id(), target.id(), target.runId());
    } else {
      System.out.printf(
          "Nothing to do: release %d shows what release %d of run %s showed%n",
          now.id(), target.id(), target.runId());
    }
  }
}
