package dev.lodestar.spec.semantic;

import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Position;
import java.util.List;
import java.util.Optional;

/**
 * A measure: an aggregate over fields, written {@code dataset.field}.
 *
 * @param additivity over what it may be added up
 * @param time the field that tells when, {@code dataset.field}; that of its dataset unless given
 * @param certified whether its definition was agreed upon
 */
public record Metric(
    String name,
    Expression expression,
    Optional<String> description,
    Optional<DataType> type,
    AiContext ai,
    List<Extension> others,
    Naming naming,
    Showing showing,
    Optional<Additivity> additivity,
    Optional<ColumnName> time,
    boolean certified,
    Position at) {

  public Metric {
    others = List.copyOf(others);
  }
}
