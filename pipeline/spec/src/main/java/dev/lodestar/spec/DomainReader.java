package dev.lodestar.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the folder of a domain. */
public final class DomainReader {

  private DomainReader() {}

  /** What came of reading a domain. */
  public sealed interface Outcome {

    /** The domain holds together, as far as can be told without understanding its SQL. */
    record Good(Domain domain) implements Outcome {
      @Override
      public <T> T match(Function<Domain, T> good, Function<List<Problem>, T> bad) {
        return good.apply(domain);
      }
    }

    /** Everything that is wrong with it, in the order of files and lines. */
    record Bad(List<Problem> problems) implements Outcome {
      public Bad {
        problems = List.copyOf(problems);
      }

      @Override
      public <T> T match(Function<Domain, T> good, Function<List<Problem>, T> bad) {
        return bad.apply(problems);
      }
    }

    <T> T match(Function<Domain, T> good, Function<List<Problem>, T> bad);
  }

  /**
   * Reads a folder; {@code overrides} replace values of variables that {@code domain.yaml}
   * declares.
   */
  public static Outcome read(Path domainFolder, Map<String, String> overrides) {
    Path folder = domainFolder.toAbsolutePath().normalize();
    Problems problems = new Problems();
    if (!Files.isDirectory(folder)) {
      problems.add(
          Position.startOf(folder),
          Files.exists(folder) ? "not a folder" : "no such folder",
          "name the folder that holds the domain's " + DomainFile.FILE_NAME);
      return new Outcome.Bad(problems.inOrder(folder));
    }
    Domain domain = read(folder, overrides, problems);
    return problems.isEmpty()
        ? new Outcome.Good(domain)
        : new Outcome.Bad(problems.inOrder(folder));
  }

  /**
   * Reads what {@code domain.yaml} alone says, for those who only look at what the domain has
   * built: the domain comes without its tables, and a mistake in one of them is no hindrance.
   */
  public static Outcome readDomainFile(Path domainFolder, Map<String, String> overrides) {
    Path folder = domainFolder.toAbsolutePath().normalize();
    Problems problems = new Problems();
    DomainFile file = DomainFile.read(folder, overrides, problems);
    return problems.isEmpty()
        ? new Outcome.Good(file.domain(folder, List.of(), List.of()))
        : new Outcome.Bad(problems.inOrder(folder));
  }

  private static Domain read(Path folder, Map<String, String> overrides, Problems problems) {
    DomainFile file = DomainFile.read(folder, overrides, problems);
    Section.Setting setting = new Section.Setting(problems, file.variables(), file.languages());
    List<LayerFile> tables =
        Stream.of(Layer.values())
            .flatMap(layer -> LayerFolder.tables(folder, layer, problems).stream())
            .toList();
    if (tables.isEmpty() && problems.isEmpty()) {
      problems.add(
          Position.startOf(folder.resolve(DomainFile.FILE_NAME)),
          "a domain without tables",
          "describe a source in bronze/NAME.yaml, or write a model in silver/NAME.sql");
    }
    List<Source> sources =
        tables.stream()
            .filter(table -> table.layer() == Layer.BRONZE)
            .flatMap(table -> SourceFile.read(table, file, setting).stream())
            .toList();
    KnownTables known = new KnownTables(tables, sources);
    List<Model> models =
        tables.stream()
            .filter(table -> table.layer() != Layer.BRONZE)
            .flatMap(table -> ModelFile.read(table, known, setting).stream())
            .toList();
    return file.domain(folder, sources, models);
  }
}
