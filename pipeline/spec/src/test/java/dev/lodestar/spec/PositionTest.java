package dev.lodestar.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {

  @ParameterizedTest(name = "{1} characters from {0}")
  @CsvSource({"0, 8, 27, 8", "9, 1, 36, 1", "9, 9, 36, 3", "12, 1, 27, 12", "-1, 1, 27, 12"})
  void aPartStaysInside(int offset, int characters, int column, int length) {
    Path file = Path.of("orders.yaml");
    assertThat(new Position(file, 5, 27, 12).part(offset, characters))
        .isEqualTo(new Position(file, 5, column, length));
  }
}
