package dev.lodestar.server.catalog;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Identifiers;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tables of a release as one caller sees them.
 *
 * <p>A table of which something is kept back becomes a SELECT over it, so that whatever reads the
 * table reads that. A condition on a table is a condition on all that refers to it: a sale belongs
 * to a customer, so who may not see the customer does not see the sale. What cannot be guarded with
 * certainty is withheld.
 */
final class Guards {
  private static final String SEEN = "\"may be seen\"";

  private final Catalog all;
  private final Access access;
  private final Map<TableName, CatalogTable> whole = new TreeMap<>();
  private final Map<TableName, Optional<String>> conditions = new HashMap<>();
  private final Map<TableName, String> withheld = new TreeMap<>();

  Guards(Catalog all, Access access) {
    this.all = all;
    this.access = access;
    all.tables().forEach(table -> whole.put(table.name(), table));
  }

  /**
   * What is left.
   *
   * @param compiler knows nothing else
   * @param withheld why tables that would be granted are not there
   */
  record Seen(List<CatalogTable> tables, SqlCompiler compiler, Map<TableName, String> withheld) {}

  Seen seen() {
    Map<TableName, CatalogTable> left = new LinkedHashMap<>();
    for (CatalogTable table : whole.values()) {
      if (!access.grants(table.name().schema())) {
        continue;
      }
      Optional<String> reason = reasonToWithhold(table);
      if (reason.isPresent()) {
        withheld.put(table.name(), reason.get());
      } else {
        left.put(table.name(), guarded(table));
      }
    }
    SqlCompiler compiler = compiler(left);
    for (Set<TableName> broken = broken(left, compiler);
        !broken.isEmpty();
        broken = broken(left, compiler)) {
      left.keySet().removeAll(broken);
      compiler = compiler(left);
    }
    return new Seen(List.copyOf(left.values()), compiler, withheld);
  }

  private SqlCompiler compiler(Map<TableName, CatalogTable> left) {
    return SqlCompiler.guarded(
        left.values().stream().map(CatalogTable::shape).toList(),
        whole.values().stream().map(CatalogTable::shape).toList());
  }

  /** Tables whose guard cannot be compiled, and views that read what is not there. */
  private Set<TableName> broken(Map<TableName, CatalogTable> left, SqlCompiler compiler) {
    Set<TableName> broken = new HashSet<>();
    for (CatalogTable table : left.values()) {
      if (table instanceof CatalogTable.Guarded || table instanceof CatalogTable.Computed) {
        try {
          compiler.compileForReader("SELECT * FROM " + written(table.name()), "gold");
        } catch (SqlProblem e) {
          broken.add(table.name());
          withheld.put(table.name(), problem(table));
        }
      }
    }
    return broken;
  }

  /** What is wrong with a guard, or with a view, in the words of whoever may see everything. */
  private String problem(CatalogTable table) {
    if (table instanceof CatalogTable.Guarded guarded) {
      try {
        new SqlCompiler(whole.values().stream().map(CatalogTable::shape).toList())
            .compileForReader(guarded.sql(), guarded.name().schema());
      } catch (SqlProblem e) {
        return e.getMessage() + (e.advice().isEmpty() ? "" : "; " + e.advice());
      }
    }
    return "it reads what may not be seen";
  }

  private Optional<String> reasonToWithhold(CatalogTable table) {
    TableName name = table.name();
    for (Access.ColumnOf of : restricted()) {
      boolean about = of.table().filter(name::equals).isPresent();
      if (about && table.columns().stream().noneMatch(c -> c.name().equals(of.column()))) {
        return Optional.of("it has no column " + of.column() + " to hide or to mask");
      }
    }
    if (table.columns().stream().allMatch(c -> access.hides(name, c.name()))) {
      return Optional.of("all its columns are hidden");
    }
    boolean said =
        access.rows().isEmpty()
            || access.open().contains(name)
            || condition(name, Set.of()).isPresent()
            || table instanceof CatalogTable.Computed;
    return said ? Optional.empty() : madeFromGuarded(name);
  }

  private Set<Access.ColumnOf> restricted() {
    Set<Access.ColumnOf> columns = new LinkedHashSet<>(access.hidden());
    columns.addAll(access.masked().keySet());
    return columns;
  }

  /** Rows that may not be seen may have gone into a table beside the one that is guarded. */
  private Optional<String> madeFromGuarded(TableName table) {
    Optional<Set<TableName>> origins = origins(table);
    if (origins.isEmpty()) {
      return Optional.of("it is not known what it is made from");
    }
    for (TableName guarded : whole.keySet()) {
      if (!access.grants(guarded.schema()) || condition(guarded, Set.of()).isEmpty()) {
        continue;
      }
      if (origins.get().contains(guarded)) {
        return Optional.of("it is made from " + guarded + ", whose rows are guarded");
      }
      Set<TableName> shared = new LinkedHashSet<>(origins(guarded).orElse(Set.of()));
      shared.retainAll(origins.get());
      if (!shared.isEmpty() && !belongings(guarded).contains(table)) {
        return Optional.of(
            "it is made from "
                + shared.iterator().next()
                + ", as is "
                + guarded
                + ", whose rows are guarded");
      }
    }
    return Optional.empty();
  }

  /** All tables that a table is made from, directly or not; empty when that is not known. */
  private Optional<Set<TableName>> origins(TableName table) {
    Set<TableName> origins = new LinkedHashSet<>();
    List<TableName> open = new ArrayList<>(List.of(table));
    while (!open.isEmpty()) {
      Optional<Set<TableName>> reads = all.words().reads(open.remove(open.size() - 1));
      if (reads.isEmpty()) {
        return Optional.empty();
      }
      reads.get().stream().filter(origins::add).forEach(open::add);
    }
    return Optional.of(origins);
  }

  /** All tables that the rows of a table belong to, directly or not. */
  private Set<TableName> belongings(TableName table) {
    Set<TableName> found = new LinkedHashSet<>();
    List<TableName> open = new ArrayList<>(List.of(table));
    while (!open.isEmpty()) {
      all.words().links(open.remove(open.size() - 1)).stream()
          .map(TableWords.Link::table)
          .filter(found::add)
          .forEach(open::add);
    }
    return found;
  }

  /**
   * What a row of a table must meet to be seen: its own conditions, and that what it belongs to may
   * be seen.
   *
   * @param path the tables from which this one was come to, so that no circle is followed
   */
  private Optional<String> condition(TableName table, Set<TableName> path) {
    if (path.isEmpty() && conditions.containsKey(table)) {
      return conditions.getOrDefault(table, Optional.empty());
    }
    List<String> parts = new ArrayList<>();
    // A comment at the end of a condition must not reach what comes after it.
    access.rows().getOrDefault(table, List.of()).forEach(rule -> parts.add("(" + rule + "\n)"));
    Set<TableName> longer = new HashSet<>(path);
    longer.add(table);
    for (TableWords.Link link : inOrder(all.words().links(table))) {
      if (longer.contains(link.table()) || !whole.containsKey(link.table())) {
        continue;
      }
      condition(link.table(), longer)
          .ifPresent(
              condition ->
                  parts.add(
                      columns(link.columns())
                          + " IN (SELECT "
                          + link.targets().stream()
                              .map(Identifiers::written)
                              .collect(Collectors.joining(", "))
                          + " FROM "
                          + written(link.table())
                          + " WHERE "
                          + condition
                          + ")"));
    }
    Optional<String> condition =
        parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts));
    if (path.isEmpty()) {
      conditions.put(table, condition);
    }
    return condition;
  }

  private static List<TableWords.Link> inOrder(Set<TableWords.Link> links) {
    return links.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  private static String columns(List<String> names) {
    String list = names.stream().map(Identifiers::written).collect(Collectors.joining(", "));
    return names.size() == 1 ? list : "(" + list + ")";
  }

  private static String written(TableName table) {
    return Identifiers.written(table.schema()) + "." + Identifiers.written(table.name());
  }

  private CatalogTable guarded(CatalogTable table) {
    Optional<String> condition = condition(table.name(), Set.of());
    List<Column> columns = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    boolean restricted = condition.isPresent();
    for (Column column : table.columns()) {
      if (access.hides(table.name(), column.name())) {
        restricted = true;
        continue;
      }
      Optional<Mask> mask = access.mask(table.name(), column.name());
      restricted |= mask.isPresent();
      ColumnType type = mask.map(m -> m.type(column.type())).orElse(column.type());
      columns.add(new Column(column.name(), type));
      shown.add(mask.map(m -> m.sql(column, access.maskKey())).orElse(written(column)));
    }
    return restricted
        ? new CatalogTable.Guarded(table, columns, sql(table, condition, columns, shown))
        : table;
  }

  private static String written(Column column) {
    return Identifiers.written(column.name());
  }

  /**
   * DuckDB may try a statement's conditions before the guard's. So no value of a row that may not
   * be seen gets beyond the guard, whatever comes first: where it fails on a value, that value may
   * be seen.
   */
  private static String sql(
      CatalogTable table, Optional<String> condition, List<Column> columns, List<String> shown) {
    List<String> select = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String value =
          condition.isPresent()
              ? "CASE WHEN " + SEEN + " THEN " + shown.get(i) + " END"
              : shown.get(i);
      select.add(value + " AS " + written(columns.get(i)));
    }
    String from = written(table.name());
    String list = "SELECT " + String.join(", ", select) + " FROM ";
    if (condition.isEmpty()) {
      return list + from;
    }
    String everyColumn =
        table.columns().stream().map(Guards::written).collect(Collectors.joining(", "));
    return list
        + "(SELECT "
        + everyColumn
        + ", "
        + condition.get()
        + " AS "
        + SEEN
        + " FROM "
        + from
        + ") AS rows_of_it WHERE "
        + SEEN;
  }
}
