package dev.lodestar.server.catalog;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.TableShape;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.TableColumn;
import dev.lodestar.tables.View;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something a statement can name after FROM. */
public sealed interface CatalogTable {

  /**
   * A table whose rows are in Parquet files.
   *
   * @param snapshot the release's snapshot of it
   * @param alike whether every file has just these columns
   * @param files those of the snapshot, found out when they are first asked for
   */
  record Stored(
      TableName name,
      long snapshot,
      List<TableColumn> stored,
      boolean alike,
      Supplier<List<DataFile>> files)
      implements CatalogTable {
    public Stored {
      stored = List.copyOf(stored);
      files = Once.of(files);
    }

    @Override
    public List<Column> columns() {
      return stored.stream().map(column -> new Column(column.name(), column.type())).toList();
    }

    /** How many rows its files have. */
    public long rows() {
      return files.get().stream().mapToLong(DataFile::rows).sum();
    }

    @Override
    public <T> T match(
        Function<Stored, T> stored,
        Function<Computed, T> computed,
        Function<Recorded, T> recorded,
        Function<Guarded, T> guarded) {
      return stored.apply(this);
    }
  }

  /** A view: its SELECT runs whenever it is read. */
  record Computed(View view) implements CatalogTable {
    @Override
    public TableName name() {
      return view.name();
    }

    @Override
    public List<Column> columns() {
      return view.columns();
    }

    @Override
    public <T> T match(
        Function<Stored, T> stored,
        Function<Computed, T> computed,
        Function<Recorded, T> recorded,
        Function<Guarded, T> guarded) {
      return computed.apply(this);
    }
  }

  /** A table of the ledger: few rows, read anew for every query. */
  record Recorded(TableName name, List<Column> columns, Supplier<List<List<@Nullable Object>>> rows)
      implements CatalogTable {
    public Recorded {
      columns = List.copyOf(columns);
    }

    @Override
    public <T> T match(
        Function<Stored, T> stored,
        Function<Computed, T> computed,
        Function<Recorded, T> recorded,
        Function<Guarded, T> guarded) {
      return recorded.apply(this);
    }
  }

  /**
   * What a caller may see of a table.
   *
   * @param table the whole of it
   * @param sql the SELECT that gives what may be seen
   */
  record Guarded(CatalogTable table, List<Column> columns, String sql) implements CatalogTable {
    public Guarded {
      columns = List.copyOf(columns);
    }

    @Override
    public TableName name() {
      return table.name();
    }

    @Override
    public <T> T match(
        Function<Stored, T> stored,
        Function<Computed, T> computed,
        Function<Recorded, T> recorded,
        Function<Guarded, T> guarded) {
      return guarded.apply(this);
    }
  }

  TableName name();

  List<Column> columns();

  <T> T match(
      Function<Stored, T> stored,
      Function<Computed, T> computed,
      Function<Recorded, T> recorded,
      Function<Guarded, T> guarded);

  /** What the compiler must know of it. */
  default TableShape shape() {
    return match(
        stored -> TableShape.stored(stored.name(), stored.columns()),
        computed -> TableShape.view(computed.name(), computed.columns(), computed.view().sql()),
        recorded -> TableShape.stored(recorded.name(), recorded.columns()),
        guarded -> TableShape.guard(guarded.name(), guarded.columns(), guarded.sql()));
  }
}
