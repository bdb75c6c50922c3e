package dev.lodestar.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lodestar.semantic.AnswerChecks;
import dev.lodestar.semantic.QuerySql;
import dev.lodestar.semantic.Star;
import dev.lodestar.semantic.TileSql;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.DomainReader;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.answers.AnswerFiles;
import dev.lodestar.spec.answers.Dashboard;
import dev.lodestar.spec.answers.Question;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.ModelQuery;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a sample says of how it is asked and shown, held against the tables it has released, which
 * stand in an oracle under names like {@code "gold.fact_orders"}.
 */
final class Answers {
  private static final int FEWEST_QUESTIONS = 30;
  private static final List<String> LANGUAGES = List.of("en", "fr");

  private final Oracle tables;
  private final AnswerFiles files;
  private final Star star;
  private final SqlCompiler compiler;

  private Answers(Sample sample, Domain domain, Oracle tables) {
    List<TableShape> shapes = Released.shapes(sample.warehouse());
    this.tables = tables;
    this.files = AnswerFiles.of(domain);
    this.star = new Star(files.model().orElseThrow(), shapes);
    this.compiler = new SqlCompiler(shapes);
    assertThat(AnswerChecks.problems(files, domain, shapes)).isEmpty();
  }

  /** Every question, tile, measure and verified query gives rows, and says what it means. */
  static void assertAllGiven(Sample sample, Oracle tables) throws Exception {
    Domain domain = domain(sample);
    Answers answers = new Answers(sample, domain, tables);
    answers.assertQuestions();
    answers.assertTiles();
    answers.assertModel();
    SaidAgain.assertOf(sample, domain);
  }

  private static Domain domain(Sample sample) {
    return DomainReader.read(sample.folder(), sample.variables())
        .match(
            good -> good,
            problems -> {
              throw new AssertionError(problems);
            });
  }

  /** What measures of the model come to over everything; {@code round(x, n)} rounds one. */
  static String measures(Sample sample, Oracle tables, String... measures) throws Exception {
    Answers answers = new Answers(sample, domain(sample), tables);
    List<String> names =
        Stream.of(measures).map(m -> m.replaceFirst("round\\((\\w+),.*", "$1")).toList();
    String sql = new QuerySql(answers.star).sql(query(names));
    return answers
        .rows("SELECT " + String.join(", ", measures) + " FROM (" + sql + ") AS measured")
        .get(0);
  }

  private static ModelQuery query(List<String> measures) {
    Position nowhere = Position.startOf(Path.of("test"));
    return new ModelQuery(
        measures.stream().map(m -> new ColumnName(m, nowhere)).toList(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        nowhere);
  }

  private List<String> rows(String sql) throws SqlProblem, SQLException {
    return tables.rows(compiler.compileForReader(sql, "gold").duckDb());
  }

  private void assertQuestions() throws Exception {
    List<Question> questions = new ArrayList<>();
    files.questions().forEach(q -> collect(q, questions));
    assertThat(questions).hasSizeGreaterThanOrEqualTo(FEWEST_QUESTIONS);
    assertThat(questions).extracting(Question::expect).contains(Question.Expect.values());
    for (Question question : questions) {
      assertThat(question.ask().byLanguage()).containsOnlyKeys(LANGUAGES);
      if (question.sql().isPresent()) {
        assertThat(rows(question.sql().get().text())).as(question.ask().toString()).isNotEmpty();
      }
    }
  }

  private static void collect(Question question, List<Question> all) {
    all.add(question);
    question.then().forEach(next -> collect(next, all));
  }

  private void assertTiles() throws Exception {
    Dashboard dashboard = files.dashboard().orElseThrow();
    TileSql tiles = new TileSql(star, dashboard);
    for (Dashboard.Page page : dashboard.pages()) {
      for (Dashboard.Tile tile : page.tiles()) {
        assertThat(tile.title().byLanguage()).containsOnlyKeys(LANGUAGES);
        assertThat(rows(tiles.sql(tile, Map.of()))).as(tile.title().in("en")).isNotEmpty();
        assertThat(rows(tiles.sql(tile, tiles.initially()))).as(tile.title().in("en")).isNotEmpty();
      }
    }
    for (Dashboard.Filter filter : dashboard.filters()) {
      List<String> choices = rows(tiles.choices(filter));
      assertThat(choices).as(filter.name()).isNotEmpty();
      boolean range = filter.choose() == Dashboard.Choose.RANGE;
      List<String> chosen =
          range
              ? List.of(choices.get(0), choices.get(choices.size() - 1))
              : List.of(choices.get(0));
      for (Dashboard.Page page : dashboard.pages()) {
        for (Dashboard.Tile tile : page.tiles()) {
          assertThat(rows(tiles.sql(tile, Map.of(filter.name(), chosen))))
              .as("%s where %s is %s", tile.title().in("en"), filter.name(), chosen)
              .isNotEmpty();
        }
      }
    }
  }

  private void assertModel() throws Exception {
    SemanticModel model = star.model();
    for (Metric metric : model.metrics()) {
      String value = rows(new QuerySql(star).sql(query(List.of(metric.name())))).get(0);
      assertThat(value).as(metric.name()).isNotEqualTo("null");
      assertThat(metric.naming().name().byLanguage()).containsOnlyKeys(LANGUAGES);
    }
    for (VerifiedQuery verified : model.verified()) {
      String sql =
          verified.answer() instanceof Asked.ByModel asked
              ? new QuerySql(star).sql(asked.query())
              : verified.answer().match(text -> text.text(), query -> "");
      assertThat(rows(sql)).as(verified.ask().toString()).isNotEmpty();
    }
  }
}
