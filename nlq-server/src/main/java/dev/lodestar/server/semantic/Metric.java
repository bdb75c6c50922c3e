package dev.lodestar.server.semantic;

import java.util.Optional;
import java.util.Set;

/**
 * A measure that the model defines.
 *
 * @param semiAdditive whether, over time, only the last value counts
 * @param time the field that tells when; that of its dataset unless given
 */
public record Metric(
    String name,
    Formula formula,
    Names names,
    boolean semiAdditive,
    boolean betterIsLower,
    Optional<FieldRef> time,
    String unit) {

  /** Whether it counts rows, or different values of theirs. */
  public boolean counts() {
    return formula.isOne() && formula.aggregates().get(0).function().equals("count");
  }

  /** Whether its values over parts of the rows add up to its value over all of them. */
  public boolean addsUp() {
    return !semiAdditive
        && formula.isOne()
        && formula.aggregates().get(0).plain()
        && Set.of("sum", "count").contains(formula.aggregates().get(0).function());
  }
}
