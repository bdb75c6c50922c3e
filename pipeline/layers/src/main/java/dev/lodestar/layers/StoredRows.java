package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.Warehouse;
import java.util.List;

/** The rows of a table at a snapshot, for whoever looks at them with DuckDB. */
public final class StoredRows {
  private StoredRows() {}

  /** The FROM item that reads them. */
  public static String of(Warehouse warehouse, TableName table, long snapshot) {
    List<Field> fields =
        warehouse.columns(table, snapshot).stream()
            .map(c -> new Field(new Column(c.name(), c.type()), c.fieldId()))
            .toList();
    return ParquetFiles.read(
        warehouse.files(table, snapshot).stream().map(DataFile::path).toList(), fields);
  }
}
