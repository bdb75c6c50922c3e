package dev.lodestar.layers.plan;

import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.ModelTest;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that the rows of tests fit the tables whose rows they are. */
final class TestColumns {
  private final Map<TableName, List<Column>> columns = new HashMap<>();
  private final Map<TableName, Model> models = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private TestColumns(Domain domain, List<CompiledModel> compiled) {
    domain.sources().forEach(s -> columns.put(s.table(), s.tableColumns()));
    compiled.forEach(m -> columns.put(m.model().table(), m.columns()));
    domain.models().forEach(m -> models.put(m.table(), m));
  }

  /** The problems of the tests of a domain whose models are all understood. */
  static List<Problem> problems(Domain domain, List<CompiledModel> compiled) throws SqlProblem {
    TestColumns checks = new TestColumns(domain, compiled);
    for (ModelTest test : domain.tests()) {
      checks.check(test);
    }
    return checks.problems;
  }

  private void check(ModelTest test) throws SqlProblem {
    Set<TableName> upstream = upstream(test.model());
    for (ModelTest.Given given : test.given()) {
      if (!upstream.contains(given.table())) {
        List<String> names = upstream.stream().map(TableName::toString).sorted().toList();
        problems.add(
            new Problem(
                given.at(),
                test.model() + " does not read " + given.table(),
                "give one of " + String.join(", ", names)));
      }
      given.rows().forEach(row -> row.cells().forEach(cell -> check(cell, given.table())));
    }
    test.expect()
        .ifPresent(rows -> rows.forEach(row -> row.cells().forEach(c -> check(c, test.model()))));
    test.quarantined().ifPresent(rows -> rows.forEach(row -> checkReasons(row, test.model())));
  }

  /** All that a model reads, and what that reads, and so on. */
  private Set<TableName> upstream(TableName table) throws SqlProblem {
    Set<TableName> all = new LinkedHashSet<>();
    List<TableName> left = new ArrayList<>(List.of(table));
    while (!left.isEmpty()) {
      Model model = models.get(left.remove(left.size() - 1));
      if (model != null) {
        Set<TableName> reads =
            new LinkedHashSet<>(SqlCompiler.references(model.sql(), model.layer().schema()));
        reads.addAll(DomainSql.referenced(model));
        reads.stream().filter(all::add).forEach(left::add);
      }
    }
    return all;
  }

  private void check(ModelTest.Cell cell, TableName table) {
    List<Column> known = columns.getOrDefault(table, List.of());
    Optional<Column> column = known.stream().filter(c -> c.name().equals(cell.column())).findAny();
    if (column.isEmpty()) {
      List<String> names = known.stream().map(Column::name).toList();
      problems.add(
          new Problem(
              cell.columnAt(),
              table + " has no column \"" + cell.column() + "\"",
              Nearest.to(cell.column(), names).map(n -> "did you mean \"" + n + "\"? ").orElse("")
                  + "its columns are "
                  + String.join(", ", names)));
    } else if (cell.value().isPresent() && !fits(cell.value().get(), column.get().type())) {
      problems.add(
          new Problem(
              cell.at(),
              "\"" + cell.value().get() + "\" is no " + column.get().type(),
              "write it as in " + example(column.get().type())));
    }
  }

  private void checkReasons(ModelTest.Row row, TableName table) {
    Model model = models.get(table);
    if (model == null) {
      return;
    }
    List<String> rules = model.expectations().stream().map(Expectation::name).toList();
    for (String reason : row.reasons().orElse(List.of())) {
      if (!rules.contains(reason)) {
        problems.add(
            new Problem(
                row.at(),
                table + " has no rule \"" + reason + "\"",
                rules.isEmpty() ? "it has no rules" : "its rules are " + String.join(", ", rules)));
      }
    }
  }

  static boolean fits(String text, ColumnType type) {
    try {
      return switch (type.kind()) {
        case VARCHAR -> true;
        case BOOLEAN -> text.equals("true") || text.equals("false");
        case INTEGER -> Integer.toString(Integer.parseInt(text)).equals(text);
        case BIGINT -> Long.toString(Long.parseLong(text)).equals(text);
        case DOUBLE -> !Double.isNaN(Double.parseDouble(text));
        case DECIMAL -> new BigDecimal(text).stripTrailingZeros().scale() <= type.scale();
        case DATE -> LocalDate.parse(text).toString().equals(text);
        case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T')) != null;
      };
    } catch (NumberFormatException | DateTimeParseException e) {
      // That it cannot be read is the answer.
      return false;
    }
  }

  static String example(ColumnType type) {
    return switch (type.kind()) {
      case VARCHAR -> "text";
      case BOOLEAN -> "true";
      case INTEGER, BIGINT -> "42";
      case DOUBLE -> "4.2";
      case DECIMAL -> type.scale() == 0 ? "42" : "42." + "5".repeat(Math.min(2, type.scale()));
      case DATE -> "2024-02-29";
      case TIMESTAMP -> "2024-02-29 12:30:00";
    };
  }
}
