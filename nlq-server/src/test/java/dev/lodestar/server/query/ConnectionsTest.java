package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.files.HeldFiles;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBPreparedStatement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsTest {
  private static final int MOST = 2;
  private static final TableName ORDERS = new TableName("gold", "orders");
  private static final TableName RUNS = new TableName("runs", "runs");

  @TempDir static Path directory;
  private static BuiltDomain built;
  private static ServedDomain domain;

  private LockedDuckDb duckDb;
  private Connections connections;

  @BeforeAll
  static void build() throws Exception {
    built = BuiltDomain.in(directory, "oranges");
    built.table("gold.orders", "SELECT i::integer AS id FROM range(10) t(i)").release("run-1");
    built.table("gold.orders", "SELECT i::varchar AS id FROM range(7) t(i)").release("run-2");
    domain = built.served();
  }

  @AfterAll
  static void end() throws Exception {
    domain.close();
    built.close();
  }

  @BeforeEach
  void open() {
    duckDb =
        new LockedDuckDb(Path.of(domain.warehouse().folder()), EngineSettings.FOR_A_FEW_QUERIES);
    connections = new Connections(duckDb, MOST);
  }

  @AfterEach
  void close() throws Exception {
    connections.close();
    duckDb.close();
  }

  @Test
  void oneThatRestsServesTheNextQuery() throws Exception {
    BoundConnection first = connections.take("");
    assertThat(count(first, table(2, ORDERS))).isEqualTo(7);
    BoundConnection next = connections.take("");
    assertThat(next).isSameAs(first);
    assertThat(connections.take("")).as("one has one query").isNotSameAs(first);
    assertThat(count(next, table(1, ORDERS))).as("of another release").isEqualTo(10);
    assertThat(count(connections.take(""), table(2, ORDERS))).as("and back").isEqualTo(7);
  }

  @Test
  void oneThatWasNotReadToItsEndServesNoOther() throws Exception {
    BoundConnection first = connections.take("");
    first.close();
    assertThat(connections.take("")).isNotSameAs(first);
  }

  @Test
  void oneThatServedAnotherQueryRestsAnewOnly() throws Exception {
    BoundConnection first = connections.take("");
    count(first, table(1, ORDERS));
    connections.take("").close();
    assertThat(connections.take("")).isNotSameAs(first);
  }

  @Test
  void theRowsOfTheLedgerAreReadAnewByEachQuery() throws Exception {
    BoundConnection first = connections.take("");
    assertThat(count(first, table(1, RUNS))).isEqualTo(2);
    BoundConnection next = connections.take("");
    assertThat(next).isNotSameAs(first);
    assertThat(count(next, table(1, RUNS))).isEqualTo(2);
  }

  @Test
  void noMoreWaitThanMay() throws Exception {
    List<BoundConnection> taken = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      taken.add(connections.take(""));
    }
    for (BoundConnection connection : taken) {
      count(connection, table(1, ORDERS));
    }
    for (int i = 0; i < MOST; i++) {
      assertThat(connections.take("")).isIn(taken);
    }
    assertThat(connections.take("")).isNotIn(taken);
  }

  @Test
  void noneWaitsAfterTheEnd() throws Exception {
    BoundConnection late = connections.take("");
    connections.close();
    count(late, table(1, ORDERS));
    assertThatThrownBy(() -> count(late, table(1, ORDERS)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aStatementIsUnderstoodOnceAsLongAsItReadsTheSame() throws Exception {
    String sql = "SELECT sum(id::integer) FROM \"gold.orders\"";
    DuckDBPreparedStatement first = run(sql, true, 1, 45);
    assertThat(run(sql, true, 1, 45)).isSameAs(first);
    DuckDBPreparedStatement later = run(sql, true, 2, 21);
    assertThat(later).as("of another release").isNotSameAs(first);
    assertThat(first.isClosed()).isTrue();
    assertThat(run(sql, true, 2, 21)).isSameAs(later);
  }

  @Test
  void aStatementThatIsNotSteadyIsUnderstoodAnew() throws Exception {
    String sql = "SELECT sum(id) FROM \"gold.orders\"";
    DuckDBPreparedStatement first = run(sql, false, 1, 45);
    assertThat(first.isClosed()).isTrue();
    assertThat(run(sql, false, 1, 45)).isNotSameAs(first);
  }

  @Test
  void aQueryGoesWhereItsStatementIsKnown() throws Exception {
    BoundConnection first = connections.take("");
    BoundConnection second = connections.take("");
    List<String> asked = List.of("SELECT 1 FROM \"gold.orders\"", "SELECT 2 FROM \"gold.orders\"");
    run(first, asked.get(0), true, 1, 1);
    run(second, asked.get(1), true, 1, 2);
    assertThat(connections.take(asked.get(0))).isSameAs(first);
    assertThat(connections.take(asked.get(0))).as("where none is free").isSameAs(second);
  }

  @Test
  void thoseRunLastAreKept() throws Exception {
    List<DuckDBPreparedStatement> run = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      run.add(run("SELECT " + i + " FROM \"gold.orders\"", true, 1, i));
    }
    List<Boolean> closed = new ArrayList<>();
    for (DuckDBPreparedStatement statement : run) {
      closed.add(statement.isClosed());
    }
    assertThat(closed.subList(0, 8)).containsOnly(true);
    assertThat(closed.subList(8, 40)).containsOnly(false);
    connections.close();
    assertThat(run.get(39).isClosed()).isTrue();
  }

  private static CatalogTable table(long release, TableName name) {
    return domain.asOf(String.valueOf(release)).input(name);
  }

  /** Counts the rows of a table, and gives the connection back. */
  private long count(BoundConnection connection, CatalogTable table) throws Exception {
    String sql = "SELECT count(*) FROM " + DuckDbNames.name(table.name().toString());
    return first(connection, table, sql, false).value();
  }

  /** The statement that gave a value from the orders of a release. */
  private DuckDBPreparedStatement run(String sql, boolean steady, long release, long value)
      throws Exception {
    return run(connections.take(sql), sql, steady, release, value);
  }

  private DuckDBPreparedStatement run(
      BoundConnection connection, String sql, boolean steady, long release, long value)
      throws Exception {
    First found = first(connection, table(release, ORDERS), sql, steady);
    assertThat(found.value()).isEqualTo(value);
    return found.statement();
  }

  private record First(DuckDBPreparedStatement statement, long value) {}

  /** Reads all rows, and gives the connection back. */
  private First first(BoundConnection connection, CatalogTable table, String sql, boolean steady)
      throws Exception {
    try (HeldFiles held = new HeldFiles();
        HotTables noCopies = new HotTables(duckDb, 0);
        connection) {
      connection.bind(table, held, noCopies.reading());
      DuckDBPreparedStatement statement = connection.prepare(sql, steady);
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.next()).isTrue();
        First first = new First(statement, result.getLong(1));
        while (result.next()) {
          assertThat(result.getLong(1)).isEqualTo(first.value());
        }
        connection.rest();
        return first;
      }
    }
  }
}
