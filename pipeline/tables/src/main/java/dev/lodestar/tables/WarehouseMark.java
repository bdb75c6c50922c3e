package dev.lodestar.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lodestar.tables.files.SharedFolder;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * That a catalogue and the files of a warehouse belong together, where one is not inside of the
 * other. The catalogue remembers where its files are; in S3, a file remembers which catalogue they
 * have. Two catalogues over the same files would take each other's for files that nobody needs.
 */
final class WarehouseMark {
  private static final String NAME = "_catalog";

  private final WarehouseAddress address;
  private final Database database;

  WarehouseMark(WarehouseAddress address, Database database) {
    this.address = address;
    this.database = database;
  }

  /** Notes where the files are, or sees that they are where they were. */
  void checkPlace() {
    if (address.isOne()) {
      return;
    }
    database.execute(
        "insert into lodestar_warehouse values (1, ?, ?) on conflict (one) do nothing",
        address.folder(),
        UUID.randomUUID().toString());
    String place = entry("location");
    if (!place.equals(address.folder())) {
      throw new WarehouseException(
          "Cannot open the warehouse "
              + address
              + ": the catalogue "
              + address.catalog()
              + (address.schema().isEmpty() ? "" : ", schema " + address.schema() + ",")
              + " is that of "
              + place);
    }
  }

  /** Refuses to change files that have another catalogue. */
  void checkCatalog() {
    if (!address.isInS3()) {
      return;
    }
    String id = entry("id");
    SharedFolder folder = SharedFolder.at(address.folder());
    try {
      Optional<String> found = read(folder);
      if (found.isEmpty()) {
        folder.writeFirst(NAME, id.getBytes(UTF_8));
        found = read(folder);
      }
      if (!found.equals(Optional.of(id))) {
        throw new WarehouseException(
            "Cannot change the warehouse "
                + address
                + ": its files belong to another catalogue than "
                + address.catalog()
                + "; name that by --catalog or LODESTAR_CATALOG. If it is lost for good, restore it"
                + " from a backup, or begin again in another folder");
      }
    } catch (IOException e) {
      throw new WarehouseException(
          "Cannot change the warehouse " + address + ": " + e.getMessage(), e);
    }
  }

  private static Optional<String> read(SharedFolder folder) throws IOException {
    return folder.has(NAME)
        ? Optional.of(new String(folder.read(NAME).readAllBytes(), UTF_8))
        : Optional.empty();
  }

  private String entry(String column) {
    return database
        .first("select " + column + " from lodestar_warehouse", row -> row.getString(1))
        .orElseThrow(() -> new IllegalStateException("No row in lodestar_warehouse"));
  }
}
