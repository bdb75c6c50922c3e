package dev.lodestar.server.query;

import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.files.HeldFiles;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables that are asked for again and again, in DuckDB's own storage, where they are read about
 * twice as fast as in Parquet.
 *
 * <p>A copy is of one snapshot, so it is never stale. It is made beside the queries, after the
 * second that reads the snapshot, and takes the place of copies of other snapshots of its table. It
 * is not made when the copies would be more than their bound together, unless there are some that
 * nobody has read for a while.
 */
final class HotTables implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotTables.class);
  private static final long A_WHILE_NANOS = Duration.ofMinutes(10).toNanos();

  private final LockedDuckDb duckDb;
  private final long bound;
  private final ExecutorService copier;

  /** Those read last stand last. */
  private final Map<Key, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<TableName, Long> askedOnce = new HashMap<>();
  private long lastName;
  private @Nullable Statement copying;

  private record Key(TableName table, long snapshot) {}

  private static final class Copy {
    private final String name;
    private long bytes;
    private boolean ready;
    private int readers;
    private long lastRead;

    Copy(String name, long bytes) {
      this.name = name;
      this.bytes = bytes;
    }
  }

  /**
   * For the tables of one engine.
   *
   * @param bound how many bytes their Parquet files may have together; 0 for no copies
   */
  HotTables(LockedDuckDb duckDb, long bound) {
    this.duckDb = duckDb;
    this.bound = bound;
    this.copier =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "lodestar-hot-tables");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What one query reads; it stays until that is closed. */
  final class Reading implements AutoCloseable {
    private final List<Copy> read = new ArrayList<>();

    /** The name of a table's copy, if there is one by now. */
    Optional<String> copyOf(CatalogTable.Stored table) {
      if (bound == 0 || !table.name().schema().equals(QueryEngine.DEFAULT_SCHEMA)) {
        return Optional.empty();
      }
      synchronized (HotTables.this) {
        Copy copy = copies.get(new Key(table.name(), table.snapshot()));
        if (copy == null) {
          ask(table);
          return Optional.empty();
        }
        copy.lastRead = System.nanoTime();
        if (!copy.ready) {
          return Optional.empty();
        }
        copy.readers++;
        read.add(copy);
        return Optional.of(copy.name);
      }
    }

    @Override
    public void close() {
      synchronized (HotTables.this) {
        read.forEach(copy -> copy.readers--);
        read.clear();
      }
    }
  }

  Reading reading() {
    return new Reading();
  }

  /** Called with the lock: has a copy made if this is the second time, and if there is room. */
  private void ask(CatalogTable.Stored table) {
    Long before = askedOnce.put(table.name(), table.snapshot());
    long bytes = table.files().get().stream().mapToLong(DataFile::bytes).sum();
    if (before == null || before != table.snapshot() || bytes > bound || copier.isShutdown()) {
      return;
    }
    List<String> dropped = makeRoom(table.name(), bytes);
    if (taken() + bytes <= bound) {
      lastName++;
      Copy copy = new Copy("hot.main." + DuckDbNames.name(table.name() + "#" + lastName), bytes);
      copy.lastRead = System.nanoTime();
      copies.put(new Key(table.name(), table.snapshot()), copy);
      copier.execute(() -> make(table, copy));
    }
    if (!dropped.isEmpty()) {
      copier.execute(() -> drop(dropped));
    }
  }

  private long taken() {
    return copies.values().stream().mapToLong(copy -> copy.bytes).sum();
  }

  /** Forgets copies that nobody reads: of this table, and as many others as are in the way. */
  private List<String> makeRoom(TableName table, long bytes) {
    List<String> dropped = new ArrayList<>();
    long now = System.nanoTime();
    long taken = taken();
    Iterator<Map.Entry<Key, Copy>> all = copies.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Copy> entry = all.next();
      Copy copy = entry.getValue();
      boolean superseded = entry.getKey().table().equals(table);
      boolean inTheWay = taken + bytes > bound && now - copy.lastRead > A_WHILE_NANOS;
      if (copy.ready && copy.readers == 0 && (superseded || inTheWay)) {
        all.remove();
        taken -= copy.bytes;
        dropped.add(copy.name);
      }
    }
    return dropped;
  }

  private void make(CatalogTable.Stored table, Copy copy) {
    try (HeldFiles held = new HeldFiles();
        DuckDBConnection connection = duckDb.connect();
        Statement statement = connection.createStatement()) {
      String rows = BoundConnection.rows(table, held);
      if (begin(statement)) {
        try {
          statement.execute("CREATE TABLE " + copy.name + " AS " + rows);
        } finally {
          end();
        }
        synchronized (this) {
          copy.ready = true;
        }
      }
    } catch (SQLException | IOException e) {
      synchronized (this) {
        copy.bytes = 0;
        if (!copier.isShutdown()) {
          // It stays known, so that this snapshot is not tried again.
          LOG.warn("Cannot copy {}, so its files are read", table.name(), e);
        }
      }
    }
  }

  private synchronized boolean begin(Statement statement) {
    copying = copier.isShutdown() ? null : statement;
    return copying != null;
  }

  private synchronized void end() {
    copying = null;
  }

  private void drop(List<String> names) {
    try (DuckDBConnection connection = duckDb.connect();
        Statement statement = connection.createStatement()) {
      for (String name : names) {
        statement.execute("DROP TABLE " + name);
      }
    } catch (SQLException e) {
      LOG.warn("Cannot drop {}", names, e);
    }
  }

  /** The copies there are. */
  synchronized List<String> names() {
    return copies.values().stream().filter(copy -> copy.ready).map(copy -> copy.name).toList();
  }

  /** Returns when every copy that was asked for has been made. */
  void settle() throws InterruptedException, ExecutionException {
    copier.submit(() -> {}).get();
  }

  @Override
  public void close() {
    try {
      synchronized (this) {
        copier.shutdownNow();
        if (copying != null) {
          copying.cancel();
        }
      }
      if (!copier.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("A table is still being copied");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot interrupt the copy of a table", e);
    }
  }
}
