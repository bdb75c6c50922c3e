package dev.lodestar.server.dashboard;

import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.semantic.Star;
import dev.lodestar.semantic.TileSql;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.semantic.SeenModel;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.answers.Dashboard;
import dev.lodestar.spec.answers.Dashboard.Filter;
import dev.lodestar.spec.answers.Dashboard.Page;
import dev.lodestar.spec.answers.Dashboard.Tile;
import dev.lodestar.spec.semantic.SemanticModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A dashboard as a caller finds it: filters and tiles that need a table or a column that is not
 * there for them are not there either, and no page is empty.
 */
final class SeenDashboard {
  private final Star star;
  private final Catalog catalog;

  private SeenDashboard(Star star, Catalog catalog) {
    this.star = star;
    this.catalog = catalog;
  }

  /**
   * What is left of a dashboard; all of it for whoever sees everything.
   *
   * @param model as the caller finds it
   */
  static Dashboard of(Dashboard dashboard, SemanticModel model, Catalog catalog) {
    return catalog.access().isEverything()
        ? dashboard
        : new SeenDashboard(
                new Star(
                    model,
                    catalog.tables().stream().map(CatalogTable::shape).toList(),
                    catalog.compiler()),
                catalog)
            .seen(dashboard);
  }

  private Dashboard seen(Dashboard dashboard) {
    List<Filter> filters =
        dashboard.filters().stream().filter(filter -> isSeen(filter, dashboard)).toList();
    Set<String> names = filters.stream().map(Filter::name).collect(Collectors.toSet());
    Dashboard filtered = with(dashboard, filters, List.of());
    List<Page> pages =
        dashboard.pages().stream()
            .map(
                page ->
                    new Page(
                        page.title(),
                        page.description(),
                        page.tiles().stream()
                            .map(tile -> filteredBy(names, tile))
                            .filter(tile -> isSeen(tile, filtered))
                            .toList(),
                        page.at()))
            .filter(page -> !page.tiles().isEmpty())
            .toList();
    return with(dashboard, filters, pages);
  }

  private static Dashboard with(Dashboard dashboard, List<Filter> filters, List<Page> pages) {
    return new Dashboard(
        dashboard.title(), dashboard.description(), filters, pages, dashboard.at());
  }

  /** A tile that knows only filters that are there. */
  private static Tile filteredBy(Set<String> filters, Tile tile) {
    Map<String, SqlText> about = new LinkedHashMap<>(tile.filteredBy());
    about.keySet().retainAll(filters);
    List<ColumnName> spared =
        tile.unfilteredBy().stream().filter(name -> filters.contains(name.name())).toList();
    return new Tile(
        tile.title(),
        tile.description(),
        tile.chart(),
        tile.data(),
        about,
        spared,
        tile.grains(),
        tile.show(),
        tile.bins(),
        tile.size(),
        tile.at());
  }

  private boolean isSeen(Filter filter, Dashboard dashboard) {
    try {
      return reads(new TileSql(star, dashboard).choices(filter));
    } catch (ModelProblem e) {
      // It is about a field that is not there; which is not for the caller to know.
      return false;
    }
  }

  private boolean isSeen(Tile tile, Dashboard dashboard) {
    try {
      return reads(new TileSql(star, dashboard).sql(tile, Map.of()));
    } catch (ModelProblem e) {
      // As with a filter.
      return false;
    }
  }

  private boolean reads(String sql) {
    return SeenModel.reads(sql, catalog, value -> false);
  }
}
