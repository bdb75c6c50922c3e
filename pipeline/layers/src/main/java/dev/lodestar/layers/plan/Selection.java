package dev.lodestar.layers.plan;

import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The tables that somebody names for a run: {@code silver.orders}, with all it is made from {@code
 * +silver.orders}, with all that is made from it {@code silver.orders+}.
 */
public final class Selection {
  private final Set<TableName> tables = new LinkedHashSet<>();
  private final List<CompiledModel> models;

  private Selection(Domain domain, DomainSql sql) {
    this.models = sql.models();
    domain.sources().stream().map(Source::table).forEach(tables::add);
    domain.models().stream().map(Model::table).forEach(tables::add);
  }

  public static Set<TableName> of(Domain domain, DomainSql sql, List<String> words) {
    Selection selection = new Selection(domain, sql);
    Set<TableName> selected = new LinkedHashSet<>();
    for (String word : words) {
      boolean before = word.startsWith("+");
      boolean after = word.endsWith("+") && word.length() > 1;
      TableName table =
          selection.find(word.substring(before ? 1 : 0, word.length() - (after ? 1 : 0)));
      selected.add(table);
      if (before) {
        selection.addBefore(table, selected);
      }
      if (after) {
        selection.addAfter(table, selected);
      }
    }
    return selected;
  }

  private TableName find(String name) {
    return tables.stream()
        .filter(t -> t.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException(
                    "Cannot select \""
                        + name
                        + "\": the domain has no such table"
                        + Nearest.to(name, tables.stream().map(TableName::toString).toList())
                            .map(n -> "; did you mean \"" + n + "\"?")
                            .orElse("")));
  }

  private void addBefore(TableName table, Set<TableName> selected) {
    for (CompiledModel model : models) {
      if (model.model().table().equals(table)) {
        for (TableName read : model.reads()) {
          selected.add(read);
          addBefore(read, selected);
        }
      }
    }
  }

  /** Models stand in the order of dependence. */
  private void addAfter(TableName table, Set<TableName> selected) {
    Set<TableName> reached = new LinkedHashSet<>(List.of(table));
    for (CompiledModel model : new ArrayList<>(models)) {
      if (model.reads().stream().anyMatch(reached::contains)) {
        reached.add(model.model().table());
      }
    }
    selected.addAll(reached);
  }
}
