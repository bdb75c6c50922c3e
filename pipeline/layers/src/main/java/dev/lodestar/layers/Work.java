package dev.lodestar.layers;

import dev.lodestar.sql.Stage.Spread;
import java.util.List;
import java.util.Map;

/** What the workers have to do for one table in a run. */
public sealed interface Work {

  /** The table that is made, {@code silver.orders}. */
  String table();

  /** How many fragments write files of the table at most. */
  int writers();

  /**
   * Bringing files in.
   *
   * @param tasks each a list of files for one fragment, by number of layout
   */
  record Ingest(FileIngest ingest, List<Map<String, List<String>>> tasks) implements Work {
    public Ingest {
      tasks = List.copyOf(tasks);
    }

    @Override
    public String table() {
      return ingest.table();
    }

    @Override
    public int writers() {
      return tasks.size();
    }
  }

  /** Bringing rows of a database in. */
  record Extract(DatabaseIngest ingest) implements Work {
    @Override
    public String table() {
      return ingest.ingest().table();
    }

    @Override
    public int writers() {
      return 1;
    }
  }

  /**
   * Computing a model in stages, the last of which writes the table.
   *
   * @param standing the files to read of some inputs, where these are not all files of the table as
   *     it stands; by input
   */
  record Build(String table, List<Step> steps, Map<String, List<String>> standing) implements Work {
    public Build {
      steps = List.copyOf(steps);
      standing = Map.copyOf(standing);
    }

    @Override
    public int writers() {
      return steps.stream()
          .filter(step -> step.fragment().exchange() == null)
          .mapToInt(step -> step.spread() == Spread.ONE ? 1 : step.fragments())
          .sum();
    }
  }

  /**
   * A stage of a model as it is run.
   *
   * @param split tables of which each fragment gets some files
   * @param whole tables of which each fragment gets all files
   * @param from earlier stages of the model that send to this one, by name
   * @param fragments how many fragments there are at most
   */
  record Step(
      String name,
      Spread spread,
      List<String> split,
      List<String> whole,
      List<String> from,
      int fragments,
      Fragment fragment) {
    public Step {
      split = List.copyOf(split);
      whole = List.copyOf(whole);
      from = List.copyOf(from);
    }
  }
}
