package dev.lodestar.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * Everything that is wrong with it, in the order of files and lines.
     *
     * @param draft the domain with what could be read, when only the YAML of models is at fault:
     *     its SQL can be looked through as well, to find all problems at once
     */
    record Bad(List<Problem> problems, Optional<Domain> draft) implements Outcome {
      public Bad {
        problems = List.copyOf(problems);
      }

      Bad(List<Problem> problems) {
        this(problems, Optional.empty());
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
    return read(folder, overrides, problems);
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
        ? new Outcome.Good(file.domain(List.of(), List.of(), List.of()))
        : new Outcome.Bad(problems.inOrder(folder));
  }

  private static Outcome read(Path folder, Map<String, String> overrides, Problems problems) {
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
    Map<LayerFile, String> selects = new LinkedHashMap<>();
    tables.stream()
        .filter(table -> table.layer() != Layer.BRONZE)
        .forEach(table -> selects.put(table, ModelFile.sql(table, setting).orElse("")));
    boolean onlyYamlOfModelsIsLeft = problems.isEmpty();
    List<Model> models = new ArrayList<>();
    selects.forEach((table, sql) -> models.add(ModelFile.read(table, sql, known, setting)));
    List<ModelTest> tests = TestFiles.read(folder, known, setting);
    Domain domain = file.domain(sources, models, tests);
    if (problems.isEmpty()) {
      return new Outcome.Good(domain);
    }
    return new Outcome.Bad(
        problems.inOrder(folder), onlyYamlOfModelsIsLeft ? Optional.of(domain) : Optional.empty());
  }
}
