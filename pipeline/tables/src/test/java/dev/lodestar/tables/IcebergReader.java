package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;

/** Another program that reads and writes our tables through Iceberg, knowing nothing of us. */
final class IcebergReader {
  private IcebergReader() {}

  static JdbcCatalog catalog(Path folder) {
    JdbcCatalog catalog = new JdbcCatalog();
    catalog.initialize(
        "lodestar",
        Map.of(
            CatalogProperties.URI,
            "jdbc:sqlite:" + folder.resolve("catalog.db"),
            CatalogProperties.WAREHOUSE_LOCATION,
            folder.toString(),
            CatalogProperties.FILE_IO_IMPL,
            LocalFileIO.class.getName(),
            "jdbc.schema-version",
            "V1",
            "jdbc.busy_timeout",
            "30000"));
    return catalog;
  }

  static List<String> rows(Path folder, TableName table) {
    try (JdbcCatalog catalog = catalog(folder);
        CloseableIterable<Record> records =
            IcebergGenerics.read(catalog.loadTable(Catalog.identifier(table))).build()) {
      List<String> rows = new ArrayList<>();
      for (Record record : records) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < record.size(); i++) {
          values.add(String.valueOf(record.get(i)));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many files a reader opens that looks for one value. */
  static int filesWith(Path folder, TableName table, String column, Object value) {
    try (JdbcCatalog catalog = catalog(folder)) {
      Table iceberg = catalog.loadTable(Catalog.identifier(table));
      try (CloseableIterable<FileScanTask> tasks =
          iceberg.newScan().filter(Expressions.equal(column, value)).planFiles()) {
        List<FileScanTask> files = new ArrayList<>();
        tasks.forEach(files::add);
        return files.size();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
