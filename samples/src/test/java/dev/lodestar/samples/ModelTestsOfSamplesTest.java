package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.launch.Lodestar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that samples bring along pass. */
class ModelTestsOfSamplesTest {

  @ParameterizedTest
  @ValueSource(strings = {"smallest", "fmcg", "ecommerce", "northwind", "techmart", "dataspark"})
  void theTestsOfASamplePass(String sample) {
    assertThat(Lodestar.execute("test-domain", sample)).isZero();
  }
}
