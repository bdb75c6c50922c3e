package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Changes;
import dev.lodestar.layers.Fragment.Changes.Into;
import dev.lodestar.layers.Fragment.Deletes;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.layers.Written.Aside;
import dev.lodestar.layers.Written.Rewritten;
import dev.lodestar.spec.Column;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes put among the rows that a table has.
 *
 * <p>What the table holds is a function of the set of all changes that ever came: one row or
 * version is chosen among several by a total order, and what was chosen is all that has to be known
 * when more come. A row of the table is the change that it was made from, and deletes are
 * remembered beside. So it does not matter in which order, in which batches and how often changes
 * come.
 *
 * <p>A file that holds a row which is not to stay as it is leaves the table, and its other rows are
 * written again. All other files stay. A row that takes the place of another goes where that one
 * was, so that keys that were near each other stay so, and the next changes of theirs meet few
 * files.
 *
 * @param files the files that come
 * @param before how many changes there were
 */
record MergedRows(List<DataFile> files, long before, Rewritten rewritten) {

  /**
   * Merges.
   *
   * @param rows the query that gives the changes
   * @param columns of that query
   * @param standing the files of the table
   * @param deletes the files of the table's deletes
   */
  static MergedRows write(
      Connection connection,
      String rows,
      List<Column> columns,
      Write write,
      Changes changes,
      List<String> standing,
      List<String> deletes)
      throws SQLException, IOException {
    return new Merge(connection, columns, write, changes, standing, deletes).run(rows);
  }

  private record Merge(
      Connection connection,
      List<Column> columns,
      Write write,
      Changes changes,
      List<String> standing,
      List<String> deletes) {
    // No column of a model can be called like these.
    private static final String GONE = "\"?gone\"";
    private static final String FILE = "?file";
    private static final String HOME = "\"?home\"";
    private static final String UNTIL = "\"?until\"";
    private static final String LAST = "\"?last\"";
    private static final String SINCE = "\"?known since\"";
    private static final String BELIEVED_UNTIL = "\"?known until\"";

    MergedRows run(String rows) throws SQLException, IOException {
      execute("CREATE TEMP TABLE _changes AS " + changes(rows));
      String within = KeyBounds.condition(connection, "_changes", "t", keyColumns());
      execute("CREATE TEMP TABLE _met AS " + met(within));
      execute("CREATE TEMP TABLE _contested AS " + contested());
      execute("CREATE TEMP TABLE _chosen AS " + one());
      execute("CREATE TEMP " + (versions() ? "TABLE" : "VIEW") + " _winners AS " + winners());
      execute("CREATE TEMP VIEW _decided AS SELECT * FROM _winners UNION ALL BY NAME " + alone());
      List<String> touched = touched();
      List<DataFile> files = new ArrayList<>();
      for (String query : kept(touched)) {
        files.addAll(ParquetFiles.write(connection, query, write));
      }
      Deletes remembered = changes.remembered();
      List<DataFile> newDeletes =
          changes.deletes().isEmpty()
              ? List.of()
              : ParquetFiles.write(
                  connection, newDeletes(), remembered.folder(), remembered.fields());
      long applied =
          count(
              "SELECT count(*) FROM (SELECT 1 FROM _chosen WHERE "
                  + file()
                  + " IS NULL UNION ALL SELECT 1 FROM ("
                  + alone()
                  + "))");
      long before = count("SELECT count(*) FROM _changes");
      return new MergedRows(
          files, before, new Rewritten(touched, newDeletes, applied, Aside.STAYS));
    }

    private boolean versions() {
      return changes.into() == Into.VERSIONS;
    }

    /** Whether the table keeps what was believed as well. */
    private boolean beliefs() {
      return changes.known() != null;
    }

    private static String file() {
      return Sql.name(FILE);
    }

    private List<Column> keyColumns() {
      return columns.stream().filter(c -> write.key().contains(c.name())).toList();
    }

    private List<String> names() {
      return columns.stream().map(Column::name).toList();
    }

    /** Columns of which a delete has a value. */
    private List<String> identity() {
      return keyAnd(changes.order());
    }

    /** Columns of which no two changes that count have the same values. */
    private List<String> unique() {
      return versions() ? keyAnd(List.of(changes.moment())) : write.key();
    }

    /** The key, these columns, and since when a change is known, where that is kept. */
    private List<String> keyAnd(List<String> columns) {
      Set<String> all = new LinkedHashSet<>(write.key());
      all.addAll(columns);
      if (changes.known() != null) {
        all.add(changes.known());
      }
      return List.copyOf(all);
    }

    /** Of a delete only its identity counts, so that one is like another. */
    private String changes(String rows) {
      if (changes.deletes().isEmpty()) {
        return "SELECT *, false AS " + GONE + " FROM (" + rows + ")";
      }
      return "SELECT "
          + names().stream()
              .map(n -> identity().contains(n) ? Sql.name(n) : unlessGone(Sql.name(n)))
              .collect(Collectors.joining(", "))
          + ", "
          + GONE
          + " FROM (SELECT *, ("
          + changes.deletes()
          + ") IS TRUE AS "
          + GONE
          + " FROM ("
          + rows
          + "))";
    }

    private static String unlessGone(String column) {
      return "CASE WHEN " + GONE + " THEN NULL ELSE " + column + " END AS " + column;
    }

    /**
     * Rows that the table has of the changed keys, and deletes.
     *
     * @param within what holds for all rows of these keys
     */
    private String met(String within) {
      String until =
          (versions() ? ", valid_to AS " + UNTIL : "")
              + (beliefs() ? ", known_from AS " + SINCE + ", known_to AS " + BELIEVED_UNTIL : "");
      return "SELECT "
          + Sql.names(names())
          + ", false AS "
          + GONE
          + ", "
          + file()
          + until
          + " FROM "
          + ParquetFiles.read(standing, write.fields(), FILE)
          + " AS t WHERE "
          + within
          + " AND "
          + isIn("_changes", "t", write.key())
          + " UNION ALL BY NAME SELECT *, true AS "
          + GONE
          + ", '' AS "
          + file()
          + " FROM "
          + ParquetFiles.read(deletes, changes.remembered().fields())
          + " AS t WHERE "
          + within
          + " AND "
          + isIn("_changes", "t", write.key());
    }

    /**
     * Keys with more than one change. To sort all rows for the sake of those that compete costs
     * several times as much as to find these first.
     */
    private String contested() {
      String key = Sql.names(write.key());
      return "SELECT "
          + key
          + " FROM (SELECT "
          + key
          + " FROM _changes UNION ALL SELECT "
          + key
          + " FROM _met) GROUP BY ALL HAVING count(*) > 1";
    }

    /** Changes of keys of which there is nothing else, neither here nor in the table. */
    private String alone() {
      return "SELECT *, NULL::varchar AS "
          + file()
          + ", NULL::varchar AS "
          + HOME
          + (versions() ? ", true AS " + LAST : "")
          + (changes.known() == null ? "" : ", " + Sql.name(changes.known()) + " AS " + SINCE)
          + " FROM _changes AS t WHERE NOT "
          + isIn("_contested", "t", write.key());
    }

    /**
     * One change of each contested key, or of each key and moment: a delete rather than another,
     * what stands rather than what is the same. Each knows a file with rows of its key.
     */
    private String one() {
      String order = GONE + " DESC, " + write.order();
      String home =
          standing.isEmpty()
              ? "NULL::varchar"
              : "max(" + file() + ") OVER (PARTITION BY " + Sql.names(write.key()) + ")";
      return "SELECT *, "
          + home
          + " AS "
          + HOME
          + " FROM (SELECT *, NULL::varchar AS "
          + file()
          + " FROM _changes UNION ALL SELECT "
          + Sql.names(names())
          + ", "
          + GONE
          + ", "
          + file()
          + " FROM _met) AS t WHERE "
          + isIn("_contested", "t", write.key())
          + " QUALIFY row_number() OVER (PARTITION BY "
          + Sql.names(unique())
          + " ORDER BY "
          + changes.winsFirst()
          + ", "
          + order
          + ", "
          + file()
          + " NULLS LAST) = 1";
    }

    private String winners() {
      return beliefs()
          ? believed()
          : versions() ? versionsOf("SELECT * FROM _chosen") : "SELECT * FROM _chosen";
    }

    /**
     * Versions with the times in which they were believed, and the file of each that stands as it
     * is.
     */
    private String believed() {
      String same =
          Stream.of(UNTIL, SINCE, BELIEVED_UNTIL)
              .map(c -> "b." + c + " IS NOT DISTINCT FROM m." + c)
              .collect(Collectors.joining(" AND "));
      return "SELECT b.* EXCLUDE ("
          + file()
          + "), m."
          + file()
          + " FROM ("
          + Beliefs.of("_chosen", write.key(), changes, GONE)
              .versions(UNTIL, LAST, SINCE, BELIEVED_UNTIL)
          + ") AS b LEFT JOIN _met AS m ON NOT m."
          + GONE
          + " AND b."
          + file()
          + " IS NOT NULL AND "
          + equal("b", "m", unique())
          + " AND "
          + same
          + " UNION ALL BY NAME SELECT * FROM _chosen WHERE "
          + GONE;
    }

    private String versionsOf(String moments) {
      String next =
          " OVER (PARTITION BY "
              + Sql.names(write.key())
              + " ORDER BY "
              + Sql.name(changes.moment())
              + " NULLS FIRST)";
      return "SELECT *, lead("
          + Sql.name(changes.moment())
          + ")"
          + next
          + " AS "
          + UNTIL
          + ", lead(1)"
          + next
          + " IS NULL AS "
          + LAST
          + " FROM ("
          + moments
          + ")";
    }

    /** The files with a row that does not stay as it is, neighbours side by side. */
    private List<String> touched() throws SQLException {
      return texts(
          "SELECT m."
              + file()
              + " FROM _met AS m WHERE NOT m."
              + GONE
              + " AND NOT EXISTS (SELECT 1 FROM _winners AS d WHERE d."
              + file()
              + " = m."
              + file()
              + " AND "
              + equal("d", "m", unique())
              + (versions() ? " AND d." + UNTIL + " IS NOT DISTINCT FROM m." + UNTIL : "")
              + (beliefs()
                  ? " AND d."
                      + SINCE
                      + " IS NOT DISTINCT FROM m."
                      + SINCE
                      + " AND d."
                      + BELIEVED_UNTIL
                      + " IS NOT DISTINCT FROM m."
                      + BELIEVED_UNTIL
                  : "")
              + ") GROUP BY 1 ORDER BY "
              + write.key().stream()
                  .map(c -> "min(m." + Sql.name(c) + "), ")
                  .collect(Collectors.joining())
              + "1");
    }

    /**
     * The queries of what is written: what stays of files that leave, with the rows that come in
     * their place, file by file or of several small ones at once; and the rest of what is new,
     * which goes with the last of these when that is small.
     */
    private List<String> kept(List<String> touched) throws SQLException {
      String isNew = file() + " IS NULL";
      if (touched.isEmpty()) {
        return List.of(rowsOf("_decided", isNew));
      }
      if (!write.partitions().isEmpty()) {
        return List.of(
            rowsOf("_decided", "(" + isNew + " OR " + isOneOf(file(), touched) + ")")
                + rest(touched));
      }
      String elsewhere =
          rowsOf("_decided", isNew + " AND (" + isOneOf(HOME, touched) + ") IS NOT TRUE");
      List<String> queries = new ArrayList<>();
      boolean lastIsSmall = false;
      for (Neighbours some : together(touched)) {
        String here = isOneOf("coalesce(" + file() + ", " + HOME + ")", some.files());
        // Of a change that met nothing there is no file, so it need not be asked.
        queries.add(rowsOf("_winners", here) + rest(some.files()));
        lastIsSmall = some.bytes() < changes.fileBytes() / 2;
      }
      if (lastIsSmall) {
        queries.add(queries.remove(queries.size() - 1) + " UNION ALL " + elsewhere);
      } else {
        queries.add(elsewhere);
      }
      return queries;
    }

    /** The rows of the table among those that were decided on. */
    private String rowsOf(String decided, String condition) {
      return "SELECT "
          + Sql.names(names())
          + (versions()
              ? ", "
                  + Sql.name(changes.moment())
                  + " AS valid_from, "
                  + UNTIL
                  + " AS valid_to, "
                  + LAST
                  + " AS is_current"
              : "")
          + (beliefs() ? ", " + SINCE + " AS known_from, " + BELIEVED_UNTIL + " AS known_to" : "")
          + " FROM "
          + decided
          + " WHERE NOT "
          + GONE
          + " AND "
          + condition;
    }

    private static String isOneOf(String path, List<String> paths) {
      return paths.stream().map(Sql::text).collect(Collectors.joining(", ", path + " IN (", ")"));
    }

    /** The rows of files whose keys did not change: what changes have met in them is left out. */
    private String rest(List<String> files) {
      return " UNION ALL SELECT "
          + Sql.names(write.fields().stream().map(Field::column).map(Column::name).toList())
          + " FROM "
          + ParquetFiles.read(files, write.fields())
          + " AS t WHERE NOT EXISTS (SELECT 1 FROM _met AS k WHERE "
          + isOneOf("k." + file(), files)
          + " AND "
          + equal("k", "t", write.key())
          + ")";
    }

    /** Files that are rewritten as one, or about one. */
    private record Neighbours(List<String> files, long bytes) {
      Neighbours and(String file, long more) {
        List<String> both = new ArrayList<>(files);
        both.add(file);
        return new Neighbours(both, bytes + more);
      }
    }

    private List<Neighbours> together(List<String> files) throws SQLException {
      Map<String, Long> sizes = sizes(files);
      List<Neighbours> all = new ArrayList<>();
      for (String file : files) {
        long bytes = sizes.getOrDefault(file, 0L);
        int last = all.size() - 1;
        if (last >= 0 && all.get(last).bytes() + bytes <= changes.fileBytes()) {
          all.set(last, all.get(last).and(file, bytes));
        } else {
          all.add(new Neighbours(List.of(file), bytes));
        }
      }
      return all;
    }

    private Map<String, Long> sizes(List<String> files) throws SQLException {
      Map<String, Long> sizes = new HashMap<>();
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT file_name, file_size_bytes::bigint FROM parquet_file_metadata("
                      + Sql.texts(files)
                      + ")")) {
        while (row.next()) {
          sizes.put(row.getString(1), row.getLong(2));
        }
      }
      return sizes;
    }

    private String newDeletes() {
      return "SELECT "
          + Sql.names(identity())
          + " FROM _decided WHERE "
          + GONE
          + " AND "
          + file()
          + " IS NULL";
    }

    private static String isIn(String table, String row, List<String> key) {
      return "EXISTS (SELECT 1 FROM " + table + " AS k WHERE " + equal("k", row, key) + ")";
    }

    /** A missing value in a key equals another missing one. */
    private static String equal(String one, String other, List<String> columns) {
      return columns.stream()
          .map(Sql::name)
          .map(c -> one + "." + c + " IS NOT DISTINCT FROM " + other + "." + c)
          .collect(Collectors.joining(" AND "));
    }

    private void execute(String sql) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    private List<String> texts(String query) throws SQLException {
      List<String> texts = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        while (row.next()) {
          texts.add(row.getString(1));
        }
      }
      return texts;
    }

    private long count(String query) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
