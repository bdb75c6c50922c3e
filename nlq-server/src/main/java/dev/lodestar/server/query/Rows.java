package dev.lodestar.server.query;

import dev.lodestar.spec.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query that was begun, a chunk at a time. They are computed as they are asked for,
 * so whoever reads slowly, or not to the end, makes nobody hold more than a few chunks.
 */
public final class Rows implements AutoCloseable {
  private final List<Column> columns;
  private final QueryLimits limits;
  private final RowSource source;
  private final Stop stop;
  private @Nullable Chunk last;
  private long handedOver;
  private long bytes;

  Rows(List<Column> columns, QueryLimits limits, RowSource source, Stop stop) {
    this.columns = columns;
    this.limits = limits;
    this.source = source;
    this.stop = stop;
  }

  /** Names and types of the rows. */
  public List<Column> columns() {
    return columns;
  }

  /** The next chunk, which has at least one row; null when there is none. */
  public @Nullable Chunk next() throws QueryFailed {
    stop.refuse();
    Chunk chunk = source.next();
    // Of the chunk before it is known by now what was read of it.
    Chunk before = last;
    bytes += before == null ? 0 : before.bytes();
    handedOver += chunk == null ? 0 : chunk.rows();
    last = chunk;
    limits.check(handedOver, bytes);
    return chunk;
  }

  /** Gives everything back; what was not read is never computed. */
  @Override
  public void close() throws QueryFailed {
    stop.end();
    source.close();
  }
}
