package dev.lodestar.semantic.exchange;

import dev.lodestar.spec.Advice;
import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.Problem;
import dev.lodestar.spec.Section;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.AiContext;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Extension;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.Showing;
import dev.lodestar.spec.semantic.Values;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.ColumnUse;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.SqlProblem;
import dev.lodestar.sql.TableShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A model of ours in the making, while a file of another format is read. */
final class Draft {
  private final String vendor;
  private final Map<String, TableName> mapped;
  private final Map<TableName, TableShape> shapes = new LinkedHashMap<>();
  private final SqlCompiler compiler;

  /** Expressions that did not hold when they were tried, by where they begin. */
  private final Map<Position, Problem> rejected;

  private final Map<String, Table> tables = new LinkedHashMap<>();
  private final List<Problem> notes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Begins one.
   *
   * @param mapped gold tables by the names that the file has for them
   */
  Draft(
      String vendor,
      Map<String, TableName> mapped,
      Collection<TableShape> shapes,
      Map<Position, Problem> rejected) {
    this.vendor = vendor;
    this.mapped = mapped;
    this.rejected = rejected;
    this.compiler = new SqlCompiler(shapes);
    shapes.forEach(shape -> this.shapes.put(shape.name(), shape));
  }

  /** An expression that cannot become one of ours, and why. */
  static final class NotOurs extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    NotOurs(Position at, String message, String advice) {
      super(message);
      this.problem = new Problem(at, message, advice);
    }
  }

  /** What a name in an expression stands for: a column of a table, or a field that was told. */
  record Target(Table table, String column, Optional<Field> field) {}

  /** A dataset in the making. */
  final class Table {
    private final String name;
    private final ColumnName source;
    private final Optional<TableShape> shape;
    private final List<Field> fields = new ArrayList<>();
    private final Map<String, Target> visible = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private List<ColumnName> primaryKey = List.of();
    private final List<List<ColumnName>> uniqueKeys = new ArrayList<>();

    private Table(String name, ColumnName source, Optional<TableShape> shape) {
      this.name = name;
      this.source = source;
      this.shape = shape;
    }

    String name() {
      return name;
    }

    ColumnName source() {
      return source;
    }

    List<Field> fields() {
      return fields;
    }

    /** Makes a field known to expressions over some table under its own name there. */
    void add(Field field, String foreign, Table seenFrom) {
      fields.add(field);
      seenFrom.visible.put(foreign, new Target(this, "", Optional.of(field)));
    }

    void primaryKey(List<ColumnName> columns) {
      primaryKey = columns;
    }

    /** Says that columns tell rows apart, unless that is known. */
    void key(List<ColumnName> columns) {
      if (!columns.isEmpty()
          && !names(columns).equals(names(primaryKey))
          && uniqueKeys.stream().noneMatch(key -> names(key).equals(names(columns)))) {
        uniqueKeys.add(columns);
      }
    }

    private static Set<String> names(List<ColumnName> columns) {
      return columns.stream().map(ColumnName::name).collect(Collectors.toSet());
    }

    boolean hasColumn(String column) {
      return shape.isEmpty() || columns().contains(column);
    }

    List<String> columns() {
      return shape.stream().flatMap(s -> s.columns().stream()).map(Column::name).toList();
    }

    /** The column that a field shows; the name itself where it is none of a field. */
    String columnBehind(String name) {
      Target told = visible.get(name);
      return told == null
          ? name
          : told.field()
              .flatMap(f -> f.expression().sql())
              .map(SqlText::text)
              .filter(columns()::contains)
              .orElse(name);
    }

    /** A field that holds a column, as metrics are over fields. */
    private String reference(String column) {
      String written = SqlCompiler.written(column);
      Optional<Field> known =
          fields.stream()
              .filter(f -> f.expression().sql().filter(s -> s.text().equals(written)).isPresent())
              .findFirst();
      return reference(known.orElseGet(() -> hidden(column, written)));
    }

    private String eachRow() {
      return reference(
          fields.stream()
              .filter(f -> f.expression().sql().filter(s -> s.text().equals("1")).isPresent())
              .findFirst()
              .orElseGet(() -> hidden("each_row", "1")));
    }

    private Field hidden(String wanted, String sql) {
      Expression expression =
          new Expression(
              List.of(new Expression.InDialect(Expression.ANSI_SQL, SqlText.of(sql, source.at()))));
      Field field =
          new Field(
              free(wanted),
              expression,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              AiContext.NONE,
              List.of(),
              new Naming(Text.NONE, Wordings.NONE, Text.NONE, true),
              Showing.PLAIN,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Values.UNTOLD,
              source.at());
      fields.add(field);
      return field;
    }

    /** A name like the wanted one that no field has. */
    String free(String wanted) {
      String found = wanted;
      for (int i = 2; isField(found); i++) {
        found = wanted + "_" + i;
      }
      return found;
    }

    private boolean isField(String named) {
      return fields.stream().anyMatch(f -> f.name().equals(named));
    }

    String reference(Field field) {
      return SqlCompiler.written(name) + "." + SqlCompiler.written(field.name());
    }

    /** Whether an expression over the columns tells when; false where it does not compile. */
    boolean isTime(SqlText sql) {
      try {
        ColumnType type =
            compiler
                .compile("SELECT " + sql.text() + " AS value_of_it FROM " + source.name(), "gold")
                .columns()
                .get(0)
                .type();
        return type.equals(ColumnType.DATE) || type.equals(ColumnType.TIMESTAMP);
      } catch (SqlProblem e) {
        // What is wrong with it is told when the whole model is checked.
        return false;
      }
    }

    Dataset dataset(
        Optional<String> description,
        AiContext ai,
        Naming naming,
        boolean isFact,
        List<Extension> others) {
      return new Dataset(
          name,
          source,
          primaryKey,
          uniqueKeys,
          description,
          ai,
          fields,
          others,
          naming,
          Text.NONE,
          isFact ? first(Field::isTime) : Optional.empty(),
          isFact ? Optional.empty() : shownAs(),
          Optional.empty(),
          source.at());
    }

    private Optional<ColumnName> first(Predicate<Field> is) {
      return fields.stream()
          .filter(f -> !f.naming().hidden() && is.test(f))
          .map(f -> new ColumnName(f.name(), f.at()))
          .findFirst();
    }

    private Optional<ColumnName> shownAs() {
      Set<String> texts =
          shape.stream()
              .flatMap(s -> s.columns().stream())
              .filter(c -> c.type().equals(ColumnType.VARCHAR))
              .map(c -> SqlCompiler.written(c.name()))
              .collect(Collectors.toSet());
      Set<String> keys = new LinkedHashSet<>(names(primaryKey));
      uniqueKeys.forEach(key -> keys.addAll(names(key)));
      Predicate<Field> isText =
          f ->
              f.expression().sql().filter(s -> texts.contains(s.text())).isPresent()
                  && !keys.contains(f.name());
      return first(isText.and(f -> f.name().contains("name") || f.name().contains("nom")))
          .or(() -> first(isText));
    }
  }

  /** A table of the file, found among those of gold. */
  Table table(String name, Section.Words foreign) {
    String own = foreign.text().substring(foreign.text().lastIndexOf('.') + 1);
    TableName gold =
        mapped.getOrDefault(
            foreign.text(), new TableName("gold", own.toLowerCase(Locale.ROOT).replace("`", "")));
    Table table =
        new Table(
            name,
            new ColumnName(gold.toString(), foreign.at()),
            Optional.ofNullable(shapes.get(gold)));
    tables.put(name.toLowerCase(Locale.ROOT), table);
    return table;
  }

  boolean isMapped(String foreign) {
    return mapped.containsKey(foreign);
  }

  Optional<Table> table(String name) {
    return Optional.ofNullable(tables.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Lets expressions call a table by another name. */
  void alias(String alias, Table table) {
    tables.put(alias, table);
  }

  Collection<Table> tables() {
    return new LinkedHashSet<>(tables.values());
  }

  /** What was left aside or assumed; the model is of use without it. */
  void note(Position at, String message, String advice) {
    notes.add(new Problem(at, message, advice));
  }

  /** What must be mended first. */
  void problem(Position at, String message, String advice) {
    problems.add(new Problem(at, message, advice));
  }

  List<Problem> notes() {
    return notes;
  }

  List<Problem> problems() {
    return problems;
  }

  /** The tables whose columns an expression names. */
  Set<Table> tablesOf(SqlText sql, Table home) throws NotOurs {
    Set<Table> found = new LinkedHashSet<>();
    for (ColumnUse use : uses(sql)) {
      found.add(target(use, sql, home).table());
    }
    return found;
  }

  /** The tables whose columns each of the aggregates of an expression names. */
  Collection<Set<Table>> tablesOfAggregates(SqlText sql, Table home) throws NotOurs {
    Map<Integer, Set<Table>> found = new LinkedHashMap<>();
    for (ColumnUse use : uses(sql)) {
      if (use.aggregate() > 0) {
        found
            .computeIfAbsent(use.aggregate(), a -> new LinkedHashSet<>())
            .add(target(use, sql, home).table());
      }
    }
    return found.values();
  }

  /** An expression over the columns of the one table that it is about. */
  SqlText overColumns(SqlText sql, Table home) throws NotOurs {
    Map<ColumnUse, String> replacements = new LinkedHashMap<>();
    for (ColumnUse use : uses(sql)) {
      Target target = target(use, sql, home);
      if (target.column().equals("*")) {
        throw new NotOurs(at(sql, use), "* in a value of each row", "name a column");
      }
      replacements.put(
          use,
          target.field().map(Draft::inlined).orElseGet(() -> SqlCompiler.written(target.column())));
    }
    return moved(sql, replacements);
  }

  private static String inlined(Field field) {
    String sql = field.expression().sql().map(SqlText::text).orElse("NULL");
    return sql.matches("\\w+|\"[^\"]+\"") ? sql : "(" + sql + ")";
  }

  /** An expression over {@code dataset.field}. */
  SqlText overFields(SqlText sql, Table home) throws NotOurs {
    Map<ColumnUse, String> replacements = new LinkedHashMap<>();
    for (ColumnUse use : uses(sql)) {
      Target target = target(use, sql, home);
      replacements.put(
          use,
          target.column().equals("*")
              ? target.table().eachRow()
              : target
                  .field()
                  .map(target.table()::reference)
                  .orElseGet(() -> target.table().reference(target.column())));
    }
    return moved(sql, replacements);
  }

  /** Where nothing was replaced, every place in the text is still true. */
  private static SqlText moved(SqlText sql, Map<ColumnUse, String> replacements) {
    String text = ColumnUse.replaced(sql.text(), replacements);
    return text.equals(sql.text()) ? sql : SqlText.of(text, sql.at());
  }

  private static Position at(SqlText sql, ColumnUse use) {
    return sql.at(use.line(), use.column(), use.endColumn() - use.column() + 1);
  }

  private static List<ColumnUse> uses(SqlText sql) throws NotOurs {
    try {
      return SqlCompiler.columnsIn(sql.text());
    } catch (SqlProblem e) {
      throw new NotOurs(
          sql.at(e.line(), e.column(), e.length()), String.valueOf(e.getMessage()), e.advice());
    }
  }

  /** The same with columns in double quotes whose names are words of SQL here, as "date". */
  SqlText quoted(SqlText sql) {
    String text = quoted(sql.text());
    return text.equals(sql.text()) ? sql : SqlText.of(text, sql.at());
  }

  String quoted(String sql) {
    Set<String> names = new LinkedHashSet<>();
    for (Table table : tables.values()) {
      names.addAll(table.columns());
      table.fields.forEach(field -> names.add(field.name()));
    }
    names.removeIf(name -> !name.matches("\\w+") || SqlCompiler.written(name).equals(name));
    if (names.isEmpty()) {
      return sql;
    }
    // A text, something quoted already, or the word where it begins no call and no literal.
    Pattern word =
        Pattern.compile(
            "(?i)'[^']*'|\"[^\"]*\"|\\b(" + String.join("|", names) + ")\\b(?!\\s*['(])");
    return word.matcher(sql)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null
                        ? found.group()
                        : SqlCompiler.written(found.group(1).toLowerCase(Locale.ROOT))));
  }

  /** Whether an expression names no column. */
  boolean isPlain(String expression) {
    try {
      return SqlCompiler.columnsIn(expression).isEmpty();
    } catch (SqlProblem e) {
      return false;
    }
  }

  private Target target(ColumnUse use, SqlText sql, Table home) throws NotOurs {
    List<String> path = use.path();
    String name = path.get(path.size() - 1);
    Table table = home;
    if (path.size() > 1) {
      String qualifier = path.get(path.size() - 2);
      table =
          table(qualifier)
              .orElseThrow(
                  () ->
                      new NotOurs(
                          at(sql, use),
                          "unknown table \"" + qualifier + "\"",
                          Advice.oneOf(qualifier, tables.keySet())));
    }
    if (name.isEmpty()) {
      return new Target(table, "*", Optional.empty());
    }
    Optional<Target> told = Optional.ofNullable(table.visible.get(name));
    boolean column = table.hasColumn(name);
    if (told.isPresent()) {
      Field field = told.get().field().orElseThrow();
      Optional<SqlText> means = field.expression().sql();
      if (means.isEmpty()) {
        throw new NotOurs(
            at(sql, use), "\"" + name + "\" cannot be asked", "see what is said of it");
      }
      boolean plain = means.get().text().equals(SqlCompiler.written(name));
      if (column && !plain && path.size() == 1) {
        throw new NotOurs(
            at(sql, use),
            "\"" + name + "\" is a column, and something else that is defined here",
            "give one of them another name");
      }
      return plain || !column ? told.get() : new Target(table, name, Optional.empty());
    }
    if (!column) {
      throw new NotOurs(
          at(sql, use),
          table.source().name() + " has no column \"" + name + "\"",
          Advice.oneOf(name, table.columns()));
    }
    return new Target(table, name, Optional.empty());
  }

  /** How an expression of the file becomes one of ours. */
  interface Reading {
    SqlText of(SqlText sql) throws NotOurs;
  }

  /**
   * An expression in both dialects; in that of the file alone, with a note, where it cannot be
   * ours.
   *
   * @param kept how the file's dialect is to say it
   */
  Expression expression(String what, SqlText original, SqlText kept, Reading reading) {
    Expression.InDialect theirs = new Expression.InDialect(vendor, kept);
    Problem known = rejected.get(original.at());
    try {
      if (known == null) {
        SqlText ours = reading.of(quoted(original));
        return new Expression(List.of(new Expression.InDialect(Expression.ANSI_SQL, ours), theirs));
      }
    } catch (NotOurs e) {
      known = e.problem;
    }
    carried(what, known);
    return new Expression(List.of(theirs));
  }

  /** Says that something cannot be asked. */
  void carried(String what, Problem why) {
    note(
        why.at(),
        what + " is kept for the way back, and cannot be asked: " + why.message(),
        why.advice());
  }

  /** An expression that is not tried. */
  Expression carried(SqlText kept) {
    return new Expression(List.of(new Expression.InDialect(vendor, kept)));
  }

  /** Many rows of one table lead to one of another. */
  static Relationship relationship(
      String name,
      Table from,
      Table to,
      List<ColumnName> fromColumns,
      List<ColumnName> toColumns,
      Relationship.Join join,
      List<Extension> others,
      Position at) {
    return new Relationship(
        name,
        new ColumnName(from.name(), at),
        new ColumnName(to.name(), at),
        fromColumns,
        toColumns,
        AiContext.NONE,
        others,
        Text.NONE,
        Wordings.NONE,
        join,
        at);
  }

  /** A name as ours are: in lower case, and of letters, digits and underscores. */
  static String ours(String foreign) {
    String name = foreign.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
    return name.matches("[a-z_].*") ? name : "_" + name;
  }

  /** What people call a thing that has a name of ours: nothing where both are the same. */
  static Naming naming(String foreign, Optional<String> shown, boolean hidden) {
    Text name =
        shown
            .map(Text::english)
            .orElse(ours(foreign).equals(foreign) ? Text.NONE : Text.english(foreign));
    return new Naming(name, Wordings.NONE, Text.NONE, hidden);
  }

  /** Other words for a thing, which may be of any language. */
  static AiContext synonyms(List<Section.Words> words) {
    return words.isEmpty()
        ? AiContext.NONE
        : new AiContext(
            "", words.stream().map(Section.Words::text).toList(), List.of(), Map.of(), false);
  }
}
