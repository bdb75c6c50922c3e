package dev.lodestar.server;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
import dev.lodestar.tables.WarehouseAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a domain and its warehouse from what stands on the command line. */
final class DomainFolder {
  private DomainFolder() {}

  /** Opens the domain of a folder; its warehouse need not be there. */
  static ServedDomain open(
      Path folder,
      Map<String, String> variables,
      Optional<String> warehouse,
      Optional<String> catalog)
      throws UsageProblem {
    Domain domain = read(folder, variables);
    try {
      return new ServedDomain(
          domain, WarehouseAddress.of(domain.name(), warehouse, catalog, System.getenv()));
    } catch (IllegalArgumentException e) {
      UsageProblem problem = new UsageProblem(String.valueOf(e.getMessage()));
      problem.addSuppressed(e);
      throw problem;
    }
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
