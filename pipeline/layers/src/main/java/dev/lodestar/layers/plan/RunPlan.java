package dev.lodestar.layers.plan;

import dev.lodestar.layers.Work;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.TableCommit;
import dev.lodestar.tables.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run will do, table by table, in the order of dependence.
 *
 * @param tables every table of the domain, those that stay as they are included
 * @param views the domain's views as they will be released
 * @param committed files of the tables that stand already and are read
 */
public record RunPlan(
    String runId,
    String moment,
    List<TablePlan> tables,
    List<View> views,
    Map<String, List<String>> committed) {

  /** What happens to a table. */
  public enum Action {
    /** New files of a source are added, or all of them replace it. */
    INGEST,
    /** The model is computed anew. */
    BUILD,
    /** Some partitions of the model are computed anew. */
    REFRESH,
    /** The model is computed over new rows, and what comes of them is added. */
    ADD,
    /** The model is computed over new rows, and what comes of them changes the table. */
    MERGE,
    /** Nothing it depends on has changed. */
    KEEP
  }

  /**
   * What a run does to one table, and why.
   *
   * @param reads the tables it is made from; for a source, none
   * @param distribution one word: {@code files}, {@code database}, {@code whole}, {@code rowwise},
   *     {@code keyed}, {@code global}, {@code view}
   * @param why the reasons for the action, then those for the distribution
   * @param work empty when the table stays
   * @param commit what will be committed, its files yet to be written; empty when the table stays
   * @param mayQuarantine whether rows of it can be set aside
   * @param expectations what must hold of it
   * @param deletes what will be committed to the table that remembers deletes from it
   */
  public record TablePlan(
      TableName table,
      Action action,
      List<TableName> reads,
      String distribution,
      List<String> why,
      Optional<Work> work,
      Optional<TableCommit> commit,
      boolean mayQuarantine,
      List<Expectation> expectations,
      Optional<TableCommit> deletes) {

    /** For a table that remembers no deletes. */
    public TablePlan(
        TableName table,
        Action action,
        List<TableName> reads,
        String distribution,
        List<String> why,
        Optional<Work> work,
        Optional<TableCommit> commit,
        boolean mayQuarantine,
        List<Expectation> expectations) {
      this(
          table,
          action,
          reads,
          distribution,
          why,
          work,
          commit,
          mayQuarantine,
          expectations,
          Optional.empty());
    }

    public TablePlan {
      reads = List.copyOf(reads);
      why = List.copyOf(why);
      expectations = List.copyOf(expectations);
    }

    public boolean changes() {
      return action != Action.KEEP;
    }
  }

  public RunPlan {
    tables = List.copyOf(tables);
    views = List.copyOf(views);
    committed = Map.copyOf(committed);
  }

  /** The work of the tables that change, in the order of dependence. */
  public List<Work> works() {
    return tables.stream().flatMap(t -> t.work().stream()).toList();
  }
}
