package dev.lodestar.layers;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How the files of one format become rows of a bronze table, in DuckDB SQL. */
interface FileRead {

  /**
   * A file and where its fields go.
   *
   * @param path what the file is called
   * @param local where its bytes are read: the same, or a copy of a file that is not on this
   *     machine
   */
  record Source(String path, String local, FileLayout layout) {}

  /** The name under which rows that cannot be read are counted. */
  String rule();

  /** The query for the rows of a file that can be read; empty when the file has none. */
  Optional<String> rows(Source file) throws SQLException, IOException;

  /**
   * The query for what could not be read, as rows of the quarantine; asked for after the rows of
   * these files were read on the same connection.
   */
  Optional<String> refused(List<Source> files) throws SQLException, IOException;
}
