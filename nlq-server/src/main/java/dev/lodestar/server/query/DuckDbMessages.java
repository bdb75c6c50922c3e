package dev.lodestar.server.query;

import java.sql.SQLException;

/** What DuckDB says of a failure, without the text of the SQL that it was given. */
final class DuckDbMessages {
  private DuckDbMessages() {}

  static String plain(SQLException failure) {
    String message = failure.getMessage();
    if (message == null) {
      return "The query failed: " + failure;
    }
    String said = message.replaceFirst("^java\\.sql\\.[A-Za-z]+: ", "");
    int sqlBelow = said.indexOf("\n\nLINE ");
    return "The query failed: " + (sqlBelow < 0 ? said : said.substring(0, sqlBelow)).strip();
  }
}
