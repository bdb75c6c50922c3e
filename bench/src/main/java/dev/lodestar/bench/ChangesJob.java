package dev.lodestar.bench;

/** What the jobs written by hand for DuckDB and for Spark have in common. */
final class ChangesJob {
  private ChangesJob() {}

  /** What becomes of the changes. */
  enum Into {
    /** One row an order, as it is now. */
    MERGE,
    /** All versions of an order, each from its moment to that of the next change. */
    HISTORY;

    String id() {
      return this == MERGE ? "merge" : "history";
    }

    static Into of(String id) {
      return id.equals("merge") ? MERGE : HISTORY;
    }

    /** The columns by which tables are compared. */
    String compared() {
      return this == MERGE ? STATE : STATE + ", valid_from, valid_to, is_current";
    }
  }

  /** The columns of a change. */
  static final String CHANGE =
      "order_id, updated_at, op, customer_id, product_id, quantity, unit_price, status";

  private static final String STATE =
      "order_id, updated_at, customer_id, product_id, quantity, unit_price, status";

  /** What a run would put into the columns that tell where a row comes from. */
  static final String PROVENANCE =
      "TIMESTAMP '2026-01-01 00:00:00' AS _ingested_at, DATE '2026-01-01' AS _ingest_date,"
          + " 'run-1' AS _run_id, 'shop' AS _source_system, 'orders' AS _source_table";

  /** The last change of each order, deletes included. */
  private static final String LATEST =
      "SELECT "
          + CHANGE
          + " FROM (SELECT *, row_number() OVER (PARTITION BY order_id"
          + " ORDER BY updated_at DESC) AS place FROM changes) AS t WHERE place = 1";

  /** The version that each change begins, deletes included, numbered for each order. */
  private static final String VERSIONS =
      "SELECT "
          + CHANGE
          + ", updated_at AS valid_from, lead(updated_at) OVER later AS valid_to,"
          + " lead(updated_at) OVER later IS NULL AS is_current, row_number() OVER later AS number"
          + " FROM changes WINDOW later AS (PARTITION BY order_id ORDER BY updated_at)";

  private static final String VERSION = CHANGE + ", valid_from, valid_to, is_current";

  /** The table after the first changes. */
  static String first(Into into) {
    return into == Into.MERGE
        ? "SELECT * FROM (" + LATEST + ") AS t WHERE op <> 'D'"
        : "SELECT " + VERSION + " FROM (" + VERSIONS + ") AS t WHERE op <> 'D'";
  }

  /**
   * The changes put into a table.
   *
   * <p>A history is made in the way that handbooks tell: each new version comes by itself, and of
   * each order one row more, which ends the version that was current. It takes for granted that no
   * change is older than those which came before.
   */
  static String merge(Into into, String table) {
    return into == Into.MERGE
        ? "MERGE INTO "
            + table
            + " AS t USING ("
            + LATEST
            + ") AS s ON t.order_id = s.order_id"
            + " WHEN MATCHED AND s.updated_at > t.updated_at AND s.op = 'D' THEN DELETE"
            + " WHEN MATCHED AND s.updated_at > t.updated_at THEN UPDATE SET "
            + assigned()
            + " WHEN NOT MATCHED AND s.op <> 'D' THEN INSERT ("
            + CHANGE
            + ") VALUES ("
            + of("s", CHANGE)
            + ")"
        : "MERGE INTO "
            + table
            + " AS t USING (SELECT CAST(NULL AS bigint) AS ends, "
            + VERSION
            + " FROM ("
            + VERSIONS
            + ") AS v WHERE op <> 'D' UNION ALL SELECT order_id AS ends, "
            + VERSION
            + " FROM ("
            + VERSIONS
            + ") AS v WHERE number = 1) AS s ON t.order_id = s.ends AND t.is_current"
            + " WHEN MATCHED THEN UPDATE SET valid_to = s.valid_from, is_current = false"
            + " WHEN NOT MATCHED AND s.ends IS NULL THEN INSERT ("
            + VERSION
            + ") VALUES ("
            + of("s", VERSION)
            + ")";
  }

  private static String of(String table, String columns) {
    return table + "." + columns.replace(", ", ", " + table + ".");
  }

  private static String assigned() {
    StringBuilder all = new StringBuilder();
    for (String column : CHANGE.split(", ")) {
      all.append(all.isEmpty() ? "" : ", ").append(column).append(" = s.").append(column);
    }
    return all.toString();
  }
}
