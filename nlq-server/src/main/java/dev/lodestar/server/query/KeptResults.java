package dev.lodestar.server.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Small results that were asked for last, and those that are being computed. Each is of one release
 * as one kind of caller sees it, so it is never stale and never shown to somebody else.
 *
 * <p>Whoever asks for what another computes waits for it and is given the same rows. That takes
 * until it is known whether the result is small, and never for a client to read: its first rows are
 * computed before any is handed over. Of a large one everybody computes their own, since the rows
 * of one reader would have to be held for another who is slower; that it is large stays known. When
 * whoever computes is stopped, by a cancel or by the end of their time, one of those who wait
 * begins again.
 */
final class KeptResults {
  /** One result may take this part of all that may be kept. */
  private static final int PART = 64;

  /** What a result takes beside its rows and texts. */
  private static final int KNOWN_BYTES = 500;

  private final long most;

  /** Those asked for last stand last. */
  private final Map<Key, Result> results = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Key, Making> making = new HashMap<>();
  private long bytes;

  /** A statement of a catalogue, and the values of its parameters. */
  record Key(PlanCache.Key statement, List<@Nullable Object> values) {
    Key {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** What it takes to know it. */
    long bytes() {
      long texts = statement.sql().length();
      for (Object value : values) {
        texts += value instanceof String text ? text.length() : 0;
      }
      return KNOWN_BYTES + texts;
    }
  }

  /** What is known of a result: its rows, or nothing but that it is large. */
  private record Result(Optional<List<Chunk>> chunks, long bytes) {}

  /** A query that has its turn, so that it may begin at once. */
  interface Ready extends RowSource {

    void begin() throws QueryFailed;

    /** Gives its turn back; from here on it takes one for every chunk. */
    void endTurn();
  }

  /** Waits until a query is ready. */
  interface Maker {
    Ready ready() throws QueryFailed;
  }

  /**
   * For the results of one engine.
   *
   * @param most bytes that they may have together, as {@link Chunk#bytes} counts them
   */
  KeptResults(long most) {
    this.most = most;
  }

  /** The rows of a statement: those that are kept, those that another computes, or its own. */
  RowSource rows(Key key, Stop stop, Maker maker) throws QueryFailed {
    // One whose very question is large is not worth its place.
    while (key.bytes() <= most / PART) {
      Optional<Result> known = find(key);
      if (known.isPresent() && known.get().chunks().isEmpty()) {
        break;
      }
      Optional<List<Chunk>> there = known.flatMap(Result::chunks);
      if (there.isPresent()) {
        return RowSource.of(there.get());
      }
      Optional<Making> others = others(key);
      if (others.isPresent()) {
        there = others.get().await(stop);
        if (there.isPresent()) {
          return RowSource.of(there.get());
        }
      } else {
        Optional<RowSource> own = make(key, maker);
        if (own.isPresent()) {
          return own.get();
        }
      }
    }
    return unshared(maker);
  }

  /** Computes a result for nobody else. */
  static RowSource unshared(Maker maker) throws QueryFailed {
    Ready ready = maker.ready();
    boolean begun = false;
    try {
      ready.begin();
      begun = true;
      return ready;
    } finally {
      ready.endTurn();
      if (!begun) {
        ready.close();
      }
    }
  }

  /** Computes a result for all who want it; empty when another was faster. */
  private Optional<RowSource> make(Key key, Maker maker) throws QueryFailed {
    // Others who want the same may wait for their turns now, too. Whoever comes first computes, so
    // that nobody waits for the turn of a caller who has many statements before this one.
    Ready ready = maker.ready();
    boolean goesOn = false;
    try {
      Making mine = new Making();
      if (!begin(key, mine)) {
        return Optional.empty();
      }
      RowSource rows = compute(key, mine, ready);
      goesOn = rows instanceof Rest;
      return Optional.of(rows);
    } finally {
      ready.endTurn();
      if (!goesOn) {
        ready.close();
      }
    }
  }

  private RowSource compute(Key key, Making mine, Ready ready) throws QueryFailed {
    try {
      ready.begin();
      Deque<Chunk> first = new ArrayDeque<>();
      long taken = key.bytes();
      for (Chunk chunk = ready.next(); chunk != null; chunk = ready.next()) {
        Optional<Chunk> copy = chunk.copy(most / PART - taken);
        first.add(copy.orElse(chunk));
        if (copy.isEmpty()) {
          keep(key, new Result(Optional.empty(), key.bytes()));
          return new Rest(first, ready);
        }
        taken += chunk.bytes();
      }
      List<Chunk> chunks = List.copyOf(first);
      keep(key, new Result(Optional.of(chunks), taken));
      mine.made(chunks);
      return RowSource.of(chunks);
    } catch (QueryFailed e) {
      if (e.reason() == QueryFailed.Reason.ERROR) {
        mine.failed(e);
      }
      throw e;
    } finally {
      end(key);
      mine.givenUp();
    }
  }

  private synchronized Optional<Result> find(Key key) {
    return Optional.ofNullable(results.get(key));
  }

  private synchronized Optional<Making> others(Key key) {
    return Optional.ofNullable(making.get(key));
  }

  /** False when another has begun it. */
  private synchronized boolean begin(Key key, Making mine) {
    return !results.containsKey(key) && making.putIfAbsent(key, mine) == null;
  }

  private synchronized void end(Key key) {
    making.remove(key);
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

  /** How many results are being computed. */
  synchronized int making() {
    return making.size();
  }

  /** How many wait now for what others compute. */
  synchronized int waiting() {
    return making.values().stream().mapToInt(Making::waiting).sum();
  }

  /** A large result, of which the first rows were computed to learn that. */
  private record Rest(Deque<Chunk> first, Ready computed) implements RowSource {
    @Override
    public @Nullable Chunk next() throws QueryFailed {
      return first.isEmpty() ? computed.next() : first.poll();
    }

    @Override
    public void close() throws QueryFailed {
      computed.close();
    }
  }
}
