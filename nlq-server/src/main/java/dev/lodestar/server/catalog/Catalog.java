package dev.lodestar.server.catalog;

import dev.lodestar.spec.TableName;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.TableColumn;
import dev.lodestar.tables.View;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The tables of one release, and the ledger beside them. Immutable; safe to share. */
public final class Catalog {
  private final Release release;
  private final Map<TableName, CatalogTable> tables;
  private final SqlCompiler compiler;
  private final Supplier<TableWords> words;

  private Catalog(Release release, Collection<CatalogTable> tables, Supplier<TableWords> words) {
    this.release = release;
    this.words = Once.of(words);
    Map<TableName, CatalogTable> byName = new TreeMap<>();
    tables.forEach(table -> byName.put(table.name(), table));
    this.tables = Collections.unmodifiableMap(byName);
    this.compiler = new SqlCompiler(byName.values().stream().map(CatalogTable::shape).toList());
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
    return new Catalog(release, tables, () -> TableWords.of(domainFolder));
  }

  public Release release() {
    return release;
  }

  /** Every table, by name. */
  public List<CatalogTable> tables() {
    return List.copyOf(tables.values());
  }

  /** A table that a compiled statement named. */
  public CatalogTable table(TableName name) {
    CatalogTable table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException("No table " + name + " in release " + release.id());
    }
    return table;
  }

  /** What its tables and columns mean. */
  public TableWords words() {
    return words.get();
  }

  public SqlCompiler compiler() {
    return compiler;
  }
}
