package dev.lodestar.server.catalog;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Aggregates;
import dev.lodestar.sql.QueryLineage;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.tables.Definition;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.TableColumn;
import dev.lodestar.tables.View;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The tables of one release, and the ledger beside them. Immutable; safe to share. */
public final class Catalog {
  private static final int KEPT = 64;

  /** Where names without a schema are looked up. */
  private static final String GOLD = "gold";

  private final Release release;
  private final Map<TableName, CatalogTable> tables;

  /** Every table of the release, under the names by which plans read them. */
  private final Map<TableName, CatalogTable> whole;

  private final SqlCompiler compiler;
  private final Supplier<Aggregates> aggregates;
  private final Supplier<TableWords> words;
  private final Map<TableName, String> withheld;
  private final Access access;

  /** What callers see of it who do not see everything; those who asked last stand last. */
  private final Map<Access, Catalog> seen = new LastUsed<>(KEPT);

  private Catalog(
      Release release,
      Collection<CatalogTable> tables,
      Function<SqlCompiler, Aggregates> aggregates,
      Supplier<TableWords> words) {
    this.release = release;
    this.words = Once.of(words);
    this.tables = byName(tables);
    this.whole = this.tables;
    this.compiler =
        SqlCompiler.interactive(this.tables.values().stream().map(CatalogTable::shape).toList());
    this.aggregates = Once.of(() -> aggregates.apply(compiler));
    this.withheld = Map.of();
    this.access = Access.EVERYTHING;
  }

  /** What may be seen of another. */
  private Catalog(Catalog of, Access access, Guards.Seen seen) {
    this.access = access;
    this.release = of.release;
    this.words = Once.of(() -> of.words().of(seen.tables()));
    this.tables = byName(seen.tables());
    this.whole = of.whole;
    this.compiler = seen.compiler();
    this.aggregates = of.aggregates;
    this.withheld = Map.copyOf(seen.withheld());
  }

  private static Map<TableName, CatalogTable> byName(Collection<CatalogTable> tables) {
    Map<TableName, CatalogTable> byName = new TreeMap<>();
    tables.forEach(table -> byName.put(table.name(), table));
    return Collections.unmodifiableMap(byName);
  }

  static Catalog of(Warehouse warehouse, Release release, Path domainFolder) {
    List<CatalogTable> tables = new ArrayList<>(new LedgerTables(warehouse).all());
    for (Map.Entry<TableName, Long> entry : release.snapshots().entrySet()) {
      TableName table = entry.getKey();
      long snapshot = entry.getValue();
      List<TableColumn> columns = warehouse.columns(table, snapshot);
      tables.add(
          new CatalogTable.Stored(
              table,
              snapshot,
              columns,
              warehouse.hasAlwaysHadItsColumns(table),
              () -> warehouse.files(table, snapshot)));
    }
    for (View view : release.views()) {
      tables.add(new CatalogTable.Computed(view));
    }
    return new Catalog(
        release,
        tables,
        compiler -> Aggregates.among(summedUp(warehouse, release, tables), compiler),
        () -> TableWords.of(domainFolder));
  }

  /** Tables of gold that are the result of a SELECT over others as these are in the release. */
  private static List<Aggregates.Candidate> summedUp(
      Warehouse warehouse, Release release, List<CatalogTable> tables) {
    List<Aggregates.Candidate> candidates = new ArrayList<>();
    for (CatalogTable table : tables) {
      if (table instanceof CatalogTable.Stored stored && stored.name().schema().equals(GOLD)) {
        warehouse
            .definition(stored.name(), stored.snapshot())
            .filter(definition -> isOf(definition, warehouse, release))
            .map(
                definition ->
                    new Aggregates.Candidate(
                        stored.shape(),
                        definition.sources().keySet(),
                        definition.select(),
                        stored::rows))
            .ifPresent(candidates::add);
      }
    }
    return candidates;
  }

  private static boolean isOf(Definition definition, Warehouse warehouse, Release release) {
    return definition.sources().entrySet().stream()
        .allMatch(
            source -> {
              Long snapshot = release.snapshots().get(source.getKey());
              return snapshot != null
                  && source.getValue() == warehouse.content(source.getKey(), snapshot);
            });
  }

  public Release release() {
    return release;
  }

  /** Every table, by name. */
  public List<CatalogTable> tables() {
    return List.copyOf(tables.values());
  }

  /**
   * The same release as a caller sees it: every door gives its callers this and nothing else.
   * Callers with the same access are given the same.
   */
  public Catalog seenBy(Access access) {
    if (access.isEverything()) {
      return this;
    }
    synchronized (seen) {
      Catalog known = seen.get(access);
      if (known == null) {
        known = new Catalog(this, access, new Guards(this, access).seen());
        seen.put(access, known);
      }
      return known;
    }
  }

  /** What whoever sees this may see. */
  public Access access() {
    return access;
  }

  /** Whether a column has other values than its table has. */
  public boolean isMasked(TableName table, String column) {
    return access.mask(table, column).isPresent();
  }

  /** Whether equal values of a column are shown as equal, and others as others. */
  public boolean tellsApart(TableName table, String column) {
    return access.mask(table, column).filter(mask -> mask != Mask.HASH).isEmpty();
  }

  /** Tables that are not there although their schema is granted, and why; not for callers. */
  public Map<TableName, String> withheld() {
    return withheld;
  }

  /** Every table of the release, for what is then cut down to what the caller sees. */
  List<CatalogTable> everyTable() {
    return List.copyOf(whole.values());
  }

  /** A table that a plan reads, with all its rows: the plan says which of them are shown. */
  public CatalogTable input(TableName name) {
    CatalogTable table = whole.get(name);
    if (table == null) {
      throw new IllegalStateException("No table " + name + " in release " + release.id());
    }
    return table;
  }

  /** What its tables and columns mean. */
  public TableWords words() {
    return words.get();
  }

  /**
   * The columns of a table that a statement reads; empty when it does not read the table, or is
   * wrong. A view is read as a whole, as what it is made from is.
   */
  public Optional<List<String>> read(String sql, TableName name) {
    CatalogTable table = tables.get(name);
    try {
      QueryLineage lineage = compiler.compileForReader(sql, GOLD).lineage();
      Set<String> columns = new HashSet<>();
      Stream.concat(lineage.columns().values().stream(), Stream.of(lineage.rows()))
          .flatMap(influences -> influences.byOrigin().keySet().stream())
          .filter(origin -> origin.table().equals(name))
          .forEach(origin -> columns.add(origin.column()));
      boolean read = !columns.isEmpty() || SqlCompiler.references(sql, GOLD).contains(name);
      return table == null || !read
          ? Optional.empty()
          : Optional.of(
              table.columns().stream().map(Column::name).filter(columns::contains).toList());
    } catch (SqlProblem e) {
      // Whoever runs it is told what is wrong with it.
      return Optional.empty();
    }
  }

  /** Tables that may be read in the place of those that they were made of. */
  public Aggregates aggregates() {
    return aggregates.get();
  }

  public SqlCompiler compiler() {
    return compiler;
  }
}
