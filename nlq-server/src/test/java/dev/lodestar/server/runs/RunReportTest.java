package dev.lodestar.server.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.RunNotes;
import dev.lodestar.tables.RunNotes.Note;
import dev.lodestar.tables.RunNotes.Planned;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far the tables of a run are, as its notes tell. */
class RunReportTest {
  @TempDir Path warehouse;
  private RunNotes notes;

  @BeforeEach
  void plan() throws Exception {
    notes = RunNotes.of(warehouse.toString(), "r-1");
    notes.plan(
        List.of(
            new Planned("bronze.a", List.of()),
            new Planned("silver.b", List.of("bronze.a", "bronze.stays")),
            new Planned("gold.c", List.of("silver.b"))));
  }

  private List<String> steps(boolean goesOn) throws Exception {
    return RunReport.noted(notes, goesOn).stream()
        .map(step -> step.table() + " " + step.progress() + " " + step.rows())
        .toList();
  }

  @Test
  void aTableIsMadeOnceAllThatItReadsIsWritten() throws Exception {
    assertThat(steps(true))
        .containsExactly("bronze.a WORKING 0", "silver.b WAITING 0", "gold.c WAITING 0");
    notes.write(new Note("bronze.a", 3, 10));
    notes.write(new Note("bronze.a", 4, 10));
    assertThat(steps(true))
        .containsExactly("bronze.a WRITTEN 7", "silver.b WORKING 0", "gold.c WAITING 0");
  }

  @Test
  void whatARunDidNotComeToIsNotMade() throws Exception {
    notes.write(new Note("bronze.a", 3, 10));
    assertThat(steps(false))
        .containsExactly("bronze.a WRITTEN 3", "silver.b NOT_MADE 0", "gold.c NOT_MADE 0");
  }

  @Test
  void whatWasThereBeforeARetryIsKeptUnlessSomeOfItIsMadeAgain() throws Exception {
    notes.write(new Note("bronze.a", 3, 10, true));
    notes.write(new Note("silver.b", 1, 10, true));
    notes.write(new Note("silver.b", 2, 10));
    assertThat(steps(true))
        .containsExactly("bronze.a KEPT 3", "silver.b WRITTEN 3", "gold.c WORKING 0");
  }

  @Test
  void onlyTablesOfTheRunAreToldAsReadByIt() throws Exception {
    assertThat(RunReport.noted(notes, true).get(1).reads()).containsExactly("bronze.a");
  }
}
