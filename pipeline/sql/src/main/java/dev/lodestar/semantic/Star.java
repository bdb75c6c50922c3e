package dev.lodestar.semantic;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Nearest;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.sql.ColumnUse;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of a semantic model, and how they hang together. Immutable. */
public final class Star {
  static final String SCHEMA = "gold";

  private final SemanticModel model;
  private final Map<TableName, TableShape> tables = new LinkedHashMap<>();
  private final SqlCompiler compiler;

  /** A model over the tables that there are. */
  public Star(SemanticModel model, Collection<TableShape> tables) {
    this(model, tables, new SqlCompiler(tables));
  }

  /** The same with a compiler that knows the tables already. */
  public Star(SemanticModel model, Collection<TableShape> tables, SqlCompiler compiler) {
    this.model = model;
    tables.forEach(table -> this.tables.put(table.name(), table));
    this.compiler = compiler;
  }

  /** A field of a dataset. */
  public record Place(Dataset dataset, Field field) {
    @Override
    public String toString() {
      return dataset.name() + "." + field.name();
    }
  }

  public SemanticModel model() {
    return model;
  }

  SqlCompiler compiler() {
    return compiler;
  }

  /** The table behind a dataset. */
  static TableName table(Dataset dataset) {
    String source = dataset.source().name();
    return source.matches("[^.]+\\.[^.]+")
        ? TableName.parse(source)
        : new TableName(SCHEMA, source);
  }

  Optional<TableShape> shape(Dataset dataset) {
    return Optional.ofNullable(tables.get(table(dataset)));
  }

  /** Finds {@code dataset.field}, or a field by its name alone where one dataset has it. */
  public Place place(ColumnName name) throws ModelProblem {
    return place(List.of(name.name().split("\\.", -1)), name.at());
  }

  private Place place(List<String> path, Position at) throws ModelProblem {
    String field = path.get(path.size() - 1);
    if (path.size() > 2) {
      throw new ModelProblem(at, "a name of " + path.size() + " parts", "write dataset.field");
    }
    if (path.size() == 2) {
      Dataset dataset = dataset(path.get(0), at);
      return dataset.fields().stream()
          .filter(f -> f.name().equalsIgnoreCase(field))
          .findFirst()
          .map(f -> new Place(dataset, f))
          .orElseThrow(() -> unknown(dataset, field, at));
    }
    List<Place> places =
        model.datasets().stream()
            .flatMap(d -> d.fields().stream().map(f -> new Place(d, f)))
            .filter(p -> p.field().name().equalsIgnoreCase(field))
            .toList();
    if (places.size() > 1) {
      throw new ModelProblem(
          at,
          "\"" + field + "\" is a field of several datasets",
          "write one of " + places.stream().map(Place::toString).collect(Collectors.joining(", ")));
    }
    if (places.isEmpty()) {
      List<String> fields =
          model.datasets().stream()
              .flatMap(d -> d.fields().stream())
              .map(Field::name)
              .distinct()
              .toList();
      throw new ModelProblem(at, "unknown field \"" + field + "\"", Advice.oneOf(field, fields));
    }
    return places.get(0);
  }

  /** The first field with a name, of whatever dataset. */
  Optional<Place> called(String name) {
    return model.datasets().stream()
        .flatMap(d -> d.field(name).map(f -> new Place(d, f)).stream())
        .findFirst();
  }

  private static ModelProblem unknown(Dataset dataset, String field, Position at) {
    List<String> fields = dataset.fields().stream().map(Field::name).toList();
    return new ModelProblem(
        at,
        "dataset " + dataset.name() + " has no field \"" + field + "\"",
        fields.isEmpty() ? "list it there first" : Advice.oneOf(field, fields));
  }

  Dataset dataset(String name, Position at) throws ModelProblem {
    return model.datasets().stream()
        .filter(d -> d.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelProblem(
                    at,
                    "unknown dataset \"" + name + "\"",
                    Advice.oneOf(name, model.datasets().stream().map(Dataset::name).toList())));
  }

  /** A field, written out. */
  String written(Place place) throws ModelProblem {
    Dataset dataset = place.dataset();
    SqlText sql =
        place
            .field()
            .expression()
            .sql()
            .orElseThrow(
                () ->
                    new ModelProblem(
                        place.field().at(),
                        "no expression in ANSI_SQL",
                        "add one: it is the dialect that Lodestar understands"));
    List<ColumnUse> uses = uses(sql);
    String alias = SqlCompiler.written(dataset.name());
    Map<ColumnUse, String> replacements = new LinkedHashMap<>();
    for (ColumnUse use : uses) {
      String column = use.path().get(use.path().size() - 1);
      replacements.put(use, alias + "." + SqlCompiler.written(column));
    }
    String text = ColumnUse.replaced(sql.text(), replacements);
    boolean plain = uses.size() == 1 && replacements.containsValue(text);
    return plain ? text : "(" + text + ")";
  }

  /** An expression over {@code dataset.field}, written out. */
  Formula formula(SqlText sql) throws ModelProblem {
    Map<ColumnUse, String> replacements = new LinkedHashMap<>();
    Set<String> datasets = new LinkedHashSet<>();
    Map<Integer, Set<String>> counted = new TreeMap<>();
    boolean aggregates = false;
    for (ColumnUse use : uses(sql)) {
      Position at = sql.at(use.line(), use.column(), use.endColumn() - use.column() + 1);
      if (use.path().get(use.path().size() - 1).isEmpty()) {
        throw new ModelProblem(
            at,
            "* names no dataset",
            "count a field that every row has, as in COUNT(orders.order_id)");
      }
      Place place = place(use.path(), at);
      replacements.put(use, written(place));
      datasets.add(place.dataset().name());
      aggregates |= use.aggregate() > 0;
      if (use.within() == ColumnUse.Within.AGGREGATE) {
        counted
            .computeIfAbsent(use.aggregate(), a -> new LinkedHashSet<>())
            .add(place.dataset().name());
      }
    }
    return new Formula(
        ColumnUse.replaced(sql.text(), replacements),
        datasets,
        List.copyOf(counted.values()),
        aggregates);
  }

  private static List<ColumnUse> uses(SqlText sql) throws ModelProblem {
    try {
      return SqlCompiler.columnsIn(sql.text());
    } catch (SqlProblem problem) {
      throw ModelProblem.in(sql, problem);
    }
  }

  /**
   * The dataset of the many, from which each of some others is reached, so that none of their rows
   * comes twice.
   */
  Dataset root(Collection<String> datasets, Position at) throws ModelProblem {
    for (String name : datasets) {
      boolean reachesAll = true;
      for (String other : datasets) {
        reachesAll &= other.equals(name) || !paths(name, other).isEmpty();
      }
      if (reachesAll) {
        return dataset(name, at);
      }
    }
    throw new ModelProblem(
        at,
        "no way leads from one of " + String.join(", ", datasets) + " to the others",
        "let relationships lead from the many to the one, or ask for them apart");
  }

  /** The relationships that lead from a dataset to others, each after those it needs. */
  List<Relationship> joins(Dataset root, Collection<String> datasets, Position at)
      throws ModelProblem {
    Set<Relationship> joins = new LinkedHashSet<>();
    for (String dataset : datasets) {
      if (!dataset.equals(root.name())) {
        joins.addAll(path(root.name(), dataset, at));
      }
    }
    Map<String, String> reachedBy = new TreeMap<>();
    for (Relationship join : joins) {
      String before = reachedBy.putIfAbsent(join.to().name(), join.name());
      if (before != null) {
        throw ambiguous(root.name(), join.to().name(), List.of(before, join.name()), at);
      }
    }
    return List.copyOf(joins);
  }

  /** Whether one row of a dataset leads to at most one of another. */
  boolean reaches(String from, String to) {
    return from.equals(to) || !paths(from, to).isEmpty();
  }

  private List<Relationship> path(String from, String to, Position at) throws ModelProblem {
    List<List<Relationship>> paths = paths(from, to);
    if (paths.isEmpty()) {
      throw new ModelProblem(
          at,
          to + " is not reached from " + from,
          "add a relationship from " + from + " to " + to + ", or leave it out");
    }
    int shortest = paths.stream().mapToInt(List::size).min().orElse(0);
    List<List<Relationship>> best = paths.stream().filter(p -> p.size() == shortest).toList();
    if (best.size() > 1) {
      throw ambiguous(
          from,
          to,
          best.stream()
              .map(p -> p.stream().map(Relationship::name).collect(Collectors.joining(" and ")))
              .toList(),
          at);
    }
    return best.get(0);
  }

  private static ModelProblem ambiguous(String from, String to, List<String> ways, Position at) {
    return new ModelProblem(
        at,
        to + " is reached from " + from + " in several ways: by " + String.join(", or by ", ways),
        "make a dataset of each part that it plays, with the same source");
  }

  private List<List<Relationship>> paths(String from, String to) {
    List<List<Relationship>> found = new ArrayList<>();
    walk(from, to, new ArrayList<>(), found);
    return found;
  }

  private void walk(
      String from, String to, List<Relationship> way, List<List<Relationship>> found) {
    for (Relationship next : model.relationships()) {
      boolean isNew =
          way.stream()
              .noneMatch(
                  r ->
                      r.from().name().equals(next.to().name())
                          || r.to().name().equals(next.to().name()));
      if (next.from().name().equals(from) && isNew && !next.to().name().equals(from)) {
        way.add(next);
        if (next.to().name().equals(to)) {
          found.add(List.copyOf(way));
        } else {
          walk(next.to().name(), to, way, found);
        }
        way.remove(way.size() - 1);
      }
    }
  }

  /** The type of a field's values; nothing where it has no meaning over the tables. */
  public Optional<ColumnType> typeOf(Dataset dataset, Field field) {
    try {
      return Optional.of(type(new Place(dataset, field)));
    } catch (ModelProblem e) {
      // "lodestar check" says what is wrong with it.
      return Optional.empty();
    }
  }

  /** The type of a field's values. */
  ColumnType type(Place place) throws ModelProblem {
    Dataset dataset = place.dataset();
    String written = written(place);
    for (Column column : shape(dataset).map(TableShape::columns).orElse(List.of())) {
      if (written.equals(column(dataset, new ColumnName(column.name(), place.field().at())))) {
        return column.type();
      }
    }
    try {
      String sql = "SELECT " + written + " AS value_of_field FROM " + from(dataset);
      return compiler.compile(sql, SCHEMA).columns().get(0).type();
    } catch (SqlProblem problem) {
      Position at = place.field().expression().sql().map(SqlText::at).orElse(place.field().at());
      throw new ModelProblem(at, String.valueOf(problem.getMessage()), problem.advice());
    }
  }

  /** A dataset after FROM. */
  static String from(Dataset dataset) {
    TableName table = table(dataset);
    String name = SqlCompiler.written(table.schema()) + "." + SqlCompiler.written(table.name());
    return name + " AS " + SqlCompiler.written(dataset.name());
  }

  /** A relationship after FROM. */
  String join(Relationship relationship) throws ModelProblem {
    Dataset from = dataset(relationship.from().name(), relationship.from().at());
    Dataset to = dataset(relationship.to().name(), relationship.to().at());
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < relationship.fromColumns().size(); i++) {
      equal.add(
          column(from, relationship.fromColumns().get(i))
              + " = "
              + column(to, relationship.toColumns().get(i)));
    }
    String kind = relationship.join() == Relationship.Join.LEFT ? "LEFT JOIN " : "JOIN ";
    return kind + from(to) + " ON " + String.join(" AND ", equal);
  }

  private static String column(Dataset dataset, ColumnName column) {
    return SqlCompiler.written(dataset.name()) + "." + SqlCompiler.written(column.name());
  }

  /** What to say of a name that is none of some. */
  static String nearest(String name, Collection<String> known) {
    return known.isEmpty()
        ? "there are none"
        : Nearest.to(name, known)
            .map(n -> "did you mean \"" + n + "\"?")
            .orElse("use one of " + String.join(", ", known));
  }
}
