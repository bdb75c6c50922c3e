package dev.lodestar.layers.plan;

import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.layers.plan.RunPlan.TablePlan;
import dev.lodestar.spec.TableName;
import dev.lodestar.tables.DataFile;
import dev.lodestar.tables.FileChanges;
import dev.lodestar.tables.TableCommit.Mode;
import dev.lodestar.tables.TableState;
import dev.lodestar.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came to the tables that drive a model since the model was last committed. What this run
 * writes for them comes on top.
 *
 * @param files the standing files with new rows, by table
 * @param any whether there is or will be anything new
 * @param onlyAdded whether all that was there is still there; when not, the new files hold rows
 *     again that came before
 * @param why for people
 */
record NewRows(Map<String, List<String>> files, boolean any, boolean onlyAdded, List<String> why) {

  static NewRows since(
      TableState last, CompiledModel model, Warehouse warehouse, Map<TableName, TablePlan> plans) {
    Collection all = new Collection(last, warehouse, plans);
    model.driving().tables().forEach(all::add);
    return new NewRows(Map.copyOf(all.files), all.any, all.onlyAdded, List.copyOf(all.why));
  }

  private static final class Collection {
    private final TableState last;
    private final Warehouse warehouse;
    private final Map<TableName, TablePlan> plans;
    private final Map<String, List<String>> files = new HashMap<>();
    private final List<String> why = new ArrayList<>();
    private boolean any;
    private boolean onlyAdded = true;

    Collection(TableState last, Warehouse warehouse, Map<TableName, TablePlan> plans) {
      this.last = last;
      this.warehouse = warehouse;
      this.plans = plans;
    }

    void add(TableName table) {
      Optional<Mode> mode =
          Optional.ofNullable(plans.get(table)).flatMap(TablePlan::commit).map(c -> c.mode());
      any |= mode.isPresent();
      if (mode.equals(Optional.of(Mode.REPLACE))) {
        again(table, "is replaced", List.of());
        return;
      }
      List<String> gained = gained(table);
      if (mode.equals(Optional.of(Mode.REWRITE))) {
        again(table, "may be rewritten in part", gained);
      } else {
        files.put(table.toString(), gained);
        say(table, gained, mode.isPresent());
      }
    }

    private List<String> gained(TableName table) {
      Optional<TableState> now = warehouse.state(table);
      if (now.isEmpty()) {
        return List.of();
      }
      long snapshot = now.get().snapshot();
      Long then = last.sources().get(table);
      Optional<FileChanges> changes =
          then == null ? Optional.empty() : warehouse.changes(table, then, snapshot);
      List<DataFile> gained =
          changes.map(FileChanges::added).orElseGet(() -> warehouse.files(table, snapshot));
      any |= !gained.isEmpty();
      if (changes.isEmpty()) {
        onlyAdded = false;
        why.add("nobody can tell any more what was in " + table);
      } else if (!changes.get().onlyAdds()) {
        onlyAdded = false;
        why.add(table + " has been replaced, or rewritten in part");
      }
      return gained.stream().map(DataFile::path).toList();
    }

    private void again(TableName table, String what, List<String> gained) {
      onlyAdded = false;
      files.put(table.toString(), gained);
      why.add(table + " " + what);
    }

    private void say(TableName table, List<String> gained, boolean now) {
      String files = gained.size() == 1 ? "1 file" : gained.size() + " files";
      if (!gained.isEmpty() || now) {
        why.add(
            "reads only what is new in "
                + table
                + ": "
                + (gained.isEmpty()
                    ? "what this run brings"
                    : files + (now ? " and what this run brings" : "")));
      }
    }
  }
}
