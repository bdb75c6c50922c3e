package dev.lodestar.server.query;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where {@link Rows} come from. */
interface RowSource extends AutoCloseable {

  /** The next chunk, which has at least one row; null when there is none. */
  @Nullable Chunk next() throws QueryFailed;

  @Override
  void close() throws QueryFailed;

  /** Rows that are there already. */
  static RowSource of(List<Chunk> chunks) {
    Iterator<Chunk> left = chunks.iterator();
    return new RowSource() {
      @Override
      public @Nullable Chunk next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
