package dev.lodestar.server.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Small results that were asked for last. Each is of one release as one kind of caller sees it, so
 * it is never stale and never shown to somebody else.
 */
final class KeptResults {
  /** One result may take this part of all that may be kept. */
  private static final int PART = 64;

  private final long most;

  /** Those asked for last stand last. */
  private final Map<Key, Result> results = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /** A statement of a catalogue, and the values of its parameters. */
  record Key(PlanCache.Key statement, List<@Nullable Object> values) {
    Key {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  private record Result(List<Chunk> chunks, long bytes) {}

  /**
   * For the results of one engine.
   *
   * @param most bytes that they may have together, as {@link Chunk#bytes} counts them
   */
  KeptResults(long most) {
    this.most = most;
  }

  synchronized Optional<List<Chunk>> find(Key key) {
    return Optional.ofNullable(results.get(key)).map(Result::chunks);
  }

  private synchronized void keep(Key key, Result result) {
    Result before = results.put(key, result);
    bytes += result.bytes() - (before == null ? 0 : before.bytes());
    Iterator<Result> oldest = results.values().iterator();
    while (bytes > most) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  /** Keeps the result of a query that runs, unless it turns out to be large. */
  RowSource keeping(Key key, Computation computed) {
    return most < PART ? computed : new Keeping(key, computed);
  }

  private final class Keeping implements RowSource {
    private final Key key;
    private final Computation computed;
    private final List<Chunk> chunks = new ArrayList<>();

    /** What is taken so far; a result without rows takes something, too. */
    private long taken;

    private boolean decided;

    Keeping(Key key, Computation computed) {
      this.key = key;
      this.computed = computed;
      this.taken = key.statement().sql().length();
    }

    @Override
    public @Nullable Chunk next() throws QueryFailed {
      ComputedChunk chunk = computed.next();
      if (decided) {
        return chunk;
      }
      if (chunk == null) {
        decided = true;
        keep(key, new Result(chunks, taken));
        return null;
      }
      Optional<Chunk> copy = chunk.copy(most / PART - taken);
      if (copy.isEmpty()) {
        decided = true;
        return chunk;
      }
      taken += copy.get().bytes();
      chunks.add(copy.get());
      return copy.get();
    }

    @Override
    public void close() throws QueryFailed {
      computed.close();
    }
  }
}
