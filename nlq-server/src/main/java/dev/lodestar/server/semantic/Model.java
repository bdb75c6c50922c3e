package dev.lodestar.server.semantic;

import java.time.DayOfWeek;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be asked of a domain.
 *
 * @param defaultMetric what "how much" means when nothing else is said
 * @param fiscalStart the first month of the fiscal year
 */
public record Model(
    String name,
    List<Dataset> datasets,
    List<Relationship> relationships,
    List<Metric> metrics,
    List<NamedFilter> filters,
    Optional<String> defaultMetric,
    int fiscalStart,
    DayOfWeek weekStarts) {
  private static final int MOST_JOINS = 6;

  public Model {
    datasets = List.copyOf(datasets);
    relationships = List.copyOf(relationships);
    metrics = List.copyOf(metrics);
    filters = List.copyOf(filters);
  }

  /** The same without other words for values that are not among these. */
  public Model withAliasesOf(Map<FieldRef, List<String>> values) {
    return withDatasets(datasets.stream().map(dataset -> dataset.withAliasesOf(values)).toList());
  }

  Model withDatasets(List<Dataset> others) {
    return new Model(
        name, others, relationships, metrics, filters, defaultMetric, fiscalStart, weekStarts);
  }

  public Dataset dataset(String dataset) {
    return datasets.stream()
        .filter(d -> d.name().equals(dataset))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No dataset " + dataset));
  }

  public boolean hasDataset(String dataset) {
    return datasets.stream().anyMatch(d -> d.name().equals(dataset));
  }

  public Field field(FieldRef ref) {
    return dataset(ref.dataset())
        .field(ref.field())
        .orElseThrow(() -> new IllegalStateException("No field " + ref));
  }

  public Metric metric(String metric) {
    return metrics.stream()
        .filter(m -> m.name().equals(metric))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No metric " + metric));
  }

  public NamedFilter filter(String filter) {
    return filters.stream()
        .filter(f -> f.name().equals(filter))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No filter " + filter));
  }

  public Relationship relationship(String relationship) {
    return relationships.stream()
        .filter(r -> r.name().equals(relationship))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No relationship " + relationship));
  }

  /**
   * Every way from a dataset to another that keeps its rows as many as they are: names of
   * relationships, shortest ways first. The way to itself is empty.
   */
  public List<List<String>> ways(String from, String to) {
    if (from.equals(to)) {
      return List.of(List.of());
    }
    List<List<String>> found = new ArrayList<>();
    Deque<List<String>> open = new ArrayDeque<>();
    open.add(List.of());
    while (!open.isEmpty()) {
      List<String> way = open.remove();
      String end = way.isEmpty() ? from : relationship(way.get(way.size() - 1)).to();
      for (Relationship next : relationships) {
        boolean again =
            next.to().equals(from)
                || way.stream().anyMatch(step -> relationship(step).to().equals(next.to()));
        if (!next.from().equals(end) || again) {
          continue;
        }
        List<String> longer = new ArrayList<>(way);
        longer.add(next.name());
        if (next.to().equals(to)) {
          found.add(longer);
        } else if (longer.size() < MOST_JOINS) {
          open.add(longer);
        }
      }
    }
    return found;
  }

  public boolean reaches(String from, String to) {
    return !ways(from, to).isEmpty();
  }

  /** The dataset, among those that an expression names, from which all others are reached. */
  public Optional<String> finest(Set<String> named) {
    return named.stream()
        .filter(base -> named.stream().allMatch(other -> reaches(base, other)))
        .findFirst();
  }

  /** The dataset whose rows an aggregate is made of. */
  public Optional<String> base(Formula.Aggregate aggregate) {
    Set<String> named = new TreeSet<>();
    aggregate.text().fields().forEach(field -> named.add(field.dataset()));
    if (!named.isEmpty()) {
      return finest(named);
    }
    List<String> facts = facts();
    return facts.size() == 1 ? Optional.of(facts.get(0)) : Optional.empty();
  }

  /** The datasets that are not the one of any many: where measures are. */
  public List<String> facts() {
    return datasets.stream()
        .map(Dataset::name)
        .filter(d -> relationships.stream().noneMatch(r -> r.to().equals(d)))
        .filter(
            d -> datasets.size() == 1 || relationships.stream().anyMatch(r -> r.from().equals(d)))
        .toList();
  }

  /** The datasets that reach all of these, in the order of the model. */
  public List<String> reaching(Set<String> wanted) {
    return datasets.stream()
        .map(Dataset::name)
        .filter(base -> wanted.stream().allMatch(other -> reaches(base, other)))
        .toList();
  }
}
