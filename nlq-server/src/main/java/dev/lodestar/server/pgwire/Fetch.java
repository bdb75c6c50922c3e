package dev.lodestar.server.pgwire;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the next rows of a cursor. */
record Fetch(Session session, String cursor, long rows) implements Statement {

  private Portal portal() throws PgError {
    return session
        .named()
        .find(cursor)
        .orElseThrow(() -> PgError.of("34000", "cursor \"" + cursor + "\" does not exist"));
  }

  @Override
  public Optional<List<Field>> fields() throws PgError {
    return portal().statement().fields();
  }

  @Override
  public Answer run(List<@Nullable Object> values) throws PgError {
    Portal portal = portal();
    return new Answer() {
      private long sent;

      @Override
      public boolean send(RowWriter to, long most) throws PgError, IOException {
        long before = portal.sent();
        portal.send(to, rows);
        sent = portal.sent() - before;
        return true;
      }

      @Override
      public void cancel() {
        portal.cancel();
      }

      @Override
      public String tag() {
        return "FETCH " + sent;
      }
    };
  }
}
