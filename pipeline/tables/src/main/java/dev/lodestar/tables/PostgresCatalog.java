package dev.lodestar.tables;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** What PostgreSQL needs to keep catalogues, one to a schema. */
final class PostgresCatalog {
  /** Whoever prepares tables has this lock, whose number is nobody else's. */
  static final long LOCK = 0x4c6f64657374L;

  private PostgresCatalog() {}

  /** Whether the schema is there. */
  static boolean exists(WarehouseAddress address) {
    try (Connection connection = open(address);
        Statement statement = connection.createStatement()) {
      return exists(statement, address.schema());
    } catch (SQLException e) {
      throw new WarehouseException("Cannot open " + address.catalog() + ": " + e.getMessage(), e);
    }
  }

  private static boolean exists(Statement statement, String schema) throws SQLException {
    return statement
        .executeQuery("select 1 from pg_namespace where nspname = '" + schema + "'")
        .next();
  }

  /** A connection to the schema, which is made when there is none. */
  static Connection connect(WarehouseAddress address) {
    try {
      Connection connection = open(address);
      use(connection, address.schema());
      return connection;
    } catch (SQLException e) {
      throw new WarehouseException("Cannot open " + address.catalog() + ": " + e.getMessage(), e);
    }
  }

  private static Connection open(WarehouseAddress address) throws SQLException {
    Properties properties = new Properties();
    properties.put("ApplicationName", "lodestar");
    properties.put("connectTimeout", "10");
    properties.put("socketTimeout", "60");
    properties.put("tcpKeepAlive", "true");
    Connection connection = driver().connect(address.database(), properties);
    if (connection == null) {
      throw new SQLException("it is not written like jdbc:postgresql://HOST/DATABASE");
    }
    return connection;
  }

  /** The driver is there when the program runs; to compile against it needs jars of more. */
  private static Driver driver() {
    try {
      return (Driver) Class.forName("org.postgresql.Driver").getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("PostgreSQL's driver is not on the class path", e);
    }
  }

  /** Makes the schema when there is none; any number of processes may try at once. */
  private static void use(Connection connection, String schema) throws SQLException {
    String quoted = "\"" + schema + "\"";
    try (Statement statement = connection.createStatement()) {
      statement.execute("set search_path to " + quoted);
      connection.setAutoCommit(false);
      if (!exists(statement, schema)) {
        statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        statement.execute("create schema if not exists " + quoted);
      }
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** The time of the server. */
  static long clock(Database database) {
    return database
        .first(
            "select (extract(epoch from clock_timestamp()) * 1000)::bigint", row -> row.getLong(1))
        .orElseThrow(() -> new IllegalStateException("A SELECT without FROM has one row"));
  }
}
