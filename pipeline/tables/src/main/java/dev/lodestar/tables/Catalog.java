package dev.lodestar.tables;

import dev.lodestar.spec.TableName;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.jspecify.annotations.Nullable;

/**
 * Which metadata file each table has at this moment.
 *
 * <p>Reading asks the catalogue's own table and parses the metadata file, each at most once; the
 * Iceberg catalogue is only made when something is to be written.
 */
final class Catalog implements AutoCloseable {
  /** The name under which Iceberg's clients find the tables in the database. */
  static final String NAME = "lodestar";

  private static final String TABLES =
      "select table_namespace, table_name, metadata_location from iceberg_tables"
          + " where catalog_name = '"
          + NAME
          + "'"
          + " and (iceberg_type = 'TABLE' or iceberg_type is null)";

  private final Database database;
  private final String location;
  private final TableFiles files;
  private final Map<TableName, TableMetadata> parsed = new ConcurrentHashMap<>();
  private @Nullable JdbcCatalog writer;

  Catalog(Database database, String location) {
    this.database = database;
    this.location = location;
    this.files = TableFiles.at(location);
  }

  TableFiles files() {
    return files;
  }

  String folder(TableName table) {
    return folder(table.schema()) + "/" + table.name();
  }

  String folder(String schema) {
    return location + "/" + schema;
  }

  static TableIdentifier identifier(TableName table) {
    return TableIdentifier.of(table.schema(), table.name());
  }

  /** The metadata of a table as of now; empty when there is no such table. */
  Optional<TableMetadata> metadata(TableName table) {
    return locations(" and table_namespace = ? and table_name = ?", table.schema(), table.name())
        .stream()
        .findFirst()
        .map(this::parse);
  }

  /** The metadata of every table as of one instant, by name. */
  Map<TableName, TableMetadata> all() {
    return locations("").parallelStream().collect(Collectors.toMap(Pointer::table, this::parse));
  }

  private record Pointer(TableName table, String metadata) {}

  private List<Pointer> locations(String condition, @Nullable Object... values) {
    return database.list(
        TABLES + condition,
        row -> new Pointer(new TableName(row.getString(1), row.getString(2)), row.getString(3)),
        values);
  }

  private TableMetadata parse(Pointer pointer) {
    TableMetadata known = parsed.get(pointer.table());
    if (known != null && pointer.metadata().equals(known.metadataFileLocation())) {
      return known;
    }
    try {
      TableMetadata metadata = TableMetadataParser.read(files, pointer.metadata());
      parsed.put(pointer.table(), metadata);
      return metadata;
    } catch (NotFoundException e) {
      throw new WarehouseException(
          "Cannot read table "
              + pointer.table()
              + ": its metadata "
              + pointer.metadata()
              + " is gone"
              + (moved(pointer) ? "; the warehouse was moved from where it was made" : ""),
          e);
    }
  }

  private boolean moved(Pointer pointer) {
    return !pointer.metadata().startsWith(location);
  }

  /** The Iceberg catalogue, for what is to be written. */
  synchronized JdbcCatalog writer() {
    if (writer == null) {
      Map<String, String> properties = new HashMap<>();
      properties.put(CatalogProperties.URI, database.name());
      properties.put(CatalogProperties.WAREHOUSE_LOCATION, location);
      properties.put("jdbc.schema-version", "V1");
      JdbcCatalog catalog =
          new JdbcCatalog(any -> files, any -> new Connections(database, any), false);
      catalog.initialize(NAME, properties);
      writer = catalog;
    }
    return writer;
  }

  /** The catalogue's connections, made as our own is. */
  private static final class Connections extends JdbcClientPool {
    private final Database database;

    Connections(Database database, Map<String, String> properties) {
      super(1, database.name(), properties);
      this.database = database;
    }

    @Override
    protected Connection newClient() {
      return database.another();
    }
  }

  /** Makes the namespace of a table when there is none; any number of processes may try. */
  synchronized void prepareNamespace(TableName table) {
    Namespace namespace = Namespace.of(table.schema());
    if (!writer().namespaceExists(namespace)) {
      try {
        writer().createNamespace(namespace);
      } catch (AlreadyExistsException | UncheckedSQLException e) {
        // Another process may have been first; it depends on the instant which of the two we get.
        if (!writer().namespaceExists(namespace)) {
          throw e;
        }
      }
    }
  }

  @Override
  public synchronized void close() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
