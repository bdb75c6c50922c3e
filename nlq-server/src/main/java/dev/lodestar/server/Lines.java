package dev.lodestar.server;

import dev.lodestar.server.query.Query;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is typed, or stands in a script, one statement or question after another. */
interface Lines {
  /** There are none. */
  Lines NONE = () -> null;

  /** The next; null when there are no more. */
  @Nullable String next() throws IOException;

  /** Has a query stopped when whoever waits for it wants that. */
  default void stoppable(Query query) {}
}
