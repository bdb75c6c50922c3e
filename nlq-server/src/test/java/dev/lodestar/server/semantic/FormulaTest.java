package dev.lodestar.server.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.sql.SqlCompiler;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which aggregates a metric has. */
class FormulaTest {
  static Stream<String> aggregates() {
    return SqlCompiler.aggregates().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("aggregates")
  void eachAggregateOfTheDialectIsOne(String function) {
    Formula formula = Formula.read("1 + " + function + "(sales.pieces) / 2", "sales"::equals);
    assertThat(formula.aggregates())
        .extracting(Formula.Aggregate::function)
        .containsExactly(function);
    assertThat(formula.parts()).containsExactly("1 + ", " / 2");
  }
}
