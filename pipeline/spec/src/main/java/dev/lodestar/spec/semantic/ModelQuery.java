package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;
import java.util.List;
import java.util.Optional;

/**
 * A question in the words of the semantic model: measures, by what, of what.
 *
 * @param measures names of metrics
 * @param where names of filters, or conditions over {@code dataset.field}; all must hold
 */
public record ModelQuery(
    List<ColumnName> measures,
    List<Group> by,
    List<SqlText> where,
    List<Order> order,
    Optional<Long> limit,
    Position at) {

  /**
   * What rows are put together by.
   *
   * @param field {@code dataset.field}, or a field's name where only one dataset has it
   * @param grain how finely a time is told
   */
  public record Group(ColumnName field, Optional<Grain> grain) {}

  /** What comes first: a measure, or something grouped by. */
  public record Order(ColumnName by, boolean descending) {}

  public ModelQuery {
    measures = List.copyOf(measures);
    by = List.copyOf(by);
    where = List.copyOf(where);
    order = List.copyOf(order);
  }
}
