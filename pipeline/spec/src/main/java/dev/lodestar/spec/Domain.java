package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A data domain: the sources it reads, the models it builds from them with their tests, and the
 * values of its variables.
 *
 * @param variables every variable with its value, in the order of the names, as given by {@code
 *     domain.yaml} or overridden on the command line
 * @param schedule a cron expression in UTC, or empty
 * @param tests what models are to make of given rows
 */
public record Domain(
    Path folder,
    String name,
    Text title,
    Text description,
    List<String> languages,
    String schedule,
    Map<String, String> variables,
    List<Source> sources,
    List<Model> models,
    List<ModelTest> tests) {

  public Domain {
    languages = List.copyOf(languages);
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    sources = List.copyOf(sources);
    models = List.copyOf(models);
    tests = List.copyOf(tests);
  }

  /** The same domain with other models. */
  public Domain withModels(List<Model> others) {
    return new Domain(
        folder, name, title, description, languages, schedule, variables, sources, others, tests);
  }

  /**
   * Where a place in the text of a model stands in its file. Values of variables are longer or
   * shorter than their markers; a place inside a value is its marker's.
   */
  public Position inFile(Model model, int line, int column, int length) {
    Position asCounted = new Position(model.sqlFile(), line, column, length);
    return TextFile.show(model.sqlFile())
        .filter(file -> line <= file.lines())
        .map(file -> new Variables(variables, Set.of(), true).unfilled(file.line(line), asCounted))
        .orElse(asCounted);
  }
}
