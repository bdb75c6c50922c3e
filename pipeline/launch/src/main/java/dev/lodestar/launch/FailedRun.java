package dev.lodestar.launch;

import dev.lodestar.layers.RunFolder;
import dev.lodestar.layers.Work;
import dev.lodestar.layers.Written;
import dev.lodestar.layers.plan.Planner.Interval;
import dev.lodestar.layers.plan.Planner.Scope;
import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Run;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.Warehouse;
import dev.lodestar.tables.WarehouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run that failed was to do. Whoever tries it again makes the same run go on: under its
 * name, as of its moment and with what it has written.
 *
 * @param tables the tables that it was to make, each with a word that tells its model or its source
 *     files from other ones
 */
record FailedRun(String moment, Scope scope, Map<TableName, String> tables) {
  private static final String MOMENT = "moment";
  private static final String FULL = "full";
  private static final String SELECT = "select";
  private static final String INTERVAL = "interval";
  private static final String AGAIN = "again";
  private static final String TABLE = "table";

  static FailedRun of(RunPlan plan, Scope scope) {
    Map<TableName, String> tables = new HashMap<>();
    plan.tables().forEach(t -> t.commit().ifPresent(c -> tables.put(t.table(), word(c))));
    return new FailedRun(plan.moment(), scope, tables);
  }

  private static String word(TableCommit commit) {
    int files =
        commit.inputFiles().orElse(List.of()).stream()
            .map(f -> f.path() + " " + f.size() + " " + f.fingerprint())
            .toList()
            .hashCode();
    return commit.fingerprint() + "-" + files;
  }

  /** The last run, if it is one to be tried again. */
  static String last(Warehouse warehouse) {
    return warehouse.runs().stream()
        .filter(Run::isOfRows)
        .findFirst()
        .map(Run::id)
        .orElseThrow(() -> new UsageException("There is no run to retry; start one"));
  }

  /**
   * Finds what a run was to do.
   *
   * @throws UsageException when it cannot go on
   */
  static FailedRun find(Warehouse warehouse, String runId) {
    Run run =
        warehouse
            .run(runId)
            .orElseThrow(() -> cannot(runId, "there is no run of that name; lodestar history"));
    if (run.state() != Run.State.FAILED) {
      throw cannot(runId, "it is " + run.state().name().toLowerCase(Locale.ROOT));
    }
    warehouse
        .madeRowsSince(runId)
        .ifPresent(
            later -> {
              throw cannot(runId, "run " + later.id() + " has finished since; start a new run");
            });
    try {
      return LeftBehind.folder(warehouse, runId)
          .notes()
          .errand()
          .map(FailedRun::read)
          .orElseThrow(
              () -> cannot(runId, "it has kept nothing, as when it is killed; start a new run"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what run " + runId + " was to do", e);
    }
  }

  private static UsageException cannot(String runId, String why) {
    return new UsageException("Cannot retry run " + runId + ": " + why);
  }

  /** Has all that is written on the disk, and then notes that the run can go on from there. */
  void keep(RunFolder folder, Warehouse warehouse) throws IOException {
    whatIsThere(folder, warehouse);
    folder.notes().keepErrand(text());
  }

  /** What was written before and still is there. */
  static List<Written> whatIsThere(RunFolder folder, Warehouse warehouse) throws IOException {
    return folder.kept(
        written -> {
          try {
            warehouse.settle(TableName.parse(written.table()), written.files());
            return true;
          } catch (WarehouseException gone) {
            return false;
          }
        });
  }

  /**
   * Which tables the same run is to make anew now, and why; those that are made from them follow,
   * and all others can be kept. Of a table that several fragments write some may be missing.
   */
  String anew(RunPlan plan, List<Written> there) {
    Map<String, Long> made =
        there.stream().collect(Collectors.groupingBy(Written::table, Collectors.counting()));
    List<String> changed = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> begun = new ArrayList<>();
    for (TablePlan table : plan.tables()) {
      if (table.commit().isPresent()) {
        String name = table.table().toString();
        long fragments = made.getOrDefault(name, 0L);
        if (fragments == 0) {
          missing.add(name);
        } else if (!word(table.commit().get()).equals(tables.get(table.table()))) {
          changed.add(name);
        } else if (fragments < table.work().map(Work::writers).orElse(0)) {
          begun.add(name);
        }
      }
    }
    Stream<String> reasons =
        Stream.of(
            missing.isEmpty() ? "" : "not there yet: " + String.join(", ", missing),
            begun.isEmpty() ? "" : "perhaps not all there: " + String.join(", ", begun),
            changed.isEmpty() ? "" : "changed since: " + String.join(", ", changed));
    return "Run "
        + plan.runId()
        + " goes on; "
        + reasons
            .filter(r -> !r.isEmpty())
            .reduce((a, b) -> a + "; " + b)
            .orElse("all tables are there");
  }

  // As text: a line for each thing to know

  private String text() {
    List<String> lines = new ArrayList<>();
    lines.add(MOMENT + " " + moment);
    if (scope.full()) {
      lines.add(FULL);
    }
    scope.selected().ifPresent(selected -> lines.add(SELECT + " " + names(selected)));
    scope.interval().ifPresent(i -> lines.add(INTERVAL + " " + i.from() + " " + i.to()));
    if (!scope.again().isEmpty()) {
      lines.add(AGAIN + " " + names(scope.again()));
    }
    tables.forEach((table, word) -> lines.add(TABLE + " " + table + " " + word));
    return String.join("\n", lines);
  }

  private static String names(Set<TableName> tables) {
    return tables.stream().map(TableName::toString).sorted().collect(Collectors.joining(" "));
  }

  private static FailedRun read(String text) {
    Map<String, List<String>> said = new HashMap<>();
    Map<TableName, String> tables = new HashMap<>();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.strip().split(" ", -1));
      if (words.get(0).equals(TABLE)) {
        tables.put(TableName.parse(words.get(1)), words.get(2));
      } else {
        said.put(words.get(0), words.subList(1, words.size()));
      }
    }
    Optional<List<String>> interval = Optional.ofNullable(said.get(INTERVAL));
    return new FailedRun(
        String.join(" ", said.getOrDefault(MOMENT, List.of())),
        new Scope(
            said.containsKey(FULL),
            Optional.ofNullable(said.get(SELECT)).map(FailedRun::tables),
            interval.map(i -> new Interval(LocalDate.parse(i.get(0)), LocalDate.parse(i.get(1)))),
            tables(said.getOrDefault(AGAIN, List.of()))),
        tables);
  }

  private static Set<TableName> tables(List<String> names) {
    return names.stream()
        .filter(name -> !name.isEmpty())
        .map(TableName::parse)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
