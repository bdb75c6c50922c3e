package dev.lodestar.semantic;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Chart;
import dev.lodestar.spec.answers.Dashboard;
import dev.lodestar.spec.answers.Dashboard.Filter;
import dev.lodestar.spec.answers.Dashboard.Tile;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Grain;
import dev.lodestar.spec.semantic.ModelQuery;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.TableShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All that is wrong with the files that turn a star into answers. */
public final class AnswerChecks {
  private final Star star;
  private final List<Problem> problems = new ArrayList<>();

  private AnswerChecks(Star star) {
    this.star = star;
  }

  /**
   * Problems in the order of reading: those of the files themselves, or, where there are none,
   * those against the tables.
   *
   * @param tables those of the domain, with their columns
   */
  public static List<Problem> problems(
      AnswerFiles files, Domain domain, Collection<TableShape> tables) {
    if (!files.problems().isEmpty()) {
      return files.problems();
    }
    SemanticModel model = files.modelOf(domain);
    Star star = new Star(model, tables);
    AnswerChecks checks = new AnswerChecks(star);
    checks.problems.addAll(ModelChecks.problems(star, domain));
    boolean understood = checks.problems.isEmpty();
    files.questions().forEach(checks::question);
    files.dashboard().ifPresent(d -> checks.dashboard(d, understood));
    return checks.problems.stream()
        .distinct()
        .sorted(Problem.readingOrder(domain.folder()))
        .toList();
  }

  private interface Step {
    void run() throws ModelProblem;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (ModelProblem problem) {
      problems.add(problem.problem());
    }
  }

  private void report(Position at, String message, String advice) {
    problems.add(new Problem(at, message, advice));
  }

  private void question(Question question) {
    question.sql().ifPresent(sql -> attempt(() -> ModelChecks.compiled(star.compiler(), sql)));
    question.then().forEach(this::question);
  }

  /** Where the model has problems, tiles are looked at as far as they are SQL. */
  private void dashboard(Dashboard dashboard, boolean understood) {
    if (understood) {
      dashboard.filters().forEach(f -> filter(dashboard, f));
    }
    boolean filtersHold = understood && problems.stream().noneMatch(p -> isOfFilter(p, dashboard));
    for (Dashboard.Page page : dashboard.pages()) {
      for (Tile tile : page.tiles()) {
        if (tile.data() instanceof Asked.BySql || understood) {
          attempt(() -> tile(dashboard, tile, filtersHold));
        }
      }
    }
  }

  private static boolean isOfFilter(Problem problem, Dashboard dashboard) {
    return dashboard.filters().stream()
        .anyMatch(f -> problem.at().equals(f.field().at()) || problem.at().equals(f.at()));
  }

  private void filter(Dashboard dashboard, Filter filter) {
    attempt(
        () -> {
          TileSql tiles = new TileSql(star, dashboard);
          ModelChecks.compiled(
              star.compiler(), SqlText.of(tiles.choices(filter), filter.field().at()));
        });
  }

  private void tile(Dashboard dashboard, Tile tile, boolean filtersHold) throws ModelProblem {
    TileSql tiles = new TileSql(star, dashboard);
    CompiledQuery query;
    if (tile.data() instanceof Asked.BySql bySql) {
      query = ModelChecks.compiled(star.compiler(), withoutFilters(bySql.sql()));
      filteredBy(tile, bySql.sql());
    } else {
      SqlText sql = SqlText.of(tiles.sql(tile, Map.of()), tile.at());
      query = ModelChecks.compiled(star.compiler(), sql);
      grains(tile);
      if (filtersHold) {
        reachable(dashboard, tile);
      }
    }
    shown(tile, query.columns().stream().map(Column::name).toList());
    if (filtersHold) {
      Map<String, List<String>> initially = tiles.initially();
      SqlText narrowed = SqlText.of(tiles.sql(tile, initially), tile.at());
      ModelChecks.compiled(star.compiler(), narrowed);
    }
  }

  /** A text of the same length keeps the places of all others. */
  private static SqlText withoutFilters(SqlText sql) {
    return new SqlText(sql.text().replace(Tile.FILTERS, "TRUE     "), sql.lines());
  }

  private void filteredBy(Tile tile, SqlText sql) {
    tile.filteredBy()
        .forEach(
            (name, expression) -> {
              String condition = "((" + expression.text() + ") IS NOT NULL)";
              String select = sql.text().replace(Tile.FILTERS, condition);
              attempt(
                  () -> ModelChecks.compiled(star.compiler(), SqlText.of(select, expression.at())));
            });
  }

  private void grains(Tile tile) throws ModelProblem {
    if (tile.grains().isEmpty() || !(tile.data() instanceof Asked.ByModel model)) {
      return;
    }
    List<ModelQuery.Group> times =
        model.query().by().stream().filter(g -> g.grain().isPresent()).toList();
    if (times.size() != 1) {
      throw new ModelProblem(
          tile.at(),
          "grains to choose from, and " + times.size() + " times that are grouped by",
          "group by one time, as in by: [" + tile.grains().get(0).word() + "(orders.date)]");
    }
    for (Grain grain : tile.grains()) {
      ModelQuery query = model.query();
      ModelQuery one =
          new ModelQuery(
              query.measures(),
              List.of(new ModelQuery.Group(times.get(0).field(), Optional.of(grain))),
              query.where(),
              List.of(),
              query.limit(),
              query.at());
      new QuerySql(star).sql(one);
    }
  }

  /** A filter that leaves a tile alone without a word would mislead. */
  private void reachable(Dashboard dashboard, Tile tile) throws ModelProblem {
    if (!(tile.data() instanceof Asked.ByModel model)) {
      return;
    }
    List<String> spared = tile.unfilteredBy().stream().map(ColumnName::name).toList();
    String root = new QuerySql(star).root(model.query()).name();
    for (Filter filter : dashboard.filters()) {
      String dataset = star.place(filter.field()).dataset().name();
      if (!spared.contains(filter.name()) && !star.reaches(root, dataset)) {
        throw new ModelProblem(
            tile.at(),
            "filter "
                + filter.name()
                + " is about "
                + dataset
                + ", which "
                + root
                + " does not lead to",
            "say that it does not apply here, \"unfiltered-by: ["
                + filter.name()
                + "]\", or add a"
                + " relationship");
      }
    }
  }

  private void shown(Tile tile, List<String> columns) {
    Dashboard.Show show = tile.show();
    Stream.of(
            show.x().stream(),
            show.y().stream(),
            show.color().stream(),
            show.pointSize().stream(),
            show.label().stream(),
            show.titles().keySet().stream())
        .flatMap(names -> names)
        .filter(name -> !columns.contains(name.name()))
        .forEach(
            name ->
                report(
                    name.at(),
                    "the tile has no column \"" + name.name() + "\"",
                    Advice.oneOf(name.name(), columns)));
    boolean groups = tile.data().match(sql -> false, query -> !query.by().isEmpty());
    if (tile.chart() == Chart.FIGURE && groups) {
      report(tile.at(), "a figure of many rows", "take \"by\" out, or draw it as another chart");
    }
  }
}
