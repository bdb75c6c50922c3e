package dev.lodestar.semantic;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.semantic.Aggregation;
import dev.lodestar.spec.semantic.Asked;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.NamedFilter;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.VerifiedQuery;
import dev.lodestar.sql.ColumnUse;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is wrong with a semantic model, held against the tables of its domain. */
final class ModelChecks {
  private static final Set<ColumnType.Kind> TEXTS =
      Set.of(ColumnType.Kind.VARCHAR, ColumnType.Kind.BOOLEAN);

  private final Star star;
  private final SemanticModel model;
  private final Domain domain;
  private final List<Problem> problems = new ArrayList<>();

  private ModelChecks(Star star, Domain domain) {
    this.star = star;
    this.model = star.model();
    this.domain = domain;
  }

  static List<Problem> problems(Star star, Domain domain) {
    ModelChecks checks = new ModelChecks(star, domain);
    checks.problems.addAll(SameWords.in(star.model(), domain.languages()));
    star.model().datasets().forEach(checks::dataset);
    star.model().relationships().forEach(checks::relationship);
    if (checks.problems.isEmpty()) {
      star.model().metrics().forEach(checks::metric);
      star.model().filters().forEach(checks::filter);
      star.model().verified().forEach(checks::verified);
      checks.defaultMetric();
    }
    return checks.problems;
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

  private void dataset(Dataset dataset) {
    Optional<TableShape> shape = star.shape(dataset);
    if (shape.isEmpty()) {
      List<String> gold =
          domain.models().stream()
              .map(Model::table)
              .filter(t -> t.schema().equals(Star.SCHEMA))
              .map(TableName::toString)
              .toList();
      report(
          dataset.source().at(),
          "no table \"" + dataset.source().name() + "\"",
          Advice.oneOf(dataset.source().name(), gold));
      return;
    }
    List<String> columns = shape.get().columns().stream().map(Column::name).toList();
    keys(dataset).forEach(key -> key.forEach(c -> known(c, columns, "the table", "column")));
    dataset.fields().forEach(f -> field(dataset, f, columns));
    dataset.time().ifPresent(t -> time(dataset, t));
    dataset.shownAs().ifPresent(f -> fieldOf(dataset, f));
    dataset.countedBy().ifPresent(f -> fieldOf(dataset, f));
  }

  private static List<List<ColumnName>> keys(Dataset dataset) {
    List<List<ColumnName>> keys = new ArrayList<>(dataset.uniqueKeys());
    if (!dataset.primaryKey().isEmpty()) {
      keys.add(0, dataset.primaryKey());
    }
    return keys;
  }

  private void known(ColumnName name, List<String> known, String where, String what) {
    if (!known.contains(name.name())) {
      report(
          name.at(),
          where + " has no " + what + " \"" + name.name() + "\"",
          Advice.oneOf(name.name(), known));
    }
  }

  private void fieldOf(Dataset dataset, ColumnName name) {
    List<String> fields = dataset.fields().stream().map(Field::name).toList();
    known(name, fields, "dataset " + dataset.name(), "field");
  }

  private void time(Dataset dataset, ColumnName name) {
    fieldOf(dataset, name);
    dataset
        .field(name.name())
        .filter(f -> !f.isTime())
        .ifPresent(
            f ->
                report(
                    name.at(),
                    dataset.name() + "." + f.name() + " does not tell when",
                    "name another field, or say \"dimension: {is_time: true}\" of this one"));
  }

  /** What other tools alone understand is carried along for them, unseen. */
  private static boolean isCarried(Naming naming, Expression expression) {
    return naming.hidden() && expression.sql().isEmpty() && !expression.dialects().isEmpty();
  }

  private void field(Dataset dataset, Field field, List<String> columns) {
    if (isCarried(field.naming(), field.expression())) {
      return;
    }
    field.sortedBy().ifPresent(f -> fieldOf(dataset, f));
    Star.Place place = new Star.Place(dataset, field);
    attempt(
        () -> {
          Optional<SqlText> sql = field.expression().sql();
          if (sql.isPresent()) {
            columnsOf(sql.get(), dataset, columns);
          }
          ColumnType type = star.type(place);
          boolean adds =
              field
                  .aggregation()
                  .filter(a -> a == Aggregation.SUM || a == Aggregation.AVERAGE)
                  .isPresent();
          if (adds && TEXTS.contains(type.kind())) {
            report(
                field.at(),
                place + " is " + type + ", and cannot be added up",
                "choose another aggregation, or leave it out");
          }
        });
  }

  private void columnsOf(SqlText sql, Dataset dataset, List<String> columns) throws ModelProblem {
    try {
      for (ColumnUse use : SqlCompiler.columnsIn(sql.text())) {
        Position at = sql.at(use.line(), use.column(), use.endColumn() - use.column() + 1);
        if (use.aggregate() > 0) {
          throw new ModelProblem(
              at, "an aggregate in a field", "make it a metric, or take the aggregate out");
        }
        String column = use.path().get(use.path().size() - 1);
        if (!columns.contains(column)) {
          throw new ModelProblem(
              at,
              dataset.source().name() + " has no column \"" + column + "\"",
              Advice.oneOf(column, columns));
        }
      }
    } catch (SqlProblem problem) {
      throw ModelProblem.in(sql, problem);
    }
  }

  private void relationship(Relationship relationship) {
    Optional<Dataset> from = end(relationship.from());
    Optional<Dataset> to = end(relationship.to());
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    columnsOf(from.get(), relationship.fromColumns());
    columnsOf(to.get(), relationship.toColumns());
    Set<String> target = names(relationship.toColumns());
    Position at =
        relationship.toColumns().isEmpty()
            ? relationship.at()
            : relationship.toColumns().get(0).at();
    if (keys(to.get()).stream().noneMatch(key -> target.containsAll(names(key)))) {
      report(
          at,
          String.join(", ", target) + " is no key of " + to.get().name(),
          "a relationship leads to one row at most: lead it to a key, and list that as primary_key"
              + " or among unique_keys of "
              + to.get().name());
      return;
    }
    TableName table = Star.table(to.get());
    domain.models().stream()
        .filter(m -> m.table().equals(table) && !isUnique(m, target))
        .findFirst()
        .ifPresent(
            m ->
                report(
                    at,
                    "nothing says that " + String.join(", ", target) + " is unique in " + table,
                    "add \"- unique: ["
                        + String.join(", ", target)
                        + "]\" to what "
                        + table.schema()
                        + "/"
                        + table.name()
                        + ".yaml expects"));
    attempt(
        () ->
            compiles(
                "SELECT 1 AS one FROM " + Star.from(from.get()) + "\n" + star.join(relationship),
                relationship.at()));
  }

  private static boolean isUnique(Model table, Set<String> columns) {
    List<List<String>> keys = new ArrayList<>();
    table.expectations().stream().map(e -> e.uniqueColumns()).forEach(keys::add);
    if (table.keep().isPresent() && table.kind() != Model.Kind.APPEND) {
      keys.add(table.identity());
    }
    return table.kind() == Model.Kind.VIEW
        || keys.stream().anyMatch(key -> !key.isEmpty() && columns.containsAll(key));
  }

  private static Set<String> names(List<ColumnName> columns) {
    Set<String> names = new TreeSet<>();
    columns.forEach(c -> names.add(c.name()));
    return names;
  }

  private Optional<Dataset> end(ColumnName name) {
    Optional<Dataset> dataset = model.dataset(name.name());
    if (dataset.isEmpty() && !name.name().isEmpty()) {
      report(
          name.at(),
          "unknown dataset \"" + name.name() + "\"",
          Advice.oneOf(name.name(), model.datasets().stream().map(Dataset::name).toList()));
    }
    return dataset.filter(d -> star.shape(d).isPresent());
  }

  private void columnsOf(Dataset dataset, List<ColumnName> names) {
    List<String> columns =
        star.shape(dataset).stream().flatMap(s -> s.columns().stream()).map(Column::name).toList();
    names.forEach(n -> known(n, columns, dataset.source().name(), "column"));
  }

  private void metric(Metric metric) {
    if (isCarried(metric.naming(), metric.expression())) {
      return;
    }
    attempt(
        () -> {
          QuerySql queries = new QuerySql(star);
          Formula formula = queries.formula(metric);
          Dataset root = queries.root(metric, formula);
          SqlText sql = metric.expression().sql().orElseThrow();
          StringBuilder select = new StringBuilder("SELECT\n").append(formula.sql());
          select.append("\nAS value_of_metric FROM ").append(Star.from(root));
          for (Relationship join : star.joins(root, formula.datasets(), sql.at())) {
            select.append("\n").append(star.join(join));
          }
          compiles(select.toString(), sql, formula.sql());
          if (metric.time().isPresent()) {
            Star.Place time = star.place(metric.time().get());
            if (!star.reaches(root.name(), time.dataset().name()) || !time.field().isTime()) {
              report(
                  metric.time().get().at(),
                  time + " does not tell when rows of " + root.name() + " happened",
                  "name a time of " + root.name() + " or of what it leads to");
            }
          }
        });
  }

  /** Compiles what was written out of an expression; where nothing moved, places are told. */
  private void compiles(String select, SqlText expression, String written) {
    try {
      star.compiler().compile(select, Star.SCHEMA);
    } catch (SqlProblem problem) {
      boolean inPlace = written.equals(expression.text()) && problem.line() > 1;
      Position at =
          inPlace
              ? expression.at(problem.line() - 1, problem.column(), problem.length())
              : expression.at();
      report(at, String.valueOf(problem.getMessage()), problem.advice());
    }
  }

  private void compiles(String select, Position at) {
    try {
      star.compiler().compile(select, Star.SCHEMA);
    } catch (SqlProblem problem) {
      report(at, String.valueOf(problem.getMessage()), problem.advice());
    }
  }

  private void filter(NamedFilter filter) {
    attempt(
        () -> {
          Formula formula = star.formula(filter.sql());
          if (formula.aggregates() || formula.datasets().isEmpty()) {
            report(
                filter.sql().at(),
                formula.aggregates() ? "an aggregate in a filter" : "a filter on no field",
                "compare a field with something, as in orders.quantity > 100");
            return;
          }
          Dataset root = star.root(formula.datasets(), filter.sql().at());
          StringBuilder select = new StringBuilder("SELECT 1 AS one FROM ");
          select.append(Star.from(root));
          for (Relationship join : star.joins(root, formula.datasets(), filter.sql().at())) {
            select.append(" ").append(star.join(join));
          }
          select.append(" WHERE\n").append(formula.sql());
          compiles(select.toString(), filter.sql(), formula.sql());
        });
  }

  private void verified(VerifiedQuery verified) {
    attempt(() -> compiled(star, verified.answer()));
  }

  /** Compiles what gives an answer, and shows a mistake where it stands. */
  static CompiledQuery compiled(Star star, Asked asked) throws ModelProblem {
    if (asked instanceof Asked.ByModel model) {
      String select = new QuerySql(star).sql(model.query());
      try {
        return star.compiler().compileForReader(select, Star.SCHEMA);
      } catch (SqlProblem problem) {
        throw new ModelProblem(
            model.query().at(), String.valueOf(problem.getMessage()), problem.advice());
      }
    }
    return compiled(star.compiler(), asked.match(sql -> sql, query -> SqlText.of("", query.at())));
  }

  static CompiledQuery compiled(SqlCompiler compiler, SqlText sql) throws ModelProblem {
    try {
      return compiler.compileForReader(sql.text(), Star.SCHEMA);
    } catch (SqlProblem problem) {
      throw ModelProblem.in(sql, problem);
    }
  }

  private void defaultMetric() {
    Map<String, Metric> metrics = new TreeMap<>();
    model.metrics().forEach(m -> metrics.put(m.name(), m));
    model
        .defaultMetric()
        .filter(m -> !metrics.containsKey(m.name()))
        .ifPresent(
            m ->
                report(
                    m.at(),
                    "unknown metric \"" + m.name() + "\"",
                    Star.nearest(m.name(), new HashSet<>(metrics.keySet()))));
  }
}
