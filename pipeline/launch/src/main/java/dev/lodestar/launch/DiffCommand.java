package dev.lodestar.launch;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.AsOf;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lodestar diff}: which rows two releases do not have in common. */
@Command(
    name = "diff",
    description = "Show which rows were added, removed and changed between two releases",
    footer = {
      "",
      "A release is named by its run, its number, a snapshot of a table, or a moment in UTC.",
      "Rows are matched by the key of their model, else by its first rule unique that stops;",
      "tables without either only have rows added and removed. Columns that begin with _ are",
      "not compared.",
      "",
      "Exit code 0: done; 1: the domain has problems; 2: wrong usage; 3: it failed."
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "A",
      description = "The earlier release; the one before the current unless given")
  private @Nullable String from;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "B",
      description = "The later release; the current one unless given")
  private @Nullable String to;

  @Option(
      names = "--table",
      split = ",",
      paramLabel = "TABLE",
      description = "Only this table; may be repeated")
  private List<String> only = List.of();

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "3",
      description = "Show up to N rows of each kind; 3 unless given")
  private int examples = 3;

  @Option(names = "--json", description = "Print the result as JSON")
  private boolean json;

  @Override
  public Integer call() {
    return DomainReader.read(arguments.folder.toAbsolutePath().normalize(), arguments.variables)
        .match(this::print, p -> Problems.print(arguments.folder, p));
  }

  private Integer print(Domain domain) {
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain))) {
      List<Release> releases = warehouse.releases();
      if (releases.isEmpty()) {
        throw new UsageException("Nothing was released yet, so there is nothing to compare");
      }
      String first = from;
      String second = to;
      Release a = first == null ? before(releases) : new AsOf(releases).find(first);
      Release b = second == null ? releases.get(0) : new AsOf(releases).find(second);
      ReleaseDiff diff = new ReleaseDiff(domain, warehouse, a, b, examples);
      List<TableDiff> tables = diff.of(tables(warehouse, a, b));
      System.out.println(json ? json(a, b, tables) : text(a, b, tables));
    }
    return Exit.OK;
  }

  private static Release before(List<Release> releases) {
    if (releases.size() < 2) {
      throw new UsageException("There is one release only, so there is nothing to compare");
    }
    return releases.get(1);
  }

  private Set<TableName> tables(Warehouse warehouse, Release a, Release b) {
    Set<TableName> tables = new TreeSet<>();
    if (only.isEmpty()) {
      tables.addAll(a.snapshots().keySet());
      tables.addAll(b.snapshots().keySet());
    } else {
      List<TableName> known = warehouse.states().stream().map(TableState::table).toList();
      only.forEach(text -> tables.add(TableArgument.of(text, known)));
    }
    return tables;
  }

  private static String name(Release release) {
    return "release " + release.id() + " of run " + release.runId();
  }

  private static String text(Release a, Release b, List<TableDiff> tables) {
    StringBuilder text = new StringBuilder("From " + name(a) + " to " + name(b) + "\n\n");
    TextTable counts = new TextTable("table", "added", "removed", "changed", "compared by");
    for (TableDiff table : tables) {
      counts.row(
          table.table(),
          table.added(),
          table.removed(),
          table.changed(),
          table.note().orElseGet(() -> String.join(", ", table.key())));
    }
    text.append(counts);
    tables.forEach(table -> text.append(table.examplesAsText()));
    return text.toString();
  }

  private static String json(Release a, Release b, List<TableDiff> tables) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("from", reference(a));
    all.put("to", reference(b));
    all.put("tables", tables.stream().map(TableDiff::asJson).toList());
    return Json.write(all);
  }

  private static Map<String, Object> reference(Release release) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("release", release.id());
    one.put("run-id", release.runId());
    return one;
  }
}
