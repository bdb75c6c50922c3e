package dev.lodestar.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.contract.ClusterContract;
import dev.lodestar.contract.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

  @Test
  void runWhoseWorkerIsKilledFailsInOneMessageAndCanBeRepeated() throws SQLException {
    try (JavaProcess run = startsRun("killed")) {
      run.awaitFile(warehouse("killed"), ".parquet", PATIENCE);
      flink.replaceWorker();
      assertThat(run.exitCode(PATIENCE)).as(run.log()).isEqualTo(3);
      assertThat(run.log())
          .contains("lodestar: The pipeline failed on flink: ", "The last release stands.")
          .doesNotContain("\tat ");
    }
    buildsWhatDirectBuilds("killed");
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
