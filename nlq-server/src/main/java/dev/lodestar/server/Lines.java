package dev.lodestar.server;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is typed, or stands in a script, one statement or question after another. */
interface Lines {
  /** There are none. */
  Lines NONE = () -> null;

  /** The next; null when there are no more. */
  @Nullable String next() throws IOException;

  /** Has what is running stopped when whoever waits for it wants that. */
  default void stoppable(Runnable stop) {}
}
