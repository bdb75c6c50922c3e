package dev.lodestar.server;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
import dev.lodestar.tables.WarehouseAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a domain's tables are, and what its variables are worth, as the command line tells. */
final class DomainOptions {
  @Option(
      names = "--warehouse",
      paramLabel = "URI",
      description = "The domain's warehouse, if it is not warehouse/NAME.")
  @Nullable String warehouse;

  @Option(
      names = "--catalog",
      paramLabel = "CATALOG",
      description =
          "The warehouse's database, jdbc:postgresql://HOST/DATABASE or a folder, if it is not in the"
              + " warehouse.")
  @Nullable String catalog;

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "Another value for a variable of the domain; $${NAME} stands for it.")
  Map<String, String> variables = new LinkedHashMap<>();

  /** Opens the domain of a folder; its warehouse need not be there. */
  ServedDomain open(Path folder) throws UsageProblem {
    Domain domain = read(folder, variables);
    try {
      return new ServedDomain(
          domain,
          WarehouseAddress.of(
              domain.name(),
              Optional.ofNullable(warehouse),
              Optional.ofNullable(catalog),
              System.getenv()));
    } catch (IllegalArgumentException e) {
      UsageProblem problem = new UsageProblem(String.valueOf(e.getMessage()));
      problem.addSuppressed(e);
      throw problem;
    }
  }

  /** The same options as words, for a command that is to find the same tables. */
  List<String> arguments() {
    List<String> words = new ArrayList<>();
    if (warehouse != null) {
      words.add("--warehouse=" + warehouse);
    }
    if (catalog != null) {
      words.add("--catalog=" + catalog);
    }
    variables.forEach((name, value) -> words.add("--var=" + name + "=" + value));
    return words;
  }

  private static Domain read(Path folder, Map<String, String> variables) throws UsageProblem {
    DomainReader.Outcome outcome = DomainReader.readDomainFile(folder, variables);
    List<Problem> problems = outcome.match(good -> List.of(), bad -> bad);
    if (!problems.isEmpty()) {
      throw new UsageProblem(ProblemReport.text(problems, Path.of("")).stripTrailing());
    }
    return outcome
        .match(Optional::of, bad -> Optional.<Domain>empty())
        .orElseThrow(() -> new IllegalStateException("Neither a domain nor a problem: " + folder));
  }
}
