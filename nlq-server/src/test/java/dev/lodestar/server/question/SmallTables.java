package dev.lodestar.server.question;

import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.Column;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model over tables of a few rows. What they answer is a text: rows stand between semicolons,
 * numbers with at most two digits after the point.
 */
final class SmallTables {
  private final Model model;
  private final QuestionParser parser;
  private final SqlCompiler compiler;
  private final String rows;
  private Connection connection;

  /**
   * @param rows the resource that has them, as {@code table: value, value}
   */
  SmallTables(Star star, String rows, String today) {
    this.model = star.model();
    this.parser = star.parser(today);
    this.compiler = new SqlCompiler(model.datasets().stream().map(SmallTables::shape).toList());
    this.rows = rows;
  }

  /** Of the resources NAME.star and NAME.rows. */
  static SmallTables of(String name, String today) {
    return new SmallTables(Star.of(resource(name + ".star")), name + ".rows", today);
  }

  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      for (Dataset dataset : model.datasets()) {
        List<String> columns =
            dataset.fields().stream().map(f -> f.ref().field() + " " + f.type()).toList();
        String table = "\"" + dataset.table() + "\"";
        statement.execute("CREATE TABLE " + table + " (" + String.join(", ", columns) + ")");
        statement.execute("CREATE VIEW " + dataset.name() + " AS FROM " + table);
      }
      for (String line : resource(rows).lines().filter(l -> !l.isBlank()).toList()) {
        String[] parts = line.split(": ", 2);
        statement.execute("INSERT INTO \"gold." + parts[0] + "\" VALUES (" + parts[1] + ")");
      }
    }
  }

  void close() throws SQLException {
    connection.close();
  }

  /** The rows that answer a question; ASK or REFUSED when none do. */
  String answer(String question) throws SQLException, SqlProblem {
    return answer(parser.read(question, Optional.empty()));
  }

  /** The rows that answer a question that goes on from another one. */
  String answer(String before, String question) throws SQLException, SqlProblem {
    Optional<LogicalQuery> asked =
        parser
            .read(before, Optional.empty())
            .match(
                u -> Optional.of(u.reading().query()),
                m -> Optional.empty(),
                t -> Optional.empty(),
                r -> Optional.empty());
    return asked.isEmpty()
        ? "REFUSED BEFORE"
        : answer(parser.read(question, Optional.empty(), asked));
  }

  private String answer(Interpretation read) throws SQLException, SqlProblem {
    Optional<String> sql =
        read.match(
            u -> Optional.of(u.reading().planned().sql()),
            m -> Optional.empty(),
            t -> Optional.empty(),
            r -> Optional.empty());
    return sql.isPresent()
        ? rows(compiler.compileForReader(sql.get(), "gold").duckDb())
        : read.match(u -> "", m -> "ASK", t -> "TOLD", r -> "REFUSED");
  }

  /** What a question is said to mean means the same again. */
  void saidAgain(String question) {
    QuestionsTest.saidAgain(parser, question);
  }

  /** The rows that a statement of DuckDB gives. */
  String rows(String duckDb) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(duckDb)) {
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(text(result.getObject(i)));
        }
        found.add(String.join(", ", cells));
      }
    }
    return found.isEmpty() ? "nothing" : String.join("; ", found);
  }

  private static String text(Object cell) {
    if (cell instanceof Double || cell instanceof BigDecimal) {
      BigDecimal number = new BigDecimal(cell.toString()).setScale(2, RoundingMode.HALF_UP);
      return number.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(cell);
  }

  private static TableShape shape(Dataset dataset) {
    return TableShape.stored(
        dataset.table(),
        dataset.fields().stream().map(f -> new Column(f.ref().field(), f.type())).toList());
  }

  static String resource(String name) {
    try (InputStream in = SmallTables.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("No resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name, e);
    }
  }
}
