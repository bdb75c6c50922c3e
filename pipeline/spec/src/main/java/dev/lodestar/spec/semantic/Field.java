package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import java.util.List;
import java.util.Optional;

/**
 * A value of each row of a dataset, to group by, to filter on, or to aggregate.
 *
 * @param expression over the columns of the dataset's source
 * @param dimension what Ossie says of its role; no answer where it says nothing
 * @param aggregation how values become one unless a question says how; only for numbers
 * @param grain how finely a time is told; only for times
 * @param sortedBy the field of the same dataset in whose order values are shown, as of names of
 *     months
 */
public record Field(
    String name,
    Expression expression,
    Optional<Dimension> dimension,
    Optional<String> label,
    Optional<String> description,
    Optional<DataType> type,
    AiContext ai,
    List<Extension> others,
    Naming naming,
    Showing showing,
    Optional<Aggregation> aggregation,
    Optional<Additivity> additivity,
    Optional<Grain> grain,
    Optional<ColumnName> sortedBy,
    Values values,
    Position at) {

  /** The role of a field that is no measure. */
  public record Dimension(Optional<Boolean> isTime) {}

  public Field {
    others = List.copyOf(others);
  }

  /** Whether it tells when. */
  public boolean isTime() {
    return dimension
        .flatMap(Dimension::isTime)
        .orElseGet(() -> type.filter(DataType::isTime).isPresent());
  }
}
