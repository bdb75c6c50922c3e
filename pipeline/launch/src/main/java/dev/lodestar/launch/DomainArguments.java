package dev.lodestar.launch;

import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
          "Where the tables are kept; warehouse/<domain> in the working directory unless given")
  @Nullable Path warehouse;

  /** What domain.yaml says alone, for commands that only look at what was built. */
  DomainReader.Outcome domainFile() {
    return DomainReader.readDomainFile(folder.toAbsolutePath().normalize(), variables);
  }

  /** The arguments with which another command finds the same tables. */
  String sameTables() {
    return folder + (warehouse == null ? "" : " --warehouse=" + warehouse);
  }

  Path warehouseOf(Domain domain) {
    Path given = warehouse;
    return (given == null ? Path.of("warehouse", domain.name()) : given)
        .toAbsolutePath()
        .normalize();
  }
}
