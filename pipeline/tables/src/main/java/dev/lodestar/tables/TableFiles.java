package dev.lodestar.tables;

import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/** The files of a warehouse, as Iceberg reads and writes them and as we look after them. */
interface TableFiles extends FileIO {

  /** Those of a folder, or of an address in S3. */
  static TableFiles at(String location) {
    return location.startsWith(Source.S3) ? new S3FileIO() : new LocalFileIO();
  }

  /** A location as Iceberg keeps it, as we call it: a path, or an address in S3. */
  String name(String location);

  /**
   * Sees to it that data files are there as their writers have told, and stay.
   *
   * @throws WarehouseException when one is not
   */
  void settle(TableName table, Collection<DataFile> files);

  /**
   * A file that was found.
   *
   * @param path its {@link #name}
   */
  record Found(String path, long bytes, long modifiedMillis) {}

  /** Every file of the tables in a folder; none when there is no such folder. */
  List<Found> ofTablesIn(String folder);

  /** Deletes a file, which may be gone already. */
  void discard(String path);

  /** Called when several files were deleted. */
  void tidy(Collection<String> discarded);
}
