package dev.lodestar.server.catalog;

import dev.lodestar.spec.Domain;
import dev.lodestar.tables.AsOf;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import dev.lodestar.tables.WarehouseAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A domain whose warehouse is read. The warehouse need not be there yet: it is looked for again
 * whenever it is asked for.
 */
public final class ServedDomain implements AutoCloseable {
  private static final int KEPT = 8;

  private final Domain domain;
  private final WarehouseAddress address;
  private @Nullable Warehouse warehouse;

  /** Of the releases that were read last. */
  private final Map<Release, Catalog> catalogs = new LastUsed<>(KEPT);

  /**
   * @param domain as its domain.yaml describes it
   * @param address where its warehouse is
   */
  public ServedDomain(Domain domain, WarehouseAddress address) {
    this.domain = domain;
    this.address = address;
  }

  public String name() {
    return domain.name();
  }

  /** What its domain.yaml says. */
  public Domain domain() {
    return domain;
  }

  /** Where its warehouse is. */
  public WarehouseAddress warehouse() {
    return address;
  }

  /** The tables as they are released now; empty while nothing was. */
  public synchronized Optional<Catalog> current() {
    return open().flatMap(opened -> opened.currentRelease().map(now -> catalog(opened, now)));
  }

  private Catalog catalog(Warehouse opened, Release release) {
    return catalogs.computeIfAbsent(release, of -> Catalog.of(opened, of, domain.folder()));
  }

  /**
   * Begins to read what {@link #current} gives, beside the caller's thread. What fails here fails
   * again, and is told, when it is asked for.
   */
  public void readAhead() {
    FutureTask<Optional<Catalog>> reading = new FutureTask<>(this::current);
    Thread thread = new Thread(reading, "lodestar-catalogue");
    thread.setDaemon(true);
    thread.start();
  }

  /** The tables as of a release, a snapshot, a run, or a moment in UTC. */
  public synchronized Catalog asOf(String text) {
    Warehouse opened = open().orElseGet(() -> Warehouse.openExisting(address));
    return catalog(opened, new AsOf(opened.releases()).find(text));
  }

  /** Its warehouse, as soon as it is there; it is closed with this domain. */
  public synchronized Optional<Warehouse> opened() {
    return open();
  }

  private Optional<Warehouse> open() {
    Warehouse opened = warehouse;
    if (opened == null && Warehouse.exists(address)) {
      opened = Warehouse.openExisting(address);
      warehouse = opened;
    }
    return Optional.ofNullable(opened);
  }

  @Override
  public synchronized void close() {
    Warehouse opened = warehouse;
    if (opened != null) {
      opened.close();
      warehouse = null;
    }
  }
}
