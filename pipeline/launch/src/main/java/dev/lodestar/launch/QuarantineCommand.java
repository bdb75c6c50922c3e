package dev.lodestar.launch;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lodestar quarantine}: rows that were set aside, why, and where they came from. */
@Command(
    name = "quarantine",
    description = "Show the rows that were set aside, why, and where they came from",
    footer = {
      "",
      "Once the cause is mended, lodestar replay tries them again. All of them can be asked with",
      "lodestar sql DOMAIN \"select * from quarantine.LAYER_TABLE\"."
    })
final class QuarantineCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table, as in silver.orders; how many there are of each unless given")
  private @Nullable String table;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show up to N rows; 20 unless given")
  private int limit = 20;

  @Option(names = "--json", description = "Print a list of objects for programs")
  private boolean json;

  @Override
  public Integer call() {
    return arguments.domainFile().match(this::print, p -> Problems.print(arguments.folder, p));
  }

  private Integer print(Domain domain) {
    try (Warehouse warehouse = Warehouse.openExisting(arguments.warehouseOf(domain))) {
      Optional<Release> release = warehouse.currentRelease();
      if (release.isEmpty()) {
        throw new UsageException("Nothing was released yet, so nothing was set aside");
      }
      QuarantineRows rows = new QuarantineRows(warehouse, release.get());
      String asked = table;
      System.out.println(
          asked == null
              ? summary(rows)
              : of(rows, TableArgument.of(asked, tablesOf(release.get()))));
    }
    return Exit.OK;
  }

  private static List<TableName> tablesOf(Release release) {
    return release.snapshots().keySet().stream()
        .filter(t -> !t.schema().equals("quarantine"))
        .toList();
  }

  private String summary(QuarantineRows rows) {
    List<Map<String, Object>> all = new ArrayList<>();
    rows.counts()
        .forEach(
            (name, count) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("table", name.toString());
              one.put("rows", count);
              one.put("tried-before", rows.triedBefore(name));
              one.put("reasons", rows.reasons(name));
              all.add(one);
            });
    if (json) {
      return Json.write(all);
    }
    if (all.isEmpty()) {
      return "No row is set aside";
    }
    TextTable text = new TextTable("table", "rows", "tried before", "reasons");
    rows.counts()
        .forEach(
            (name, count) ->
                text.row(name, count, rows.triedBefore(name), inWords(rows.reasons(name))));
    return text.toString();
  }

  private static String inWords(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .limit(5)
        .map(r -> r.getKey().lines().findFirst().orElse("") + " (" + r.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private String of(QuarantineRows rows, TableName name) {
    List<Map<String, @Nullable String>> found = rows.rows(name, limit);
    if (json) {
      return Json.write(found);
    }
    if (found.isEmpty()) {
      return "No row of " + name + " is set aside";
    }
    TextTable text = new TextTable("reasons", "file", "row", "run", "attempts", "as it came in");
    for (Map<String, @Nullable String> row : found) {
      text.row(
          oneLine(row.get("reasons")),
          oneLine(row.get("source-file")),
          oneLine(row.get("source-row")),
          oneLine(row.get("run-id")),
          oneLine(row.get("attempts")),
          oneLine(row.get("row")));
    }
    long more = rows.count(name) - found.size();
    return text + (more > 0 ? "\n… and " + more + " more" : "");
  }

  private static String oneLine(@Nullable String cell) {
    return cell == null ? "" : cell.strip().replaceAll("\\s*\\R\\s*", " ⏎ ");
  }
}
