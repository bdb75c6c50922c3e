package dev.lodestar.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.tables.RunNotes.Note;
import dev.lodestar.tables.RunNotes.Planned;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunNotesTest {
  @TempDir Path warehouse;

  @Test
  void whatARunTellsIsReadElsewhere() throws Exception {
    RunNotes told = RunNotes.of(warehouse.toString(), "r-1");
    List<Planned> plan =
        List.of(
            new Planned("bronze.orders", List.of()),
            new Planned("gold.fact_orders", List.of("bronze.orders", "silver.days")));
    told.plan(plan);
    told.write(new Note("bronze.orders", 10, 5));
    told.write(new Note("bronze.orders", 20, 7));
    told.keepStory("It began\nand ended");

    RunNotes read = RunNotes.of(warehouse.toString(), "r-1");
    assertThat(read.planned()).isEqualTo(plan);
    assertThat(read.notes())
        .containsExactlyInAnyOrder(
            new Note("bronze.orders", 10, 5), new Note("bronze.orders", 20, 7));
    assertThat(read.story()).contains("It began\nand ended");
  }

  @Test
  void ofARunThatLeftNothingNothingIsTold() throws Exception {
    RunNotes none = RunNotes.of(warehouse.toString(), "r-2");
    assertThat(none.planned()).isEmpty();
    assertThat(none.notes()).isEmpty();
    assertThat(none.story()).isEmpty();
  }
}
