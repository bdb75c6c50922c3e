package dev.lodestar.layers.plan;

import dev.lodestar.layers.Fragment.Deletes;
import dev.lodestar.layers.Fragment.Field;
import dev.lodestar.layers.Fragment.Quarantine;
import dev.lodestar.layers.Work;
import dev.lodestar.layers.plan.DomainSql.CompiledModel;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.ModelTest;
import dev.lodestar.spec.Source;
import dev.lodestar.spec.TableName;
import dev.lodestar.sql.Distributor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the rows of a test become those of its model: the same fragments as in a run, in one piece
 * and without a warehouse.
 *
 * @param given the rows of given tables, as DuckDB SQL
 * @param works the models that are computed, in the order of dependence; the tested one is the last
 */
public record TestPlan(Map<TableName, Given> given, List<Work.Build> works, List<Field> result) {

  /** What is written for a given table. */
  public record Given(String query, List<Field> fields) {}

  /**
   * @param folder where the files of the test are put
   */
  public static TestPlan of(Domain domain, DomainSql sql, ModelTest test, Path folder) {
    return new Assembly(domain, forTest(domain, sql, test), test, folder).assemble();
  }

  /** A view whose rows are given is not computed, so it is read like a table. */
  private static DomainSql forTest(Domain domain, DomainSql sql, ModelTest test) {
    Set<TableName> given =
        test.given().stream().map(ModelTest.Given::table).collect(Collectors.toSet());
    boolean views =
        domain.models().stream()
            .anyMatch(m -> m.kind() == Model.Kind.VIEW && given.contains(m.table()));
    return views
        ? DomainSql.of(
            domain.withModels(
                domain.models().stream()
                    .map(m -> given.contains(m.table()) ? m.as(Model.Kind.TABLE) : m)
                    .toList()))
        : sql;
  }

  private static final class Assembly {
    private static final String MOMENT = "2000-01-01 00:00:00";

    private final Domain domain;
    private final ModelTest test;
    private final Path folder;
    private final Map<TableName, CompiledModel> models = new LinkedHashMap<>();
    private final Map<TableName, Given> given = new LinkedHashMap<>();
    private final Map<TableName, List<Field>> fields = new HashMap<>();
    private final Set<TableName> needed = new LinkedHashSet<>();

    Assembly(Domain domain, DomainSql sql, ModelTest test, Path folder) {
      this.domain = domain;
      this.test = test;
      this.folder = folder;
      sql.models().forEach(m -> models.put(m.model().table(), m));
    }

    TestPlan assemble() {
      for (Source source : domain.sources()) {
        fields.put(source.table(), numbered(source.tableColumns()));
      }
      models.forEach((table, m) -> fields.put(table, numbered(m.columns())));
      for (ModelTest.Given table : test.given()) {
        List<Field> columns = fields(table.table());
        given.put(table.table(), new Given(rows(table, columns), columns));
      }
      need(test.model(), new HashSet<>());
      List<Work.Build> works = new ArrayList<>();
      for (TableName table : models.keySet()) {
        if (needed.contains(table)) {
          works.add(work(models.get(table)));
        }
      }
      return new TestPlan(given, works, fields(test.model()));
    }

    private void need(TableName table, Set<TableName> seen) {
      CompiledModel model = models.get(table);
      if (model != null && !given.containsKey(table) && seen.add(table)) {
        needed.add(table);
        model.reads().forEach(read -> need(read, seen));
      }
    }

    private Work.Build work(CompiledModel model) {
      TableName table = model.model().table();
      Work work =
          ModelWork.of(
                  model,
                  Distributor.inOnePiece(model.query()),
                  fields(table),
                  this::fields,
                  folder.resolve(table.toString()).toString(),
                  new Quarantine(
                      folder.resolve(table.quarantine().toString()).toString(),
                      test.name(),
                      MOMENT),
                  remembered(model),
                  Optional.empty(),
                  Map.of(),
                  1)
              .work();
      if (work instanceof Work.Build build) {
        return build;
      }
      throw new IllegalStateException("Not built from a model: " + table);
    }

    private Optional<Deletes> remembered(CompiledModel model) {
      TableName deletes = model.model().table().deletes();
      return model.model().kind().hasChanges()
          ? Optional.of(
              new Deletes(
                  deletes.toString(),
                  folder.resolve(deletes.toString()).toString(),
                  numbered(model.columnsOfDeletes())))
          : Optional.empty();
    }

    private List<Field> fields(TableName table) {
      List<Field> known = fields.get(table);
      if (known == null) {
        throw new IllegalStateException("No columns known of " + table);
      }
      return known;
    }

    private static List<Field> numbered(List<Column> columns) {
      List<Field> list = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        list.add(new Field(columns.get(i), i + 1));
      }
      return list;
    }
  }

  /**
   * Rows as they are written, each numbered as the row of a file that is called after the table.
   */
  private static String rows(ModelTest.Given table, List<Field> columns) {
    List<String> rows = new ArrayList<>();
    for (ModelTest.Row row : table.rows()) {
      Map<String, Optional<String>> values = new HashMap<>();
      values.put("_source_file", Optional.of(table.table().toString()));
      values.put("_source_row", Optional.of(String.valueOf(rows.size() + 1)));
      row.cells().forEach(c -> values.put(c.column(), c.value()));
      rows.add(select(values, columns));
    }
    return rows.isEmpty()
        ? select(Map.of(), columns) + " WHERE false"
        : String.join(" UNION ALL ", rows);
  }

  private static String select(Map<String, Optional<String>> values, List<Field> columns) {
    return columns.stream()
        .map(
            f ->
                literal(values.getOrDefault(f.column().name(), Optional.empty()), f.column())
                    + " AS \""
                    + f.column().name().replace("\"", "\"\"")
                    + "\"")
        .collect(Collectors.joining(", ", "SELECT ", ""));
  }

  /** A value as DuckDB SQL, of the type of its column. */
  public static String literal(Optional<String> value, Column column) {
    return "CAST("
        + value.map(text -> "'" + text.replace("'", "''") + "'").orElse("NULL")
        + " AS "
        + column.type()
        + ")";
  }
}
