package dev.lodestar.tables;

import java.sql.Connection;
import java.sql.DriverManager;
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
 * The one connection to the database that holds the catalogue of tables and the ledger of runs.
 *
 * <p>On SQLite, a transaction takes the right to write when it begins: one that began by reading
 * could otherwise fail half-way, because another process wrote in between.
 */
final class Database implements AutoCloseable {
  private static final int SQLITE_BUSY = 5;

  private final String url;
  private final Connection connection;

  private Database(String url, Connection connection) {
    this.url = url;
    this.connection = connection;
  }

  static Database open(String url) {
    return new Database(url, connect(url));
  }

  /**
   * A connection for whoever needs one of their own. SQLite's driver is called by name: asking
   * {@link DriverManager} would load the native library of every driver there is, and finds none
   * when a cluster loads our classes.
   */
  static Connection connect(String url) {
    for (int attempt = 1; ; attempt++) {
      try {
        return isSqlite(url)
            ? JDBC.createConnection(url, sqlite())
            : DriverManager.getConnection(url);
      } catch (SQLException e) {
        // Turning a new database to WAL fails at once when two processes try it: no timeout helps.
        if (!isSqlite(url) || (e.getErrorCode() & 0xff) != SQLITE_BUSY || attempt == 100) {
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

  static boolean isSqlite(String url) {
    return url.startsWith("jdbc:sqlite:");
  }

  String url() {
    return url;
  }

  /** Reads one row of a result. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Work that is done whole or not at all. */
  interface Work<T> {
    T run() throws SQLException;
  }

  synchronized <T> List<T> list(String sql, Reader<T> reader, @Nullable Object... values) {
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

  <T> Optional<T> first(String sql, Reader<T> reader, @Nullable Object... values) {
    return list(sql, reader, values).stream().findFirst();
  }

  /** Returns how many rows were changed. */
  synchronized int execute(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  synchronized <T> T inTransaction(Work<T> work) {
    try {
      connection.setAutoCommit(false);
      try {
        T result = work.run();
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(e);
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void rollBack(Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private WarehouseException failed(SQLException e) {
    return new WarehouseException("Cannot use the database " + url + ": " + e.getMessage(), e);
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
