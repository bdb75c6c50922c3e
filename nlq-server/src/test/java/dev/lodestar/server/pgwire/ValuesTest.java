package dev.lodestar.server.pgwire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Values of parameters that no driver would send. */
final class ValuesTest {
  @Test
  void anArrayThatEndsWithinAnItemIsToldAsAnyOtherMistake() {
    byte[] array =
        ByteBuffer.allocate(24)
            .putInt(1)
            .putInt(0)
            .putInt(PgType.INT4.oid())
            .putInt(1)
            .putInt(1)
            .putInt(4)
            .array();

    assertThatThrownBy(() -> Values.read(PgType.INT4_ARRAY, true, array, 1))
        .isInstanceOf(PgError.class)
        .hasMessage("Parameter $1 is not of type integer[]: 24 bytes");
  }
}
