package dev.lodestar.server.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.RunNotes;
import dev.lodestar.tables.WarehouseAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of what runs say. */
class RunLogTest {
  @TempDir Path warehouse;

  @Test
  void theBeginAndTheEndAreKeptOfOneThatSaysTooMuch() {
    RunLog log = new RunLog(20);
    for (int line = 0; line < 10; line++) {
      log.add("line" + line);
    }
    assertThat(log.lines()).containsExactly("line0", "… 8 lines are left out here …", "line9");
  }

  @Test
  void theLastHundredAreKept() throws Exception {
    RunLogs logs = new RunLogs(WarehouseAddress.of(warehouse));
    for (int run = 0; run < 103; run++) {
      logs.keep("r-" + run, run, List.of("said by " + run));
    }
    try (Stream<Path> files = Files.list(warehouse.resolve("_logs"))) {
      assertThat(files).hasSize(100);
    }
    assertThat(logs.find("r-2")).isEmpty();
    assertThat(logs.find("r-3")).contains(List.of("said by 3"));
    assertThat(logs.find("3")).isEmpty();
  }

  @Test
  void ofARunThatWasStartedElsewhereTheStoryOfItsFailureIsShown() throws Exception {
    RunNotes.of(warehouse.toString(), "nightly").keepStory("one\ntwo");
    RunLogs logs = new RunLogs(WarehouseAddress.of(warehouse));
    assertThat(logs.find("nightly")).contains(List.of("one", "two"));
    assertThat(logs.find("../_runs/nightly")).isEmpty();
  }
}
