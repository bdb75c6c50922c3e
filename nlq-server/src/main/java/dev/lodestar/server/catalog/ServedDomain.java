package dev.lodestar.server.catalog;

import dev.lodestar.spec.Domain;
import dev.lodestar.tables.AsOf;
import dev.lodestar.tables.Release;
import dev.lodestar.tables.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A domain whose warehouse is read. The warehouse need not be there yet: it is looked for again
 * whenever it is asked for.
 */
public final class ServedDomain implements AutoCloseable {
  private final Domain domain;
  private final Path folder;
  private @Nullable Warehouse warehouse;
  private @Nullable Catalog latest;

  /**
   * @param domain as its domain.yaml describes it
   * @param folder its warehouse
   */
  public ServedDomain(Domain domain, Path folder) {
    this.domain = domain;
    this.folder = folder.toAbsolutePath().normalize();
  }

  public String name() {
    return domain.name();
  }

  /** What its domain.yaml says. */
  public Domain domain() {
    return domain;
  }

  /** The folder of its warehouse. */
  public Path warehouse() {
    return folder;
  }

  /** The tables as they are released now; empty while nothing was. */
  public synchronized Optional<Catalog> current() {
    Optional<Release> release = open().flatMap(Warehouse::currentRelease);
    if (release.isEmpty()) {
      return Optional.empty();
    }
    Catalog known = latest;
    if (known == null || !known.release().equals(release.get())) {
      known = Catalog.of(open().orElseThrow(), release.get(), domain.folder());
      latest = known;
    }
    return Optional.of(known);
  }

  /** The tables as of a release, a snapshot, a run, or a moment in UTC. */
  public synchronized Catalog asOf(String text) {
    Warehouse opened = open().orElseGet(() -> Warehouse.openExisting(folder));
    Release release = new AsOf(opened.releases()).find(text);
    Catalog known = latest;
    return known != null && known.release().equals(release)
        ? known
        : Catalog.of(opened, release, domain.folder());
  }

  private Optional<Warehouse> open() {
    Warehouse opened = warehouse;
    if (opened == null && Files.exists(folder.resolve(Warehouse.DATABASE))) {
      opened = Warehouse.openExisting(folder);
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
