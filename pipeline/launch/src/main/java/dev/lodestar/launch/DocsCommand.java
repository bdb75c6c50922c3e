package dev.lodestar.launch;

import dev.lodestar.docs.Results;
import dev.lodestar.docs.Site;
import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.spec.Domain;
import dev.lodestar.tables.Warehouse;
import dev.lodestar.tables.WarehouseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lodestar docs}: a domain as a static site. */
@Command(
    name = "docs",
    description = "Write a site about a domain: tables, columns, rules, lineage, last results",
    footer = {
      "",
      "The site is files that open from a disk, or from any server. Results of runs are in it",
      "when there is a warehouse.",
      "",
      "Exit code 0: done; 1: the domain has problems; 2: wrong usage."
    })
final class DocsCommand implements Callable<Integer> {
  @Mixin private DomainArguments arguments = new DomainArguments();

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description =
          "Where the site is written; docs/<domain> in the working directory unless given")
  private @Nullable Path to;

  @Option(
      names = "--language",
      paramLabel = "en|fr",
      description = "The language of the site; the first of the domain unless given")
  private @Nullable String language;

  @Override
  public Integer call() {
    return Checked.domain(arguments)
        .match(this::write, problems -> Problems.print(arguments.folder, problems));
  }

  private Integer write(Domain domain, DomainSql sql) {
    Path given = to;
    Path folder = given == null ? Path.of("docs", domain.name()) : given;
    Site site = Site.of(domain, sql.lineage(domain), results(domain), language(domain));
    try {
      site.write(folder);
    } catch (IOException e) {
      throw new UsageException("Cannot write the site to " + folder + ": " + e);
    }
    System.out.println(
        "Wrote " + site.files().size() + " files; open " + folder.resolve("index.html"));
    return Exit.OK;
  }

  private Results results(Domain domain) {
    WarehouseAddress address = arguments.warehouseOf(domain);
    if (!Warehouse.exists(address)) {
      return Results.NONE;
    }
    try (Warehouse warehouse = Warehouse.openExisting(address)) {
      return Results.of(warehouse);
    }
  }

  private String language(Domain domain) {
    String given = language;
    if (given == null) {
      return domain.languages().stream().filter(Site.LANGUAGES::contains).findFirst().orElse("en");
    }
    if (!Site.LANGUAGES.contains(given)) {
      throw new UsageException(
          "The site does not speak "
              + given
              + "; --language takes "
              + String.join(" or ", Site.LANGUAGES));
    }
    return given;
  }
}
