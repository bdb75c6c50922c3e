package dev.lodestar.layers.plan;

import dev.lodestar.layers.Fragment.Changed;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Part;
import dev.lodestar.layers.Fragment.Refresh;
import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.layers.plan.Planner.Interval;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Partition;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Followed;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.FileChanges;
import dev.lodestar.tables.TableCommit.Mode;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether a table is refreshed by partition, and how.
 *
 * @param refresh empty when every partition has to be computed
 * @param files the files of the inputs that tell what changed
 * @param why for people
 */
record PartitionRefresh(
    Optional<Refresh> refresh, Map<String, List<String>> files, List<String> why) {

  /**
   * Looks at what changed since a table was last committed.
   *
   * @param named an interval whose partitions are computed in any case
   */
  static PartitionRefresh of(
      CompiledModel compiled,
      TableState last,
      Optional<Interval> named,
      Warehouse warehouse,
      Map<TableName, TablePlan> plans,
      Function<TableName, List<Field>> fields) {
    return new Search(compiled, last, warehouse, plans, fields).search(named);
  }

  /** The partitions of a model's table in DuckDB SQL. */
  static List<Part> parts(CompiledModel compiled) {
    return compiled.model().partitionBy().stream()
        .map(p -> new Part(p.toString(), sql(p, quoted(p.column())), type(p, compiled)))
        .toList();
  }

  private static String sql(Partition partition, String value) {
    return partition.unit() == Partition.Unit.VALUE
        ? value
        : "date_trunc('"
            + partition.unit().name().toLowerCase(Locale.ROOT)
            + "', "
            + value
            + ")::date";
  }

  private static String type(Partition partition, CompiledModel compiled) {
    return partition.unit() == Partition.Unit.VALUE
        ? columnType(partition, compiled).toString()
        : ColumnType.DATE.toString();
  }

  private static ColumnType columnType(Partition partition, CompiledModel compiled) {
    return compiled.columns().stream()
        .filter(c -> c.name().equals(partition.column()))
        .map(Column::type)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No column " + partition.column()));
  }

  /** The partition that an interval of time is about; empty when a model has none. */
  private static Optional<Partition> ofTime(CompiledModel compiled) {
    return compiled.model().partitionBy().stream()
        .filter(
            p -> Set.of(ColumnType.DATE, ColumnType.TIMESTAMP).contains(columnType(p, compiled)))
        .findFirst();
  }

  /** The condition that a row's partition overlaps an interval; empty without time. */
  static Optional<String> in(Interval interval, CompiledModel compiled) {
    return ofTime(compiled)
        .map(
            p -> {
              String value = sql(p, quoted(p.column()));
              String first = sql(p, "DATE '" + interval.from() + "'");
              String last = sql(p, "DATE '" + interval.to().minusDays(1) + "'");
              return p.unit() == Partition.Unit.VALUE
                  ? value + " >= " + first + " AND " + value + " < DATE '" + interval.to() + "'"
                  : value + " >= " + first + " AND " + value + " <= " + last;
            });
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static final class Search {
    private final CompiledModel compiled;
    private final TableState last;
    private final Warehouse warehouse;
    private final Map<TableName, TablePlan> plans;
    private final Function<TableName, List<Field>> fields;
    private final List<Changed> changed = new ArrayList<>();
    private final Map<String, List<String>> files = new HashMap<>();
    private final List<String> why = new ArrayList<>();

    Search(
        CompiledModel compiled,
        TableState last,
        Warehouse warehouse,
        Map<TableName, TablePlan> plans,
        Function<TableName, List<Field>> fields) {
      this.compiled = compiled;
      this.last = last;
      this.warehouse = warehouse;
      this.plans = plans;
      this.fields = fields;
    }

    PartitionRefresh search(Optional<Interval> interval) {
      Model model = compiled.model();
      Optional<String> named = interval.flatMap(i -> in(i, compiled));
      Optional<String> obstacle = ofModel();
      if (obstacle.isEmpty()) {
        for (TableName table : compiled.reads()) {
          Optional<String> ofTable = follow(table);
          ofTable.ifPresent(why::add);
          if (ofTable.isPresent() && named.isEmpty()) {
            obstacle = ofTable.map(o -> "every partition is computed");
          }
        }
      }
      if (obstacle.isPresent()) {
        why.add(obstacle.get());
        return new PartitionRefresh(Optional.empty(), Map.of(), why);
      }
      String by =
          model.partitionBy().stream().map(Partition::toString).collect(Collectors.joining(", "));
      if (!changed.isEmpty()) {
        why.add(
            "refreshes only the partitions by "
                + by
                + " of rows that change in "
                + changed.stream().map(Changed::table).collect(Collectors.joining(", ")));
      }
      interval
          .filter(i -> named.isPresent())
          .ifPresent(i -> why.add("refreshes the partitions by " + by + " in " + i));
      return new PartitionRefresh(
          Optional.of(new Refresh(named.orElse(""), changed)), Map.copyOf(files), why);
    }

    /** What in the model itself spans partitions. */
    private Optional<String> ofModel() {
      List<String> columns =
          compiled.model().partitionBy().stream().map(Partition::column).toList();
      if (!compiled.model().key().isEmpty() && !compiled.model().key().containsAll(columns)) {
        return Optional.of("every partition is computed, as rows of one key may be in several");
      }
      return Optional.empty();
    }

    /** Takes a table's changes down, or says why these may concern any partition. */
    private Optional<String> follow(TableName table) {
      TablePlan plan = plans.get(table);
      Optional<Mode> mode = plan == null ? Optional.empty() : plan.commit().map(c -> c.mode());
      Optional<Long> now = warehouse.state(table).map(TableState::content);
      Long then = last.sources().get(table);
      if (mode.isEmpty() && now.equals(Optional.ofNullable(then))) {
        return Optional.empty();
      }
      Followed followed =
          Followed.down(
              compiled.query(),
              compiled.model().partitionBy().stream().map(Partition::column).toList());
      List<List<String>> places = followed.expressions().get(table);
      if (places == null
          || followed.lost().contains(table)
          || DomainSql.referenced(compiled.model()).contains(table)) {
        return Optional.of("a row of " + table + " may concern several partitions");
      }
      Optional<FileChanges> changes =
          then == null || now.isEmpty()
              ? Optional.empty()
              : warehouse.changes(table, then, now.get());
      if (mode.equals(Optional.of(Mode.REPLACE)) || changes.isEmpty()) {
        return Optional.of(table + " is replaced");
      }
      files.put(Refresh.gained(table.toString()), paths(changes.get().added()));
      files.put(Refresh.lost(table.toString()), paths(changes.get().removed()));
      changed.add(
          new Changed(
              table.toString(), fields.apply(table), places.stream().map(this::parts).toList()));
      return Optional.empty();
    }

    private List<String> parts(List<String> values) {
      List<Partition> partitions = compiled.model().partitionBy();
      return IntStream.range(0, partitions.size())
          .mapToObj(
              i ->
                  sql(
                      partitions.get(i),
                      "CAST("
                          + values.get(i)
                          + " AS "
                          + columnType(partitions.get(i), compiled)
                          + ")"))
          .toList();
    }

    private static List<String> paths(List<DataFile> files) {
      return files.stream().map(DataFile::path).toList();
    }
  }
}
