package dev.lodestar.semantic.exchange;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.TextFile;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.SemanticModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** An Ossie model over the gold tables that stand for those of its datasets. */
final class OssieTables {
  private final SemanticModel model;
  private final Map<String, TableName> mapped;

  /**
   * Begins one.
   *
   * @param mapped gold tables by the sources that the model names
   */
  OssieTables(SemanticModel model, Map<String, TableName> mapped) {
    this.model = model;
    this.mapped = mapped;
  }

  /** What was said of tables that the model does not read. */
  List<Problem> unused(TextFile file) {
    Set<String> sources =
        model.datasets().stream().map(d -> d.source().name()).collect(Collectors.toSet());
    return new TreeSet<>(mapped.keySet())
        .stream()
            .filter(foreign -> !sources.contains(foreign))
            .map(
                foreign ->
                    new Problem(
                        new Position(file.path(), 1, 1, 1),
                        "no dataset of " + model.name() + " reads the table \"" + foreign + "\"",
                        "the sources are "
                            + sources.stream().sorted().collect(Collectors.joining(", "))))
            .toList();
  }

  SemanticModel model() {
    return mapped.isEmpty()
        ? model
        : new SemanticModel(
            model.name(),
            model.description(),
            model.ai(),
            model.datasets().stream().map(this::over).toList(),
            model.relationships(),
            model.metrics(),
            model.others(),
            model.naming(),
            model.calendar(),
            model.currency(),
            model.defaultMetric(),
            model.filters(),
            model.verified(),
            model.samples(),
            model.at());
  }

  private Dataset over(Dataset dataset) {
    Optional<TableName> table = Optional.ofNullable(mapped.get(dataset.source().name()));
    return new Dataset(
        dataset.name(),
        table
            .map(name -> new ColumnName(name.toString(), dataset.source().at()))
            .orElse(dataset.source()),
        dataset.primaryKey(),
        dataset.uniqueKeys(),
        dataset.description(),
        dataset.ai(),
        dataset.fields(),
        dataset.others(),
        dataset.naming(),
        dataset.grain(),
        dataset.time(),
        dataset.shownAs(),
        dataset.countedBy(),
        dataset.at());
  }
}
