package dev.lodestar.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path folder;

  @Test
  void theFirstAttemptThatEndsStandsForAll() throws Exception {
    RunFolder run = new RunFolder(folder.toString());

    assertThatThrownBy(
            () ->
                run.once(
                    "bronze.orders",
                    "a",
                    () -> {
                      throw new IOException("gone");
                    }))
        .hasMessage("gone");
    assertThat(run.once("bronze.orders", "a", () -> written(1))).isEqualTo(written(1));
    assertThat(run.once("bronze.orders", "a", () -> written(2))).isEqualTo(written(1));
    assertThat(run.once("bronze.names", "a", () -> written(2))).isEqualTo(written(2));
  }

  @Test
  void anAttemptThatEndsWhileAnotherOneWorksIsFirst() throws Exception {
    RunFolder run = new RunFolder(folder.toString());

    Written late =
        run.once(
            "bronze.orders",
            "a",
            () -> {
              run.once("bronze.orders", "a", () -> written(1));
              return written(2);
            });

    assertThat(late).isEqualTo(written(1));
  }

  @Test
  void aWorkerThatDoesNotSeeTheFolderOfItsRunSaysSo() throws IOException {
    RunFolder run = new RunFolder(folder.resolve("_runs/r-1").toString());

    assertThatThrownBy(run::check)
        .hasMessageStartingWith(run.path() + ", the folder of this run, is not there on ")
        .hasMessageContaining("the warehouse must be under the same path on every worker");
    run.create();
    run.check();
  }

  private static Written written(long rows) {
    return new Written("bronze.orders", List.of(), List.of(), rows, 0, Map.of(), 5);
  }
}
