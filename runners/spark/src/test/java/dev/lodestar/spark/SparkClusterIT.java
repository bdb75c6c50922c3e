package dev.lodestar.spark;

import dev.lodestar.contract.ClusterContract;
import dev.lodestar.contract.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class SparkClusterIT extends ClusterContract {

  private StandaloneSpark spark;

  SparkClusterIT() {
    super("spark");
  }

  @BeforeAll
  void start() throws IOException {
    spark = StandaloneSpark.start(folder.resolve("spark"));
  }

  @AfterAll
  void stop() {
    spark.close();
  }

  @Override
  protected String option() {
    return "--sparkMaster";
  }

  @Override
  protected String cluster() {
    return spark.master();
  }

  @Override
  protected String nobody() {
    return "spark://localhost:1";
  }

  @Override
  protected int jobs() {
    return spark.jobs();
  }

  @Override
  protected JavaProcess submit(Path log, Path bundle, List<String> arguments) {
    return spark.submit(log, bundle, arguments);
  }
}
