package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Text;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked of a domain: facts and dimensions, how they hang together, measures, and the
 * words for all of them.
 *
 * @param filters conditions that have a name
 * @param verified questions whose answers somebody has made sure of
 * @param samples questions to show to people who have none yet, by language
 * @param defaultMetric what "how much" means when nothing else is said
 */
public record SemanticModel(
    String name,
    Optional<String> description,
    AiContext ai,
    List<Dataset> datasets,
    List<Relationship> relationships,
    List<Metric> metrics,
    List<Extension> others,
    Naming naming,
    Calendar calendar,
    String currency,
    Optional<ColumnName> defaultMetric,
    List<NamedFilter> filters,
    List<VerifiedQuery> verified,
    Wordings samples,
    Position at) {

  public SemanticModel {
    datasets = List.copyOf(datasets);
    relationships = List.copyOf(relationships);
    metrics = List.copyOf(metrics);
    others = List.copyOf(others);
    filters = List.copyOf(filters);
    verified = List.copyOf(verified);
  }

  /**
   * That of a domain that says nothing; what is asked in SQL needs no more.
   *
   * @param at where it would stand
   */
  public static SemanticModel silent(Domain domain, Position at) {
    return new SemanticModel(
        domain.name(),
        Optional.empty(),
        AiContext.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Naming(domain.title(), Wordings.NONE, Text.NONE, false),
        Calendar.USUAL,
        "",
        Optional.empty(),
        List.of(),
        List.of(),
        Wordings.NONE,
        at);
  }

  public Optional<Dataset> dataset(String dataset) {
    return datasets.stream().filter(d -> d.name().equals(dataset)).findFirst();
  }

  public Optional<Metric> metric(String metric) {
    return metrics.stream().filter(m -> m.name().equals(metric)).findFirst();
  }

  public Optional<NamedFilter> filter(String filter) {
    return filters.stream().filter(f -> f.name().equals(filter)).findFirst();
  }
}
