package dev.lodestar.server.catalog;

import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the columns of a domain come from, as its folder has it now.
 *
 * @param graph empty where the folder does not fit the release
 * @param sql the SELECT of each model
 * @param missing why there is no graph; empty when there is one
 */
public record DomainLineage(
    Optional<LineageGraph> graph, Map<TableName, String> sql, String missing) {

  public DomainLineage {
    sql = Map.copyOf(sql);
  }

  /**
   * Reads the folder of a domain.
   *
   * @param tables those of a release; a model that is not among them is left out
   */
  public static DomainLineage of(Path folder, List<CatalogTable> tables) {
    return DomainReader.read(folder, Map.of())
        .match(
            domain -> of(domain, tables),
            problems ->
                none("The domain's folder has problems; lodestar check shows them, " + folder));
  }

  private static DomainLineage of(Domain domain, List<CatalogTable> tables) {
    Map<TableName, List<Column>> columns = new LinkedHashMap<>();
    tables.forEach(table -> columns.put(table.name(), table.columns()));
    List<Model> models = domain.models();
    if (!models.stream().allMatch(model -> columns.containsKey(model.table()))) {
      return none("The domain's folder has models that were not released yet; run it again");
    }
    Map<TableName, String> sql = new HashMap<>();
    models.forEach(model -> sql.put(model.table(), model.sql()));
    try {
      LineageGraph unordered = graph(domain, models, columns);
      List<Model> inOrder = new ArrayList<>();
      models.forEach(model -> add(model, models, unordered, inOrder));
      return new DomainLineage(Optional.of(graph(domain, inOrder, columns)), sql, "");
    } catch (IllegalStateException e) {
      return none("The domain's folder and its release are not alike: " + e.getMessage());
    }
  }

  private static LineageGraph graph(
      Domain domain, List<Model> models, Map<TableName, List<Column>> columns) {
    Map<TableName, List<Column>> made = new LinkedHashMap<>();
    models.forEach(model -> made.put(model.table(), columns.get(model.table())));
    return LineageGraph.of(domain, made);
  }

  /** Depth first, so that each comes after all it is made from. */
  private static void add(Model model, List<Model> all, LineageGraph graph, List<Model> inOrder) {
    if (inOrder.contains(model)) {
      return;
    }
    TableLineage lineage = graph.table(model.table());
    all.stream()
        .filter(other -> lineage.madeFrom().contains(other.table()))
        .forEach(other -> add(other, all, graph, inOrder));
    inOrder.add(model);
  }

  private static DomainLineage none(String why) {
    return new DomainLineage(Optional.empty(), Map.of(), why);
  }
}
