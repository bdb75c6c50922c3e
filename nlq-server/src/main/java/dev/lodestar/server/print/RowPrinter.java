package dev.lodestar.server.print;

import dev.lodestar.server.query.RowSink;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in one of the forms. Nothing is written before the first row or the end, so that a
 * query that fails leaves no half of a document behind.
 */
public abstract class RowPrinter implements RowSink {
  private boolean begun;

  @Override
  public final void row(List<@Nullable Object> cells) throws IOException {
    beginOnce();
    write(cells);
  }

  /** Completes the document; to be called when all rows were handed over. */
  public final void end() throws IOException {
    beginOnce();
    finish();
  }

  private void beginOnce() throws IOException {
    if (!begun) {
      begun = true;
      begin();
    }
  }

  abstract void begin() throws IOException;

  abstract void write(List<@Nullable Object> cells) throws IOException;

  abstract void finish() throws IOException;
}
