package dev.lodestar.layers;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries out work in this process without an engine, for what is small: the tests of models. */
public final class RunHere {
  private final DuckDb duckDb;

  public RunHere(DuckDb duckDb) {
    this.duckDb = duckDb;
  }

  /** Writes the rows of a query as files of a table, in the columns' order of ids. */
  public List<String> write(String query, List<Fragment.Field> fields, Path folder)
      throws SQLException, IOException {
    try (Connection connection = duckDb.connect()) {
      return ParquetFiles.write(connection, query, folder.toString(), fields).stream()
          .map(file -> file.path())
          .toList();
    }
  }

  /** The FROM item that reads files of a table. */
  public static String read(List<String> paths, List<Fragment.Field> fields) {
    return ParquetFiles.read(paths, fields);
  }

  /** The FROM item that reads files of rows that were set aside. */
  public static String readQuarantine(List<String> paths) {
    return ParquetFiles.read(paths, QuarantineTable.FIELDS);
  }

  /**
   * Runs a model whose every step is in one piece.
   *
   * @param files what its inputs are read from, by table
   */
  public Written run(Work.Build work, Map<String, List<String>> files)
      throws SQLException, IOException {
    if (work.steps().size() != 1) {
      throw new IllegalStateException(
          work.table() + " takes " + work.steps().size() + " steps and cannot be run in one piece");
    }
    List<Parcel> parcels = new ArrayList<>();
    files.forEach((table, paths) -> parcels.add(new Parcel.Files(table, paths)));
    try (FragmentRun run = new FragmentRun(work.steps().get(0).fragment(), duckDb)) {
      return run.run(
          run.receive(parcels),
          "",
          (partition, parcel) -> {
            throw new IllegalStateException("Nothing is sent in one piece: " + work.table());
          });
    }
  }
}
