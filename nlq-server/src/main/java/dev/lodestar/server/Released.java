package dev.lodestar.server;

import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.ServedDomain;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Finds the release that a command is about. */
final class Released {
  private Released() {}

  /** The current release, or an earlier one, which is said. */
  static Catalog catalog(ServedDomain domain, Optional<String> asOf, Path folder, Terminal terminal)
      throws CannotServe {
    if (asOf.isPresent()) {
      Catalog catalog = domain.asOf(asOf.get());
      terminal
          .err()
          .println(
              "As of release "
                  + catalog.release().id()
                  + " of "
                  + Instant.ofEpochMilli(catalog.release().releasedMillis())
                  + " (run "
                  + catalog.release().runId()
                  + ")");
      return catalog;
    }
    return domain
        .current()
        .orElseThrow(
            () ->
                new CannotServe(
                    "The domain "
                        + domain.name()
                        + " has released nothing to "
                        + domain.warehouse()
                        + "; run it first: lodestar run "
                        + folder,
                    null));
  }
}
