package dev.lodestar.launch;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.tables.WarehouseAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command takes to find a domain and its warehouse. */
final class DomainArguments {
  @Parameters(index = "0", paramLabel = "DOMAIN", description = "The folder of the domain")
  Path folder = Path.of(".");

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "Give a variable of domain.yaml another value; may be repeated")
  Map<String, String> variables = new LinkedHashMap<>();

  @Option(
      names = "--warehouse",
      paramLabel = "FOLDER",
      description =
          "Where the tables are kept, a folder or s3://BUCKET/FOLDER; warehouse/<domain> in the"
              + " working directory unless given")
  @Nullable String warehouse;

  @Option(
      names = "--catalog",
      paramLabel = "CATALOG",
      description =
          "The database of the warehouse, jdbc:postgresql://HOST/DATABASE or a folder; in the"
              + " warehouse unless given")
  @Nullable String catalog;

  /** What domain.yaml says alone, for commands that only look at what was built. */
  DomainReader.Outcome domainFile() {
    return DomainReader.readDomainFile(folder.toAbsolutePath().normalize(), variables);
  }

  /** The arguments with which another command finds the same tables. */
  String sameTables() {
    // An address of a database may hold a password.
    return folder
        + (warehouse == null ? "" : " --warehouse=" + warehouse)
        + (catalog == null ? "" : " --catalog=" + catalog.replaceFirst("[?].*", "?…"));
  }

  WarehouseAddress warehouseOf(Domain domain) {
    try {
      return WarehouseAddress.of(
          domain.name(),
          Optional.ofNullable(warehouse),
          Optional.ofNullable(catalog),
          System.getenv());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
