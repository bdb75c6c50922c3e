package dev.lodestar.server;

import dev.lodestar.server.catalog.ServedDomain;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.ProblemReport;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a domain and its warehouse from what stands on the command line. */
final class DomainFolder {
  private DomainFolder() {}

  /** Opens the domain of a folder; its warehouse need not be there. */
  static ServedDomain open(Path folder, Map<String, String> variables, Optional<String> warehouse)
      throws UsageProblem {
    Domain domain = read(folder, variables);
    Path place =
        warehouse.isPresent() ? path(warehouse.get()) : Path.of("warehouse").resolve(domain.name());
    return new ServedDomain(domain, place);
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

  private static Path path(String address) throws UsageProblem {
    if (!address.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
      return Path.of(address);
    }
    if (!address.startsWith("file:")) {
      throw new UsageProblem(
          "Cannot open the warehouse " + address + ": only local folders can be opened");
    }
    try {
      return Path.of(new URI(address));
    } catch (URISyntaxException | IllegalArgumentException e) {
      UsageProblem problem =
          new UsageProblem(
              "Not the address of a folder: " + address + "; write it like file:///data/warehouse");
      problem.addSuppressed(e);
      throw problem;
    }
  }
}
