package dev.lodestar.samples.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command finds a database that a script has filled, and leaves none behind. */
class WithPostgresTest {
  @TempDir Path folder;

  /** What the command is: it reads the database and tells a file. */
  static final class Reader {
    public static void main(String[] args) throws Exception {
      String url = System.getenv("SHOP_DB");
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT string_agg(name, ', ') FROM fruit")) {
        row.next();
        Files.writeString(Path.of(args[0]), url + "\n" + row.getString(1));
      }
      System.exit(7);
    }
  }

  @Test
  void aCommandReadsWhatTheScriptHasMade() throws Exception {
    Path script = folder.resolve("shop.sql");
    Path told = folder.resolve("told.txt");
    Files.writeString(
        script,
        """
        -- A comment; with a semicolon
        CREATE TABLE fruit (name text);
        INSERT INTO fruit VALUES ('d''Anjou; pear');
        INSERT INTO fruit VALUES ('fig');
        """);

    int exit =
        WithPostgres.run(
            "SHOP_DB",
            script,
            new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                told.toString()));

    assertThat(exit).isEqualTo(7);
    List<String> lines = Files.readAllLines(told);
    assertThat(lines.get(1)).isEqualTo("d'Anjou; pear, fig");
    assertThatThrownBy(() -> DriverManager.getConnection(lines.get(0)))
        .isInstanceOf(SQLException.class);
  }
}
