package dev.lodestar.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.layers.ChangeLog.Change;
import dev.lodestar.layers.Fragment.Changes;
import dev.lodestar.layers.Fragment.Changes.Into;
import dev.lodestar.layers.Fragment.Deletes;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Write;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.tables.DataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table of changes is what all changes say, however they came. */
class MergedRowsTest {
  private static final int LOGS = 1_000;
  private static final int LOGS_AT_ONCE = 100;
  private static final String WINS_FIRST = "moment DESC NULLS LAST, serial DESC NULLS LAST";
  private static final long FILE_BYTES = 1_000_000;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("log", ColumnType.INTEGER),
          new Column("key", ColumnType.INTEGER),
          new Column("moment", ColumnType.INTEGER),
          new Column("serial", ColumnType.INTEGER),
          new Column("value", ColumnType.VARCHAR),
          new Column("op", ColumnType.BOOLEAN),
          new Column("known", ColumnType.INTEGER));

  /** What becomes of changes. */
  private enum Kept {
    ONE_ROW,
    VERSIONS,
    BELIEFS;

    Into into() {
      return this == ONE_ROW ? Into.ONE_ROW : Into.VERSIONS;
    }
  }

  @TempDir Path folder;
  private DuckDBConnection duckDb;

  @BeforeEach
  void open() throws SQLException {
    duckDb = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckDb.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute("SET preserve_insertion_order = false");
    }
  }

  @AfterEach
  void close() throws SQLException {
    duckDb.close();
  }

  /**
   * Many logs share a table, under keys of their own, so that a thousand of them take a hundred
   * merges and not five thousand.
   */
  @ParameterizedTest
  @EnumSource
  void anyOrderAndAnyBatchesGiveWhatTheWholeLogSays(Kept kept) throws Exception {
    Random random = new Random(20_251_121);
    for (int first = 0; first < LOGS; first += LOGS_AT_ONCE) {
      int batches = 1 + random.nextInt(6);
      List<ChangeLog> logs = new ArrayList<>();
      List<List<String>> rows =
          IntStream.range(0, batches).<List<String>>mapToObj(i -> new ArrayList<>()).toList();
      for (int log = 0; log < LOGS_AT_ONCE; log++) {
        ChangeLog made = ChangeLog.random(random);
        logs.add(made);
        List<List<Change>> ofLog = made.batches(batches, random);
        for (int batch = 0; batch < batches; batch++) {
          int number = log;
          for (Change change : ofLog.get(batch)) {
            rows.get(batch).add(change.sql(number));
          }
        }
      }
      // Files are rewritten together in one table and each for itself in the next.
      long fileBytes = first / LOGS_AT_ONCE % 2 == 0 ? FILE_BYTES : 1;
      Table table = new Table(kept, "a" + first, fileBytes);
      for (List<String> batch : rows) {
        table.merge(batch);
      }
      table.merge(rows.get(random.nextInt(batches)));

      if (kept == Kept.BELIEFS) {
        assertBeliefs(table, logs);
      } else {
        assertThat(table.rowsByLog()).isEqualTo(expected(logs, kept.into()));
      }
    }
  }

  /** At each time the table says what the changes say that were known by then, and once. */
  private static void assertBeliefs(Table table, List<ChangeLog> logs) throws SQLException {
    Map<Integer, List<String>> pieces = table.rowsByLog("key, moment, known, valid_to", "true");
    assertThat(pieces).allSatisfy((log, rows) -> assertThat(rows).doesNotHaveDuplicates());
    for (Integer time : logs.stream().flatMap(l -> l.times().stream()).distinct().toList()) {
      Map<Integer, List<String>> expected =
          expected(logs.stream().map(log -> log.at(time)).toList(), Into.VERSIONS);
      expected.replaceAll((log, rows) -> rows.stream().map(MergedRowsTest::withoutLast).toList());
      String then =
          time == null
              ? "known_from IS NULL"
              : "(known_from IS NULL OR known_from <= %1$d) AND (known_to IS NULL OR %1$d < known_to)"
                  .formatted(time);
      assertThat(table.rowsByLog("key, moment, value, valid_from, valid_to", then))
          .isEqualTo(expected);
    }
    assertThat(
            table.rowsByLog("key, moment, value, valid_from, valid_to, is_current", "is_current"))
        .isEqualTo(
            table.rowsByLog(
                "key, moment, value, valid_from, valid_to, true",
                "known_to IS NULL AND valid_to IS NULL"));
  }

  private static String withoutLast(String row) {
    return row.substring(0, row.lastIndexOf(" | "));
  }

  private static Map<Integer, List<String>> expected(List<ChangeLog> logs, Into into) {
    Function<ChangeLog, List<String>> rows =
        into == Into.VERSIONS ? ChangeLog::versions : ChangeLog::lastRows;
    Map<Integer, List<String>> expected = new LinkedHashMap<>();
    for (int log = 0; log < logs.size(); log++) {
      List<String> ofLog = rows.apply(logs.get(log));
      if (!ofLog.isEmpty()) {
        expected.put(log, ofLog);
      }
    }
    return expected;
  }

  @ParameterizedTest
  @EnumSource
  void onlyFilesWithRowsThatChangeAreRewritten(Kept kept) throws Exception {
    Table table = new Table(kept, "t");
    table.merge(List.of("(1, 1, 10, 0, 'a', false, 0)", "(1, 2, 10, 0, 'a', false, 0)"));
    table.merge(List.of("(1, 3, 10, 0, 'a', false, 0)", "(1, 4, 10, 0, 'a', false, 0)"));
    List<String> before = List.copyOf(table.files);

    MergedRows merged =
        table.merge(List.of("(1, 3, 11, 0, 'b', false, 0)", "(1, 5, 10, 0, 'a', false, 0)"));
    assertThat(merged.rewritten().removed()).containsExactly(before.get(1));
    assertThat(merged.rewritten().applied()).isEqualTo(2);
    assertThat(table.files).contains(before.get(0));
    assertThat(ParquetFiles.rows(merged.files())).isEqualTo(kept == Kept.ONE_ROW ? 3 : 4);
  }

  @ParameterizedTest
  @EnumSource
  void changesThatAreKnownChangeNothing(Kept kept) throws Exception {
    Table table = new Table(kept, "t");
    List<String> batch = List.of("(1, 1, 10, 0, 'a', false, 0)", "(1, 2, 10, 0, 'a', true, 0)");
    table.merge(batch);

    MergedRows again = table.merge(batch);
    assertThat(again.files()).isEmpty();
    assertThat(again.rewritten().removed()).isEmpty();
    assertThat(again.rewritten().deletes()).isEmpty();
    assertThat(again.rewritten().applied()).isZero();
    assertThat(again.before()).isEqualTo(2);
  }

  @Test
  void rowsStayNearTheirNeighbours() throws Exception {
    Table table = new Table(Kept.ONE_ROW, "t", 1);
    table.merge(List.of("(1, 1, 10, 0, 'a', false, 0)", "(1, 2, 10, 0, 'a', false, 0)"));
    table.merge(List.of("(1, 8, 10, 0, 'a', false, 0)", "(1, 9, 10, 0, 'a', false, 0)"));

    MergedRows merged =
        table.merge(
            List.of(
                "(1, 1, 11, 0, 'b', false, 0)",
                "(1, 9, 11, 0, 'b', false, 0)",
                "(1, 20, 10, 0, 'b', false, 0)"));
    assertThat(merged.files())
        .extracting(
            f -> f.statistics().get("key").minimum() + " to " + f.statistics().get("key").maximum())
        .containsExactly("1 to 2", "8 to 9", "20 to 20");
  }

  @Test
  void aLateChangeSplitsAVersionAndADeleteEndsIt() throws Exception {
    Table table = new Table(Kept.VERSIONS, "t");
    table.merge(List.of("(1, 1, 10, 0, 'a', false, 0)", "(1, 1, 30, 0, NULL, true, 0)"));
    assertThat(table.rowsByLog().get(1)).containsExactly("1 | 10 | a | 10 | 30 | false");

    table.merge(List.of("(1, 1, 20, 0, 'b', false, 0)", "(1, 1, 40, 0, 'c', false, 0)"));
    assertThat(table.rowsByLog().get(1))
        .containsExactly(
            "1 | 10 | a | 10 | 20 | false",
            "1 | 20 | b | 20 | 30 | false",
            "1 | 40 | c | 40 | null | true");
  }

  @ParameterizedTest
  @EnumSource
  void ofChangesOfOneMomentTheLastOneCountsBeItADeleteOrNot(Kept kept) throws Exception {
    Table table = new Table(kept, "t");
    table.merge(List.of("(1, 1, 10, 2, 'b', false, 0)", "(1, 2, 10, 1, NULL, true, 0)"));
    table.merge(List.of("(1, 1, 10, 1, NULL, true, 0)", "(1, 2, 10, 2, 'b', false, 0)"));
    table.merge(List.of("(1, 1, 10, 0, 'a', false, 0)", "(1, 2, 10, 0, 'a', false, 0)"));
    String validity = kept == Kept.ONE_ROW ? "" : " | 10 | null | true";
    assertThat(table.rowsByLog().get(1))
        .containsExactly("1 | 10 | b" + validity, "2 | 10 | b" + validity);

    table.merge(List.of("(1, 1, 10, 3, NULL, true, 0)", "(1, 1, 10, 2, 'b', false, 0)"));
    assertThat(table.rowsByLog().get(1)).containsExactly("2 | 10 | b" + validity);
  }

  /** A table of changes as a run keeps it: its files and those of its deletes. */
  private final class Table {
    private final Kept kept;
    private final String name;
    private final long fileBytes;
    private final List<Field> fields;
    private final List<Field> deleteFields;
    private final List<String> files = new ArrayList<>();
    private final List<String> deletes = new ArrayList<>();

    Table(Kept kept, String name) {
      this(kept, name, FILE_BYTES);
    }

    Table(Kept kept, String name, long fileBytes) {
      this.kept = kept;
      this.fileBytes = fileBytes;
      this.name = name;
      List<Column> columns = new ArrayList<>(COLUMNS);
      List<Column> identity = new ArrayList<>(COLUMNS.subList(0, 4));
      if (kept != Kept.ONE_ROW) {
        columns.add(new Column("valid_from", ColumnType.INTEGER));
        columns.add(new Column("valid_to", ColumnType.INTEGER));
        columns.add(new Column("is_current", ColumnType.BOOLEAN));
      }
      if (kept == Kept.BELIEFS) {
        columns.add(new Column("known_from", ColumnType.INTEGER));
        columns.add(new Column("known_to", ColumnType.INTEGER));
        identity.add(new Column("known", ColumnType.INTEGER));
      }
      this.fields = numbered(columns);
      this.deleteFields = numbered(identity);
    }

    private static List<Field> numbered(List<Column> columns) {
      return IntStream.range(0, columns.size())
          .mapToObj(i -> new Field(columns.get(i), i + 1))
          .toList();
    }

    MergedRows merge(List<String> batch) throws SQLException, IOException {
      String values =
          batch.isEmpty()
              ? "(SELECT 0, 0, 0, 0, '', false, 0 WHERE false)"
              : "(VALUES " + String.join(", ", batch) + ")";
      String rows =
          "SELECT log::integer AS log, key::integer AS key, moment::integer AS moment,"
              + " serial::integer AS serial, value::varchar AS value, op::boolean AS op,"
              + " known::integer AS known FROM "
              + values
              + " AS t(log, key, moment, serial, value, op, known)";
      Write write =
          new Write(
              folder.resolve(name).toString(),
              fields,
              List.of("log", "key"),
              WINS_FIRST + ", value NULLS LAST, op NULLS LAST, known NULLS LAST",
              List.of(),
              new Changes(
                  kept.into(),
                  "moment",
                  List.of("moment", "serial"),
                  kept == Kept.BELIEFS ? "known" : null,
                  WINS_FIRST,
                  "op",
                  new Deletes(
                      "deleted", folder.resolve(name + "_deleted").toString(), deleteFields),
                  fileBytes),
              null);
      try (Connection connection = duckDb.duplicate()) {
        MergedRows merged =
            MergedRows.write(
                connection, rows, COLUMNS, write, write.changes(), List.copyOf(files), deletes);
        files.removeAll(merged.rewritten().removed());
        merged.files().stream().map(DataFile::path).forEach(files::add);
        merged.rewritten().deletes().stream().map(DataFile::path).forEach(deletes::add);
        return merged;
      }
    }

    Map<Integer, List<String>> rowsByLog() throws SQLException {
      return rowsByLog(
          "key, moment, value" + (kept == Kept.ONE_ROW ? "" : ", valid_from, valid_to, is_current"),
          "true");
    }

    Map<Integer, List<String>> rowsByLog(String columns, String where) throws SQLException {
      String shown =
          List.of(columns.split(", ")).stream()
              .map(c -> "coalesce(" + c + "::varchar, 'null')")
              .collect(Collectors.joining(", "));
      Map<Integer, List<String>> rows = new LinkedHashMap<>();
      try (Statement statement = duckDb.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT log, concat_ws(' | ', "
                      + shown
                      + ") FROM "
                      + ParquetFiles.read(files, fields)
                      + " WHERE "
                      + where
                      + " ORDER BY 1, 2")) {
        while (row.next()) {
          rows.computeIfAbsent(row.getInt(1), l -> new ArrayList<>()).add(row.getString(2));
        }
      }
      return rows;
    }
  }
}
