package dev.lodestar.server.catalog;

import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.lineage.TableLineage;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.SqlProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the columns of a domain come from, as its folder has it now.
 *
 * @param graph empty where the folder does not fit the release
 * @param sql the SELECT of each model
 * @param missing why there is no graph; empty when there is one
 * @param seen what a caller sees who does not see everything
 */
public record DomainLineage(
    Optional<LineageGraph> graph,
    Map<TableName, String> sql,
    String missing,
    Optional<Catalog> seen) {

  public DomainLineage {
    sql = Map.copyOf(sql);
  }

  /**
   * Reads the folder of a domain, and tells what a caller may know of it.
   *
   * @param seen their tables of a release; others are not named, also not as what is behind one
   */
  public static DomainLineage of(Path folder, Catalog seen) {
    boolean everything = seen.access().isEverything();
    DomainLineage whole =
        DomainReader.read(folder, Map.of())
            .match(
                domain -> of(domain, seen.everyTable()),
                problems ->
                    none("The domain's folder has problems; lodestar check shows them, " + folder));
    if (everything) {
      return whole;
    }
    return whole.graph().isPresent()
        ? new DomainLineage(
            whole.graph(), readable(whole.sql(), seen), whole.missing(), Optional.of(seen))
        : none("The domain's folder and its release are not alike");
  }

  /** The SELECTs that name nothing else than what is seen. */
  private static Map<TableName, String> readable(Map<TableName, String> sql, Catalog seen) {
    Map<TableName, String> readable = new HashMap<>(sql);
    readable
        .entrySet()
        .removeIf(
            entry -> {
              try {
                seen.compiler().compileForReader(entry.getValue(), entry.getKey().schema());
                return false;
              } catch (SqlProblem e) {
                // What it names is not for the caller to know.
                return true;
              }
            });
    return readable;
  }

  /** The tables, those of a caller's only, each after those that it is made from. */
  public List<TableLineage> tables() {
    return graph.map(LineageGraph::tables).orElse(List.of()).stream()
        .filter(table -> seen.isEmpty() || columns(table.table()).isPresent())
        .toList();
  }

  /** The columns of a table that are there. */
  public List<String> columns(TableLineage table) {
    Optional<Set<String>> columns = columns(table.table());
    return table.columnNames().stream()
        .filter(column -> columns.isEmpty() || columns.get().contains(column))
        .toList();
  }

  /** The part of what something hangs on that may be named. */
  public Influences named(Influences influences) {
    return seen.isEmpty()
        ? influences
        : influences.from(
            origin ->
                columns(origin.table())
                    .filter(columns -> columns.contains(origin.column()))
                    .isPresent());
  }

  /** The columns of a table that a caller sees; empty when they see no such table, or all. */
  private Optional<Set<String>> columns(TableName table) {
    return seen.stream()
        .flatMap(catalog -> catalog.tables().stream())
        .filter(one -> one.name().equals(table))
        .findFirst()
        .map(one -> one.columns().stream().map(Column::name).collect(Collectors.toSet()));
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
      return new DomainLineage(
          Optional.of(graph(domain, inOrder, columns)), sql, "", Optional.empty());
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
    return new DomainLineage(Optional.empty(), Map.of(), why, Optional.empty());
  }
}
