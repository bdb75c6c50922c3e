package dev.lodestar.tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * The one connection to the database that holds the catalogue of tables and the ledger of runs, or
 * to one beside it.
 *
 * <p>On SQLite, a transaction takes the right to write when it begins: one that began by reading
 * could otherwise fail half-way, because another process wrote in between. On PostgreSQL, a
 * connection that the server has ended is made anew for the next question or transaction.
 */
public final class Database implements AutoCloseable {
  private static final int SQLITE_BUSY = 5;
  private static final int VALID_WITHIN_SECONDS = 10;

  private final WarehouseAddress address;
  private Connection connection;
  private boolean inTransaction;

  private Database(WarehouseAddress address, Connection connection) {
    this.address = address;
    this.connection = connection;
  }

  static Database open(WarehouseAddress address) {
    return new Database(address, connect(address));
  }

  /**
   * Opens a database beside a catalogue, for what is kept there of a warehouse and is none of its
   * own: a file of that name, or, on PostgreSQL, the schema of the catalogue itself.
   *
   * @param address of a warehouse that is there
   */
  public static Database beside(WarehouseAddress address, String file) {
    return open(
        address
            .catalogFile()
            .map(
                catalog ->
                    new WarehouseAddress(
                        address.folder(), "jdbc:sqlite:" + catalog.resolveSibling(file), ""))
            .orElse(address));
  }

  /**
   * A connection for whoever needs one of their own. Drivers are called by name: asking {@link
   * java.sql.DriverManager} would load the native library of every driver there is, and finds none
   * when a cluster loads our classes.
   */
  static Connection connect(WarehouseAddress address) {
    return address.isOnPostgres() ? PostgresCatalog.connect(address) : sqlite(address.database());
  }

  private static Connection sqlite(String url) {
    for (int attempt = 1; ; attempt++) {
      try {
        return JDBC.createConnection(url, sqlite());
      } catch (SQLException e) {
        // Turning a new database to WAL fails at once when two processes try it: no timeout helps.
        if ((e.getErrorCode() & 0xff) != SQLITE_BUSY || attempt == 100) {
          throw new WarehouseException("Cannot open " + url + ": " + reason(e), e);
        }
        pause();
      }
    }
  }

  /** The driver hides that its native library could not be loaded in the cause. */
  private static String reason(SQLException e) {
    Throwable cause = e.getCause();
    return e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }

  /** What SQLite needs to serve several processes. */
  private static Properties sqlite() {
    Properties properties = new Properties();
    properties.put("journal_mode", "WAL");
    properties.put("busy_timeout", "30000");
    properties.put("transaction_mode", "IMMEDIATE");
    return properties;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WarehouseException("Interrupted while the database was busy", e);
    }
  }

  /** One more connection to the same. */
  Connection another() {
    return connect(address);
  }

  /** Whether it is a file, and not a schema of a PostgreSQL. */
  public boolean isSqlite() {
    return !address.isOnPostgres();
  }

  /** What it may be called in a message. */
  String name() {
    return address.catalog();
  }

  /** Reads one row of a result. */
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Work that is done whole or not at all. */
  public interface Work<T> {
    T run() throws SQLException;
  }

  /** The connection, made anew when the server has ended it since it was last used. */
  private Connection ready() throws SQLException {
    if (!inTransaction && !isSqlite() && !connection.isValid(VALID_WITHIN_SECONDS)) {
      connection.close();
      connection = connect(address);
    }
    return connection;
  }

  public synchronized <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(reader.read(rows));
      }
      return list;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  public <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... values) {
    return list(sql, reader, values).stream().findFirst();
  }

  /** Returns how many rows were changed. */
  public synchronized int execute(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  public synchronized <T> T inTransaction(Work<T> work) {
    try {
      ready().setAutoCommit(false);
      inTransaction = true;
      T result;
      try {
        result = work.run();
        connection.commit();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(e);
        throw e;
      } finally {
        inTransaction = false;
      }
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Called in a transaction that only one at a time may go through. */
  void lockAgainstOthers() {
    if (!isSqlite()) {
      list("select pg_advisory_xact_lock(" + PostgresCatalog.LOCK + ")", row -> 1);
    }
  }

  private void rollBack(Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = ready().prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private WarehouseException failed(SQLException e) {
    return new WarehouseException("Cannot use the database " + name() + ": " + e.getMessage(), e);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
