package dev.lodestar.layers;

import dev.lodestar.spec.Source;

/** Where each row of a bronze table comes from, in its last columns. */
final class Provenance {

  private Provenance() {}

  static boolean has(String column) {
    return Source.PROVENANCE.stream().anyMatch(c -> c.name().equals(column));
  }

  /**
   * The provenance of the rows of one file, in DuckDB SQL.
   *
   * @param number the expression that numbers the rows
   */
  static String values(FileIngest ingest, String path, String number) {
    String moment = ingest.quarantine().moment();
    String table = ingest.table().substring(ingest.table().indexOf('.') + 1);
    return String.join(
        ", ",
        "TIMESTAMP " + Sql.text(moment) + " AS _ingested_at",
        "DATE " + Sql.text(moment.substring(0, 10)) + " AS _ingest_date",
        Sql.text(ingest.quarantine().runId()) + " AS _run_id",
        Sql.text(ingest.system()) + " AS _source_system",
        Sql.text(table) + " AS _source_table",
        Sql.text(path) + " AS _source_file",
        number + " AS _source_row");
  }
}
