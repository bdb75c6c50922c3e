package dev.lodestar.layers;

import dev.lodestar.spec.DatabaseTable;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to the databases that sources read. No address is ever part of a message. */
public final class Databases {
  private Databases() {}

  /** A connection that reads only. */
  public static Connection connect(DatabaseTable table) throws SQLException {
    String url = resolve(table.url(), "url");
    Properties properties = new Properties();
    if (!table.user().isEmpty()) {
      properties.put("user", resolve(table.user(), "user"));
    }
    if (!table.password().isEmpty()) {
      properties.put("password", resolve(table.password(), "password"));
    }
    Driver driver =
        url.startsWith("jdbc:postgresql:")
            ? new org.postgresql.Driver()
            : DriverManager.getDriver(url);
    Connection connection = driver.connect(url, properties);
    if (connection == null) {
      throw new SQLException("the URL is not one that its driver understands");
    }
    return connection;
  }

  private static String resolve(String text, String key) throws SQLException {
    try {
      return DatabaseTable.resolve(text, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new SQLException(key + ": " + e.getMessage(), e);
    }
  }

  /** A column's name as SQL reads it. */
  public static String quoted(String name) {
    return Sql.name(name);
  }
}
