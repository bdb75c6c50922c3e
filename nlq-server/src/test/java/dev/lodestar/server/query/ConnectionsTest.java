package dev.lodestar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.server.BuiltDomain;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.files.HeldFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
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
    BoundConnection first = connections.take();
    assertThat(count(first, table(2, ORDERS))).isEqualTo(7);
    BoundConnection next = connections.take();
    assertThat(next).isSameAs(first);
    assertThat(connections.take()).as("one has one query").isNotSameAs(first);
    assertThat(count(next, table(1, ORDERS))).as("of another release").isEqualTo(10);
    assertThat(count(connections.take(), table(2, ORDERS))).as("and back").isEqualTo(7);
  }

  @Test
  void oneThatWasNotReadToItsEndServesNoOther() throws Exception {
    BoundConnection first = connections.take();
    first.close();
    assertThat(connections.take()).isNotSameAs(first);
  }

  @Test
  void oneThatServedAnotherQueryRestsAnewOnly() throws Exception {
    BoundConnection first = connections.take();
    count(first, table(1, ORDERS));
    connections.take().close();
    assertThat(connections.take()).isNotSameAs(first);
  }

  @Test
  void theRowsOfTheLedgerAreReadAnewByEachQuery() throws Exception {
    BoundConnection first = connections.take();
    assertThat(count(first, table(1, RUNS))).isEqualTo(2);
    BoundConnection next = connections.take();
    assertThat(next).isNotSameAs(first);
    assertThat(count(next, table(1, RUNS))).isEqualTo(2);
  }

  @Test
  void noMoreWaitThanMayAndNoneAfterTheEnd() throws Exception {
    List<BoundConnection> taken = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      taken.add(connections.take());
    }
    for (BoundConnection connection : taken) {
      count(connection, table(1, ORDERS));
    }
    assertThat(open(taken)).isEqualTo(MOST);
    BoundConnection late = connections.take();
    connections.close();
    count(late, table(1, ORDERS));
    assertThat(open(taken)).isZero();
  }

  private static int open(List<BoundConnection> connections) throws SQLException {
    int open = 0;
    for (BoundConnection connection : connections) {
      open += connection.isOpen() ? 1 : 0;
    }
    return open;
  }

  private static CatalogTable table(long release, TableName name) {
    return domain.asOf(String.valueOf(release)).input(name);
  }

  /** Counts the rows of a table, and gives the connection back. */
  private long count(BoundConnection connection, CatalogTable table) throws Exception {
    String sql = "SELECT count(*) FROM " + DuckDbNames.name(table.name().toString());
    try (HeldFiles held = new HeldFiles();
        HotTables noCopies = new HotTables(duckDb, 0);
        connection) {
      connection.bind(table, held, noCopies.reading());
      try (DuckDBPreparedStatement statement = connection.prepare(sql);
          DuckDBChunkedResult result = statement.query()) {
        assertThat(result.nextChunk()).isTrue();
        long count = result.chunk().vector(0).getLong(0);
        assertThat(result.nextChunk()).isFalse();
        connection.rest();
        return count;
      }
    }
  }
}
