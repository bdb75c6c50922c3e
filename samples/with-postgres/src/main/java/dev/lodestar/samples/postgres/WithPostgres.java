package dev.lodestar.samples.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Runs a command beside a PostgreSQL of its own, which a script has filled and whose URL is in a
 * variable of the command's environment: {@code WithPostgres SHOP_DB=shop.sql COMMAND…}
 */
public final class WithPostgres {
  private static final int USAGE = 2;

  private WithPostgres() {}

  public static void main(String[] args) throws IOException, SQLException, InterruptedException {
    String[] filled = args.length < 2 ? new String[0] : args[0].split("=", 2);
    if (filled.length < 2) {
      System.err.println("Usage: with-postgres VARIABLE=SCRIPT COMMAND…");
      System.exit(USAGE);
    }
    Path script = Path.of(filled[1]);
    if (!Files.isRegularFile(script)) {
      System.err.println("Cannot fill a database: there is no script " + script);
      System.exit(USAGE);
    }
    List<String> command = List.of(args).subList(1, args.length);
    System.exit(run(filled[0], script, new ProcessBuilder(command).inheritIO()));
  }

  /** The exit code of the command. */
  public static int run(String variable, Path script, ProcessBuilder command)
      throws IOException, SQLException, InterruptedException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      fill(url, script);
      command.environment().put(variable, url);
      return command.start().waitFor();
    }
  }

  private static void fill(String url, Path script) throws IOException, SQLException {
    // In the simple mode a script goes to the server as it is, statements and all.
    try (Connection connection = DriverManager.getConnection(url + "&preferQueryMode=simple");
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(script));
    } catch (SQLException e) {
      throw new SQLException("Cannot run " + script + ": " + e.getMessage(), e);
    }
  }
}
