package dev.lodestar.flink;

import dev.lodestar.contract.ClusterContract;
import dev.lodestar.contract.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class FlinkClusterIT extends ClusterContract {

  private StandaloneFlink flink;

  FlinkClusterIT() {
    super("flink");
  }

  @BeforeAll
  void start() throws IOException {
    flink = StandaloneFlink.start(folder.resolve("flink"));
  }

  @AfterAll
  void stop() {
    flink.close();
  }

  @Override
  protected String option() {
    return "--flinkMaster";
  }

  @Override
  protected String cluster() {
    return flink.address();
  }

  @Override
  protected String nobody() {
    return "localhost:1";
  }

  @Override
  protected int jobs() {
    return flink.jobs();
  }

  @Override
  protected JavaProcess submit(Path log, Path bundle, List<String> arguments) {
    return flink.submit(log, bundle, arguments);
  }
}
