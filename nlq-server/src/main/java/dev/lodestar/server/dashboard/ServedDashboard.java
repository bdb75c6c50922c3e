package dev.lodestar.server.dashboard;

import dev.lodestar.semantic.AnswerColumn;
import dev.lodestar.semantic.ModelProblem;
import dev.lodestar.semantic.Star;
import dev.lodestar.semantic.TileSql;
import dev.lodestar.server.catalog.Catalog;
import dev.lodestar.server.catalog.CatalogTable;
import dev.lodestar.server.query.CellText;
import dev.lodestar.server.query.Query;
import dev.lodestar.server.query.QueryEngine;
import dev.lodestar.server.query.QueryFailed;
import dev.lodestar.server.query.QueryLimits;
import dev.lodestar.server.query.RowSink;
import dev.lodestar.server.query.Share;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.answers.Dashboard;
import dev.lodestar.spec.answers.Dashboard.Choose;
import dev.lodestar.spec.answers.Dashboard.Filter;
import dev.lodestar.spec.answers.Dashboard.Tile;
import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.sql.SqlProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dashboard over the tables of one release. Safe to share between threads. */
public final class ServedDashboard {
  /** More marks than this nobody can tell apart. */
  private static final QueryLimits OF_TILES = QueryLimits.of(10_000, Duration.ofMinutes(1));

  /** More rows than this nobody reads; the SELECT gives them all. */
  private static final QueryLimits OF_ROWS = QueryLimits.of(1_000, Duration.ofMinutes(1));

  private static final QueryLimits OF_CHOICES = QueryLimits.of(5_000, Duration.ofMinutes(1));

  private final Dashboard dashboard;
  private final Catalog catalog;
  private final QueryEngine engine;
  private final Star star;
  private final TileSql tiles;

  ServedDashboard(Dashboard dashboard, SemanticModel model, Catalog catalog, QueryEngine engine) {
    this.dashboard = dashboard;
    this.catalog = catalog;
    this.engine = engine;
    this.star =
        new Star(
            model, catalog.tables().stream().map(CatalogTable::shape).toList(), catalog.compiler());
    this.tiles = new TileSql(star, dashboard);
  }

  /** The rows of a tile, as texts, and the SELECT that they come from. */
  public record Shown(
      String sql, List<ShownColumn> columns, List<List<@Nullable String>> rows, boolean truncated) {
    public Shown {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** Is told of every statement that was run for somebody. */
  public interface Notes {

    /**
     * Notes one, whatever came of it, before its rows are given.
     *
     * @param rows how many it had
     */
    void ran(String sql, boolean succeeded, long rows, Duration time);
  }

  public Dashboard dashboard() {
    return dashboard;
  }

  /** The names of the filters that narrow a tile down. */
  public List<String> filters(Tile tile) {
    return tiles.filters(tile);
  }

  /** The columns of a table that a tile reads; empty when it does not read the table. */
  public Optional<List<String>> read(Tile tile, TableName table) {
    try {
      String sql = tiles.sql(tile, Map.of(), tile.grains().stream().findFirst());
      return catalog.read(sql, table);
    } catch (ModelProblem e) {
      // In its place on the page stands what is wrong.
      return Optional.empty();
    }
  }

  /** What a filter is called: as it says, or as its field is. */
  public ShownColumn field(Filter filter) throws ModelProblem {
    Star.Place place = star.place(filter.field());
    Column column = new Column(place.field().name(), tiles.type(filter));
    AnswerColumn known =
        new AnswerColumn(
            column.name(), Optional.empty(), Optional.of(place), place.field().grain());
    return ShownColumn.of(
        column,
        Optional.empty(),
        Optional.of(known),
        ShownColumn.Role.GROUP,
        Optional.of(filter.name()));
  }

  /** What there is to choose: every value, or of a range the lowest and the highest. */
  public List<String> choices(Filter filter, Share share, Notes notes)
      throws ModelProblem, SqlProblem, QueryFailed, IOException {
    String sql = filter.choose() == Choose.RANGE ? tiles.ends(filter) : tiles.choices(filter);
    List<String> values = new ArrayList<>();
    run(
        sql,
        OF_CHOICES.within(share),
        cells ->
            cells.forEach(
                cell -> {
                  if (cell != null) {
                    values.add(CellText.of(cell));
                  }
                }),
        notes);
    return values;
  }

  /**
   * Runs a tile.
   *
   * @param chosen values by the name of a filter
   * @param grain one of those that the tile offers; the first unless given
   * @param share of the caller for whom it runs
   */
  public Shown show(
      Tile tile, Map<String, List<String>> chosen, Optional<Grain> grain, Share share, Notes notes)
      throws ModelProblem, SqlProblem, QueryFailed, IOException {
    Optional<Grain> told = grain.or(() -> tile.grains().stream().findFirst());
    String sql = tiles.sql(tile, chosen, told);
    return shown(
        tile, sql, OF_TILES.within(share), notes, names -> tiles.columns(tile, told, names));
  }

  /**
   * The rows that a tile sums up; empty where it has a SELECT of its own.
   *
   * @param chosen values by the name of a filter
   */
  public Optional<Shown> rows(Tile tile, Map<String, List<String>> chosen, Share share, Notes notes)
      throws ModelProblem, SqlProblem, QueryFailed, IOException {
    Optional<TileSql.Rows> rows = tiles.rows(tile, chosen);
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            shown(
                tile,
                rows.get().sql(),
                OF_ROWS.within(share),
                notes,
                names -> rows.get().columns()));
  }

  private interface Known {
    List<AnswerColumn> of(List<String> names) throws ModelProblem;
  }

  private Shown shown(Tile tile, String sql, QueryLimits limits, Notes notes, Known known)
      throws ModelProblem, SqlProblem, QueryFailed, IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    Ran ran =
        run(
            sql,
            limits,
            cells -> {
              List<@Nullable String> texts = new ArrayList<>(cells.size());
              for (Object cell : cells) {
                texts.add(cell == null ? null : CellText.of(cell));
              }
              rows.add(texts);
            },
            notes);
    List<AnswerColumn> told = known.of(ran.columns().stream().map(Column::name).toList());
    return new Shown(sql, columns(tile, told, ran.columns()), rows, ran.truncated());
  }

  /** What is known of a result besides its rows. */
  private record Ran(List<Column> columns, boolean truncated) {}

  private Ran run(String sql, QueryLimits limits, RowSink sink, Notes notes)
      throws SqlProblem, QueryFailed, IOException {
    long start = System.nanoTime();
    Query.Result result = new Query.Result(0, false);
    boolean succeeded = false;
    try {
      Query query = engine.prepare(catalog, QueryEngine.DEFAULT_SCHEMA, sql, limits);
      result = query.run(sink);
      succeeded = true;
      return new Ran(query.columns(), result.truncated());
    } finally {
      notes.ran(sql, succeeded, result.rows(), Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private List<ShownColumn> columns(Tile tile, List<AnswerColumn> known, List<Column> columns)
      throws ModelProblem {
    ShownColumn.Role otherwise =
        tile.data().match(sql -> ShownColumn.Role.UNTOLD, query -> ShownColumn.Role.GROUP);
    List<ShownColumn> shown = new ArrayList<>();
    for (Column column : columns) {
      Optional<AnswerColumn> answer =
          known.stream().filter(k -> k.name().equals(column.name())).findFirst();
      Optional<Filter> filter =
          answer.isPresent() ? tiles.filter(tile, answer.get()) : Optional.empty();
      Optional<Text> called =
          tile.show().titles().entrySet().stream()
              .filter(title -> title.getKey().name().equals(column.name()))
              .map(Map.Entry::getValue)
              .findFirst();
      shown.add(ShownColumn.of(column, called, answer, otherwise, filter.map(Filter::name)));
    }
    return shown;
  }
}
