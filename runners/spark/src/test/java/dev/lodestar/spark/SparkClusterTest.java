package dev.lodestar.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lodestar.launch.ClusterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SparkClusterTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
      localhost:7077
      spark://localhost
      spark:localhost:7077
      """)
  void whatIsNoAddressIsToldSo(String master) {
    assertThatThrownBy(() -> new SparkCluster(master).check())
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "\"%s\" is no address of a Spark cluster: --sparkMaster takes spark://HOST:PORT,"
                + " or local[N] to run in this process",
            master);
  }

  @Test
  void oneOfSeveralMastersIsEnough() throws IOException {
    try (ServerSocket master = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String masters = "spark://localhost:1,localhost:" + master.getLocalPort();
      assertThatCode(() -> new SparkCluster(masters).check()).doesNotThrowAnyException();
    }
  }

  @Test
  void clusterOfAnotherManagerIsLeftToSpark() {
    assertThatCode(() -> new SparkCluster("yarn").check()).doesNotThrowAnyException();
  }
}
