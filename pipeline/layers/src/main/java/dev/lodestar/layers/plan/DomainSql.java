package dev.lodestar.layers.plan;

import dev.lodestar.layers.Fragment.RowRule;
import dev.lodestar.lineage.LineageGraph;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Partition;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.Driving;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The SQL of a domain, understood: every model compiled against those it reads from, in the order
 * of dependence, or the problems that stand in the way.
 *
 * @param models in an order in which each comes after all it reads
 * @param tableRules the rules that are asked of whole tables
 * @param problems empty when the domain can run
 */
public record DomainSql(
    List<CompiledModel> models, List<TableRule> tableRules, List<Problem> problems) {

  /**
   * A model with its meaning.
   *
   * @param reads the stored tables it needs, for its rows or for its rules
   * @param rules the expectations on single rows
   * @param driving the tables whose rows become rows of the model
   * @param deletes a condition in DuckDB SQL, true of rows that delete
   */
  public record CompiledModel(
      Model model,
      CompiledQuery query,
      Set<TableName> reads,
      List<RowRule> rules,
      Driving driving,
      Optional<String> deletes) {
    public CompiledModel {
      reads = new LinkedHashSet<>(reads);
      rules = List.copyOf(rules);
    }

    /** The columns of the table: those of the query, and for a history when they hold. */
    public List<Column> columns() {
      return model.kind() == Model.Kind.HISTORY ? withValidity() : query.columns();
    }

    /** What a statement must know to name the table. */
    TableShape shape() {
      return model.kind() == Model.Kind.VIEW
          ? TableShape.view(model.table(), query.columns(), model.sql())
          : TableShape.stored(model.table(), columns());
    }

    /**
     * What is remembered of a row that deletes: its key, the columns of {@code keep}, and since
     * when it is known.
     */
    List<Column> columnsOfDeletes() {
      return query.columns().stream()
          .filter(
              c ->
                  model.key().contains(c.name())
                      || model.keep().filter(k -> k.columns().contains(c.name())).isPresent()
                      || model.known().filter(k -> k.name().equals(c.name())).isPresent())
          .toList();
    }

    private List<Column> withValidity() {
      ColumnType moment =
          query.columns().stream()
              .filter(c -> model.keep().filter(k -> k.column().equals(c.name())).isPresent())
              .map(Column::type)
              .findFirst()
              .orElse(ColumnType.TIMESTAMP);
      List<Column> columns = new ArrayList<>(query.columns());
      columns.add(new Column("valid_from", moment));
      columns.add(new Column("valid_to", moment));
      columns.add(new Column("is_current", ColumnType.BOOLEAN));
      query.columns().stream()
          .filter(c -> model.known().filter(k -> k.name().equals(c.name())).isPresent())
          .map(Column::type)
          .flatMap(type -> Stream.of(new Column("known_from", type), new Column("known_to", type)))
          .forEach(columns::add);
      return columns;
    }
  }

  public DomainSql {
    models = List.copyOf(models);
    tableRules = List.copyOf(tableRules);
    problems = List.copyOf(problems);
  }

  public static DomainSql of(Domain domain) {
    Compilation compilation = new Compilation(domain);
    domain.models().forEach(m -> compilation.visit(m, new ArrayList<>()));
    List<TableRule> tableRules = compilation.tableRules();
    compilation.checkTests();
    compilation.problems.sort(Problem.readingOrder(domain.folder()));
    return new DomainSql(List.copyOf(compilation.done.values()), tableRules, compilation.problems);
  }

  /** What SQL must know of the domain's tables. */
  public List<TableShape> tables(Domain domain) {
    List<TableShape> tables = new ArrayList<>();
    domain.sources().forEach(s -> tables.add(TableShape.stored(s.table(), s.tableColumns())));
    models.forEach(m -> tables.add(m.shape()));
    return tables;
  }

  /** Where every column of the domain comes from. */
  public LineageGraph lineage(Domain domain) {
    Map<TableName, List<Column>> columns = new LinkedHashMap<>();
    models.forEach(m -> columns.put(m.model().table(), m.columns()));
    return LineageGraph.of(domain, columns);
  }

  /** The tables that the rules of a model name. */
  static Set<TableName> referenced(Model model) {
    Set<TableName> tables = new LinkedHashSet<>();
    for (Expectation expectation : model.expectations()) {
      expectation.referenced().ifPresent(tables::add);
    }
    return tables;
  }

  /** Where a problem of a condition stands in its file. */
  static Problem inCondition(Position condition, SqlProblem problem) {
    Position position =
        problem.line() == 1 ? condition.part(problem.column() - 1, problem.length()) : condition;
    return new Problem(position, String.valueOf(problem.getMessage()), problem.advice());
  }

  /** Compiles models depth first, so that each finds the columns of those it reads. */
  private static final class Compilation {
    private static final Set<ColumnType> TIMES = Set.of(ColumnType.DATE, ColumnType.TIMESTAMP);

    private final Domain domain;
    private final Map<TableName, Model> models = new LinkedHashMap<>();
    private final Map<TableName, TableShape> shapes = new LinkedHashMap<>();
    private final Map<TableName, CompiledModel> done = new LinkedHashMap<>();
    private final Set<TableName> failed = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    Compilation(Domain domain) {
      this.domain = domain;
      for (Source source : domain.sources()) {
        shapes.put(source.table(), TableShape.stored(source.table(), source.tableColumns()));
      }
      domain.models().forEach(m -> models.put(m.table(), m));
    }

    /** Compiles a model after what it reads; {@code path} holds the models that wait for it. */
    private void visit(Model model, List<TableName> path) {
      TableName table = model.table();
      if (done.containsKey(table) || failed.contains(table)) {
        return;
      }
      if (path.contains(table)) {
        reportCycle(model, path.subList(path.indexOf(table), path.size()));
        failed.addAll(path);
        return;
      }
      path.add(table);
      try {
        Set<TableName> needed =
            new LinkedHashSet<>(SqlCompiler.references(model.sql(), model.layer().schema()));
        needed.addAll(referenced(model));
        for (TableName name : needed) {
          Model other = models.get(name);
          if (other != null) {
            visit(other, path);
          }
        }
        // What reads from a broken model cannot be judged; its own problem comes first.
        if (!failed.contains(table) && needed.stream().noneMatch(failed::contains)) {
          compile(model);
        } else {
          failed.add(table);
        }
      } catch (SqlProblem problem) {
        failed.add(table);
        problems.add(inSql(model, problem));
      } finally {
        path.remove(table);
      }
    }

    private void compile(Model model) throws SqlProblem {
      int before = problems.size();
      CompiledQuery query =
          new SqlCompiler(shapes.values()).compile(model.sql(), model.layer().schema());
      Driving driving = Driving.of(query.plan());
      checkRowByRow(model, driving);
      Optional<String> deletes = model.deletes().flatMap(d -> condition(d, query.columns()));
      List<RowRule> rules = rules(model, query.columns());
      Set<TableName> reads = new LinkedHashSet<>(query.inputs());
      reads.addAll(referenced(model));
      CompiledModel compiled = new CompiledModel(model, query, reads, rules, driving, deletes);
      checkColumns(compiled);
      if (problems.size() > before) {
        failed.add(model.table());
        return;
      }
      done.put(model.table(), compiled);
      shapes.put(model.table(), compiled.shape());
    }

    /** What accumulates is computed over some rows at a time, and must not be able to tell. */
    private void checkRowByRow(Model model, Driving driving) {
      if (!model.kind().accumulates()) {
        return;
      }
      driving
          .obstacle()
          .or(
              () ->
                  referenced(model).stream()
                      .filter(driving.tables()::contains)
                      .findFirst()
                      .map(t -> "a rule that refers to " + t + ", whose rows come"))
          .ifPresent(
              what ->
                  problems.add(
                      new Problem(
                          model.kindAt(),
                          "a model of kind "
                              + model.kind().name().toLowerCase(Locale.ROOT)
                              + " takes rows one by one, and this one has "
                              + what,
                          "make it kind: table, or do this in a model that reads it")));
    }

    /** What is asked of tables may name all of them, so it comes when they are known. */
    private List<TableRule> tableRules() {
      if (!failed.isEmpty()) {
        return List.of();
      }
      TableRules rules = new TableRules(shapes, problems);
      return done.values().stream().flatMap(m -> rules.of(m).stream()).toList();
    }

    /** Tests can be judged once every model is understood. */
    private void checkTests() {
      if (problems.isEmpty()) {
        try {
          problems.addAll(TestColumns.problems(domain, List.copyOf(done.values())));
        } catch (SqlProblem problem) {
          throw new IllegalStateException("A model that compiled has a problem", problem);
        }
      }
    }

    private void checkColumns(CompiledModel compiled) {
      Model model = compiled.model();
      List<String> names = compiled.query().columns().stream().map(Column::name).toList();
      List<String> all = compiled.columns().stream().map(Column::name).toList();
      all.subList(names.size(), all.size()).stream()
          .filter(names::contains)
          .forEach(n -> problems.add(makesItself(model, n)));
      model.key().forEach(k -> requireColumn(k, names, model.keyAt(), "key"));
      model.keep().stream()
          .flatMap(k -> k.by().stream())
          .forEach(c -> requireColumn(c.name(), names, c.at(), "keep"));
      model.known().ifPresent(k -> requireColumn(k.name(), names, k.at(), "known"));
      model.partitionBy().forEach(p -> checkPartition(p, compiled.columns()));
      for (ColumnDoc doc : model.columns()) {
        requireColumn(doc.column(), all, doc.at(), "columns");
      }
    }

    private void checkPartition(Partition partition, List<Column> columns) {
      requireColumn(
          partition.column(),
          columns.stream().map(Column::name).toList(),
          partition.at(),
          "partition-by");
      columns.stream()
          .filter(c -> c.name().equals(partition.column()))
          .filter(c -> partition.unit() != Partition.Unit.VALUE)
          .filter(c -> !TIMES.contains(c.type()))
          .forEach(
              c ->
                  problems.add(
                      new Problem(
                          partition.at(),
                          c.name() + " is " + c.type() + ", and " + partition + " needs a date",
                          "cast it to date or timestamp in the SELECT, or leave "
                              + partition.unit().name().toLowerCase(Locale.ROOT)
                              + " out")));
    }

    private static Problem makesItself(Model model, String column) {
      return new Problem(
          model.kindAt(),
          "the model has a column \"" + column + "\", which a history makes itself",
          "give it another name, or leave it out");
    }

    private void requireColumn(String column, List<String> names, Position at, String key) {
      if (!names.contains(column)) {
        problems.add(
            new Problem(
                at,
                key + " names \"" + column + "\", which is not a column of the model",
                advice(column, names)));
      }
    }

    private static String advice(String wanted, List<String> names) {
      String columns = "its columns are " + String.join(", ", names);
      return Nearest.to(wanted, names)
          .map(n -> "did you mean \"" + n + "\"? " + columns)
          .orElse(columns);
    }

    private List<RowRule> rules(Model model, List<Column> columns) {
      List<RowRule> rules = new ArrayList<>();
      List<String> names = columns.stream().map(Column::name).toList();
      for (Expectation expectation : model.expectations()) {
        expectation
            .uniqueColumns()
            .forEach(c -> requireColumn(c, names, expectation.rule().at(), "unique"));
        Optional<String> condition =
            expectation
                .rule()
                .match(
                    ofRow ->
                        ofRow.matchRow(
                            holds -> condition(holds, columns),
                            references -> condition(references, names),
                            values -> condition(values, columns)),
                    ofTable -> Optional.empty());
        condition.ifPresent(
            c -> rules.add(new RowRule(expectation.name(), c, expectation.otherwise())));
      }
      return rules;
    }

    private Optional<String> condition(Expectation.Rule.Holds holds, List<Column> columns) {
      try {
        return Optional.of(new SqlCompiler(List.of()).compileCondition(holds.condition(), columns));
      } catch (SqlProblem problem) {
        problems.add(inCondition(holds.at(), problem));
        return Optional.empty();
      }
    }

    private Optional<String> condition(Expectation.Rule.Values values, List<Column> columns) {
      List<String> names = columns.stream().map(Column::name).toList();
      requireColumn(values.column(), names, values.at(), values.asks());
      return columns.stream()
          .filter(c -> c.name().equals(values.column()))
          .findFirst()
          .flatMap(c -> ValueRule.condition(values, c, problems));
    }

    private Optional<String> condition(Expectation.Rule.References references, List<String> names) {
      requireColumn(references.column(), names, references.at(), "references");
      TableShape target = shapes.get(references.table());
      if (target == null) {
        return Optional.empty();
      }
      if (target.viewSql().isPresent()) {
        problems.add(
            new Problem(
                references.at(),
                references.table() + " is a view, and a rule can only refer to a table",
                "refer to the table behind it, or make it kind: table"));
        return Optional.empty();
      }
      List<String> targets = target.columns().stream().map(Column::name).toList();
      if (!targets.contains(references.target())) {
        problems.add(
            new Problem(
                references.at(),
                references.table() + " has no column \"" + references.target() + "\"",
                advice(references.target(), targets)));
        return Optional.empty();
      }
      String column = quoted(references.column());
      return Optional.of(
          column
              + " IS NULL OR "
              + column
              + " IN (SELECT "
              + quoted(references.target())
              + " FROM "
              + quoted(references.table().toString())
              + " WHERE "
              + quoted(references.target())
              + " IS NOT NULL)");
    }

    private static String quoted(String name) {
      return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private Problem inSql(Model model, SqlProblem problem) {
      Position position = domain.inFile(model, problem.line(), problem.column(), problem.length());
      return new Problem(position, String.valueOf(problem.getMessage()), problem.advice());
    }

    private void reportCycle(Model model, List<TableName> cycle) {
      List<String> names = new ArrayList<>(cycle.stream().map(TableName::toString).toList());
      names.add(model.table().toString());
      problems.add(
          new Problem(
              Position.startOf(model.sqlFile()),
              "models read each other in a circle: " + String.join(" → ", names),
              "take one of these steps out"));
    }
  }
}
