package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.launch.Lodestar;
import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.server.http.HttpServer;
import dev.lodestar.server.query.EngineSettings;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.tables.WarehouseAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A domain whose data would like to be HTML, script and formulas, for tests of the page. It has run
 * twice: the second run had to stop.
 */
final class Market {
  static final Path FOLDER = Path.of("src/test/resources/dev/lodestar/samples/market");

  private Market() {}

  /** Makes the warehouse. */
  static void run(Path warehouse) {
    assertThat(run(warehouse, "first")).isZero();
    assertThat(run(warehouse, "second", "--var", "most-pieces=10"))
        .as("a run that has to stop")
        .isNotZero();
  }

  private static int run(Path warehouse, String id, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("run", FOLDER.toString(), "--warehouse", warehouse.toString(), "--run-id", id));
    arguments.addAll(List.of(more));
    return Lodestar.execute(arguments.toArray(String[]::new));
  }

  static ServedDomain served(Path domain, Path warehouse) {
    return DomainReader.readDomainFile(domain, Map.of())
        .match(
            good -> new ServedDomain(good, WarehouseAddress.of(warehouse)),
            problems -> {
              throw new AssertionError(problems);
            });
  }

  /** Serves what a run has made. */
  static HttpServer serve(Path warehouse) {
    return new HttpServer(List.of(served(FOLDER, warehouse)), EngineSettings.FOR_A_FEW_QUERIES)
        .start("127.0.0.1", 0);
  }
}
