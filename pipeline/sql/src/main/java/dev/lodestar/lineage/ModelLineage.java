package dev.lodestar.lineage;

import dev.lodestar.lineage.TableLineage.Kind;
import dev.lodestar.lineage.TableLineage.Outside;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Expectation.Otherwise;
import dev.lodestar.spec.Expectation.Rule;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.CompiledQuery;
import dev.lodestar.sql.Influence;
import dev.lodestar.sql.Influences;
import dev.lodestar.sql.Origin;
import dev.lodestar.sql.QueryLineage;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lineage of one model: that of its SELECT, and what its YAML does to rows after it. The key
 * and {@code keep} choose rows as a window does; a rule that sets rows aside filters them; any
 * other rule looks at other tables without a mark on the rows.
 */
final class ModelLineage {
  private final Model model;
  private final List<Column> columns;
  private final SqlCompiler tables;
  private final Set<TableName> madeFrom;
  private final Map<String, Influences> byColumn;
  private Influences rows;

  private ModelLineage(Model model, List<Column> columns, Collection<TableShape> shapes) {
    this.model = model;
    this.columns = columns;
    this.tables = new SqlCompiler(shapes);
    CompiledQuery query = compiled(tables, model.sql());
    this.madeFrom = query.inputs();
    QueryLineage selected = query.lineage();
    this.byColumn = new LinkedHashMap<>(selected.columns());
    this.rows = selected.rows();
  }

  /**
   * @param columns all columns of the model's table
   * @param shapes every table of the domain, views as if they were stored
   */
  static TableLineage of(Model model, List<Column> columns, Collection<TableShape> shapes) {
    ModelLineage lineage = new ModelLineage(model, columns, shapes);
    lineage.addVersions();
    lineage.addKey();
    lineage.addDeletes();
    model.expectations().forEach(lineage::addRule);
    return new TableLineage(
        model.table(),
        model.kind() == Model.Kind.VIEW ? Kind.VIEW : Kind.TABLE,
        columns,
        lineage.madeFrom,
        new QueryLineage(lineage.byColumn, lineage.withoutItself(lineage.rows)),
        Outside.NOWHERE);
  }

  private Influences behind(String column) {
    return byColumn.getOrDefault(column, Influences.NONE);
  }

  private Influences behind(Collection<String> names) {
    return names.stream().map(this::behind).reduce(Influences.NONE, Influences::and);
  }

  /** The columns that a history makes: when the change was, and what follows from others. */
  private void addVersions() {
    if (model.kind() != Model.Kind.HISTORY) {
      return;
    }
    Influences moment = model.keep().map(k -> behind(k.column())).orElse(Influences.NONE);
    Influences versions = behind(choosing()).all(Influence.WINDOW);
    byColumn.put("valid_from", moment);
    byColumn.put("valid_to", moment.and(versions));
    byColumn.put("is_current", versions);
    model.known().map(k -> behind(k.name())).ifPresent(known -> addBeliefs(known, versions));
  }

  private void addBeliefs(Influences known, Influences versions) {
    byColumn.put("known_from", known);
    byColumn.put("known_to", known.and(versions));
  }

  private void addKey() {
    if (!model.key().isEmpty()) {
      rows = rows.and(behind(choosing()).all(Influence.WINDOW));
    }
  }

  /** The columns by which one row of a key wins over others, or follows them. */
  private List<String> choosing() {
    return Stream.of(
            model.key().stream(),
            model.keep().stream().flatMap(keep -> keep.columns().stream()),
            model.known().map(ColumnName::name).stream())
        .flatMap(names -> names)
        .toList();
  }

  private void addDeletes() {
    model.deletes().ifPresent(d -> rows = rows.and(behind(d.condition(), Influence.FILTER)));
  }

  private void addRule(Expectation expectation) {
    boolean filters =
        expectation.otherwise() == Otherwise.QUARANTINE
            || expectation.otherwise() == Otherwise.DROP;
    expectation
        .rule()
        .match(
            ofRow -> {
              addRowRule(ofRow, filters ? Influence.FILTER : Influence.RULE);
              return Optional.empty();
            },
            ofTable -> {
              addTableRule(ofTable);
              return Optional.empty();
            });
  }

  private void addRowRule(Rule.OfRow rule, Influence as) {
    Influences looksAt =
        rule.matchRow(
            holds -> behind(holds.condition(), as),
            references ->
                behind(references.column())
                    .all(as)
                    .and(Influences.of(new Origin(references.table(), references.target()), as)),
            values -> behind(values.column()).all(as));
    rows = rows.and(looksAt);
  }

  /** A rule over the whole table, as far as it looks at others. */
  private void addTableRule(Rule.OfTable rule) {
    if (rule instanceof Rule.SumEquals sum) {
      rows = rows.and(Influences.of(new Origin(sum.table(), sum.target()), Influence.RULE));
    }
    if (rule instanceof Rule.Query query) {
      QueryLineage read = compiledForReader(query.sql()).lineage();
      Influences all = read.columns().values().stream().reduce(read.rows(), Influences::and);
      rows = rows.and(all.all(Influence.RULE));
    }
  }

  /** What stands behind a condition over the model's own columns. */
  private Influences behind(String condition, Influence as) {
    TableName table = model.table();
    SqlCompiler itself = new SqlCompiler(List.of(TableShape.stored(table, columns)));
    String select =
        "SELECT 1 AS one FROM \""
            + table.schema()
            + "\".\""
            + table.name()
            + "\" WHERE (\n"
            + condition
            + "\n)";
    return behind(
            compiled(itself, select).lineage().rows().byOrigin().keySet().stream()
                .map(Origin::column)
                .toList())
        .all(as);
  }

  /** A rule may look at the table it belongs to, which is not news. */
  private Influences withoutItself(Influences influences) {
    return influences.from(origin -> !origin.table().equals(model.table()));
  }

  private CompiledQuery compiled(SqlCompiler compiler, String sql) {
    try {
      return compiler.compile(sql, model.layer().schema());
    } catch (SqlProblem problem) {
      throw unexpected(sql, problem);
    }
  }

  private CompiledQuery compiledForReader(String sql) {
    try {
      return tables.compileForReader(sql, model.layer().schema());
    } catch (SqlProblem problem) {
      throw unexpected(sql, problem);
    }
  }

  private IllegalStateException unexpected(String sql, SqlProblem problem) {
    return new IllegalStateException(
        "SQL of " + model.table() + " was understood before, and now is not: " + sql, problem);
  }
}
