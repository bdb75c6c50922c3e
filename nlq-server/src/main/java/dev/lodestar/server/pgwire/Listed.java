package dev.lodestar.server.pgwire;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are in memory. */
final class Listed implements Answer {
  private final String word;
  private final List<List<@Nullable Object>> rows;
  private int next;

  Listed(String word, List<List<@Nullable Object>> rows) {
    this.word = word;
    this.rows = rows;
  }

  @Override
  public boolean send(RowWriter to, long most) throws PgError, IOException {
    for (long sent = 0; next < rows.size(); sent++) {
      if (most > 0 && sent == most) {
        return false;
      }
      to.row(rows.get(next++));
    }
    return true;
  }

  @Override
  public String tag() {
    return word.equals("SELECT") ? "SELECT " + rows.size() : word;
  }
}
