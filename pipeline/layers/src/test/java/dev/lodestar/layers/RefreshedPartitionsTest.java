package dev.lodestar.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.layers.Fragment.Changed;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Part;
import dev.lodestar.layers.Fragment.Refresh;
import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.Followed;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.TableShape;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever the partition of a result can be followed to a table, the partitions that are found make
 * the result what it is when all of it is computed.
 */
class RefreshedPartitionsTest {
  private static final int STEPS = 12;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("a", ColumnType.BIGINT),
          new Column("b", ColumnType.BIGINT),
          new Column("c", ColumnType.VARCHAR));

  @TempDir Path folder;
  private final Random random = new Random(4_711);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a AS p, b AS x FROM t WHERE b > 2",
        "SELECT mod(a, 3) AS p, sum(b) AS x FROM t GROUP BY mod(a, 3)",
        "SELECT mod(a, 3) AS p, max(b) AS x FROM t GROUP BY mod(a, 3), c HAVING count(*) > 1",
        "SELECT a AS p, count(DISTINCT c) AS x FROM t GROUP BY a",
        "SELECT DISTINCT b AS p, a + 1 AS x FROM t",
        "SELECT a AS p, b AS x FROM t UNION ALL SELECT b, sum(a) FROM u GROUP BY b",
        "SELECT a AS p, 1 AS x FROM t UNION SELECT b, 1 FROM u",
        "SELECT t.a AS p, u.b AS x FROM t LEFT JOIN u ON t.b = u.b",
        "SELECT u.a AS p, t.b AS x FROM t JOIN u ON t.c = u.c",
        "SELECT a AS p, b AS x FROM t WHERE b IN (SELECT b FROM u)",
        "SELECT t.a AS p, t.b AS x FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a)",
        "SELECT p, x FROM (SELECT a AS p, b AS x FROM t UNION ALL SELECT a, b FROM t WHERE c = 'x') AS s"
            + " WHERE x < 4",
        "SELECT s.p, count(*) AS x FROM (SELECT a AS p, c FROM t GROUP BY a, c) AS s JOIN u ON s.c = u.c"
            + " GROUP BY s.p"
      })
  void whatIsRefreshedIsWhatAFullBuildGives(String sql) throws Exception {
    CompiledQuery query =
        new SqlCompiler(
                List.of(
                    TableShape.stored(TableName.parse("silver.t"), COLUMNS),
                    TableShape.stored(TableName.parse("silver.u"), COLUMNS)))
            .compile(sql, "silver");
    Followed followed = Followed.down(query, List.of("p"));
    List<Field> fields = numbered(query.columns());
    String type = query.columns().get(0).type().toString();
    try (DuckDBConnection duckDb = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:")) {
      Map<String, List<String>> tables = new TreeMap<>();
      tables.put("silver.t", new ArrayList<>());
      tables.put("silver.u", new ArrayList<>());
      tables.values().forEach(files -> files.add(someRows(duckDb, 20)));
      List<String> result = new ArrayList<>();
      refresh(duckDb, query, new Refresh("true", List.of()), fields, type, tables, result);
      int refreshed = 0;
      for (int step = 0; step < STEPS; step++) {
        Map<String, List<String>> arrived = new HashMap<>();
        List<Changed> changed = new ArrayList<>();
        for (String table : tables.keySet()) {
          TableName name = TableName.parse(table);
          if (followed.expressions().containsKey(name) && !followed.lost().contains(name)) {
            List<String> before = List.copyOf(tables.get(table));
            change(duckDb, tables.get(table));
            arrived.put(Refresh.gained(table), without(tables.get(table), before));
            arrived.put(Refresh.lost(table), without(before, tables.get(table)));
            List<List<String>> places = followed.expressions().get(name);
            changed.add(new Changed(table, numbered(COLUMNS), casts(places, type)));
          }
        }
        arrived.putAll(tables);
        refreshed +=
            refresh(duckDb, query, new Refresh("", changed), fields, type, arrived, result);
        assertThat(rows(duckDb, "SELECT * FROM " + ParquetFiles.read(result, fields)))
            .as("after step " + step)
            .isEqualTo(rows(duckDb, query(query, tables)));
      }
      assertThat(refreshed).as("files that stayed in some step").isPositive();
    }
  }

  private static List<Field> numbered(List<Column> columns) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> new Field(columns.get(i), i + 1))
        .toList();
  }

  private static List<List<String>> casts(List<List<String>> places, String type) {
    return places.stream()
        .map(p -> p.stream().map(e -> "CAST(" + e + " AS " + type + ")").toList())
        .toList();
  }

  /** Brings a result up to date and returns how many files of it stayed. */
  private int refresh(
      DuckDBConnection duckDb,
      CompiledQuery query,
      Refresh refresh,
      List<Field> fields,
      String type,
      Map<String, List<String>> arrived,
      List<String> result)
      throws SQLException, IOException {
    Write write =
        new Write(
            folder.resolve("result").toString(),
            fields,
            List.of(),
            "",
            List.of(new Part("p", "\"p\"", type)),
            null,
            refresh);
    try (Connection connection = duckDb.duplicate()) {
      RefreshedPartitions partitions =
          RefreshedPartitions.find(connection, write, refresh, arrived);
      List<DataFile> files =
          ParquetFiles.write(connection, partitions.of(query(query, arrived)), write);
      RefreshedPartitions.Replaced replaced =
          partitions.replace(connection, write, List.copyOf(result), ParquetFiles.rows(files));
      result.removeAll(replaced.rewritten().removed());
      int stayed = result.size();
      files.forEach(f -> result.add(f.path()));
      replaced.files().forEach(f -> result.add(f.path()));
      return stayed;
    }
  }

  /** The query over files in place of tables. */
  private static String query(CompiledQuery query, Map<String, List<String>> tables) {
    String sql = query.duckDb();
    for (String table : List.of("silver.t", "silver.u")) {
      sql =
          sql.replace(
              "\"" + table + "\"",
              "(SELECT * FROM " + ParquetFiles.read(tables.get(table), numbered(COLUMNS)) + ")");
    }
    return sql;
  }

  /** Rows come, or go with their file, or are rewritten with some of them changed. */
  private void change(DuckDBConnection duckDb, List<String> files) {
    int what = random.nextInt(4);
    if (what == 0) {
      return;
    }
    if (what == 1 || files.isEmpty()) {
      files.add(someRows(duckDb, 1 + random.nextInt(4)));
      return;
    }
    String leaves = files.remove(random.nextInt(files.size()));
    if (what == 2) {
      files.add(
          written(
              duckDb,
              "SELECT a, CASE WHEN row_number() OVER () = 1 THEN b + 1 ELSE b END AS b, c FROM '"
                  + leaves
                  + "'"));
    }
  }

  private String someRows(DuckDBConnection duckDb, int count) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          "(%s, %s, %s)"
              .formatted(
                  random.nextInt(8) == 0 ? "NULL" : random.nextInt(20),
                  random.nextInt(8) == 0 ? "NULL" : random.nextInt(6),
                  random.nextBoolean() ? "'x'" : "'y'"));
    }
    return written(
        duckDb,
        "SELECT a::bigint AS a, b::bigint AS b, c FROM (VALUES "
            + String.join(", ", rows)
            + ") AS v(a, b, c)");
  }

  private String written(DuckDBConnection duckDb, String query) {
    try (Connection connection = duckDb.duplicate()) {
      return ParquetFiles.write(
              connection, query, folder.resolve("source").toString(), numbered(COLUMNS))
          .get(0)
          .path();
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> without(List<String> files, List<String> others) {
    return files.stream().filter(f -> !others.contains(f)).toList();
  }

  private static List<String> rows(DuckDBConnection duckDb, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = duckDb.duplicate();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM (" + query + ") ORDER BY ALL")) {
      while (row.next()) {
        rows.add(row.getString(1) + " | " + row.getString(2));
      }
    }
    return rows;
  }
}
