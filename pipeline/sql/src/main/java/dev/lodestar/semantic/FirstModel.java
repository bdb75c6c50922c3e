package dev.lodestar.semantic;

import dev.lodestar.spec.Column;
import dev.lodestar.spec.ColumnDoc;
import dev.lodestar.spec.ColumnName;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.Domain;
import dev.lodestar.spec.Expectation;
import dev.lodestar.spec.Model;
import dev.lodestar.spec.Position;
import dev.lodestar.spec.SqlText;
import dev.lodestar.spec.TableName;
import dev.lodestar.spec.Text;
import dev.lodestar.spec.semantic.Additivity;
import dev.lodestar.spec.semantic.Aggregation;
import dev.lodestar.spec.semantic.AiContext;
import dev.lodestar.spec.semantic.Calendar;
import dev.lodestar.spec.semantic.DataType;
import dev.lodestar.spec.semantic.Dataset;
import dev.lodestar.spec.semantic.Expression;
import dev.lodestar.spec.semantic.Field;
import dev.lodestar.spec.semantic.Metric;
import dev.lodestar.spec.semantic.Naming;
import dev.lodestar.spec.semantic.PlainNames;
import dev.lodestar.spec.semantic.Relationship;
import dev.lodestar.spec.semantic.SemanticModel;
import dev.lodestar.spec.semantic.Showing;
import dev.lodestar.spec.semantic.Values;
import dev.lodestar.spec.semantic.Wordings;
import dev.lodestar.sql.SqlCompiler;
import dev.lodestar.sql.TableShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A first semantic model, told from the gold star alone: its tables, what makes their rows one row,
 * which of them refer to which, and what adds up. People make it theirs.
 *
 * <p>A table of gold is a dataset; a view is none, as it shows again what tables hold. A table
 * refers to another where a rule says so, or where it has all columns of a dimension's key; a
 * dimension has "dim" in its name. What refers to others, and is no dimension, is a fact.
 */
public final class FirstModel {
  /** Whole words where others hold them: a duration is no ratio, operating costs are no rating. */
  private static final Pattern NO_SUM =
      Pattern.compile(
          ".*(price|prix|taux|percent|recency|temperature|satisfaction).*"
              + "|(.*_)?(rate|pct|ratio|average|avg|mean|moyen|moyenne|rating|score|peak|pointe|max"
              + "|maximum|highest|minimum|lowest|speed|vitesse|age)(_.*)?");

  /** What is the highest, or the lowest, of something is so of several as well. */
  private static final Pattern HIGHEST =
      Pattern.compile("(.*_)?(peak|pointe|max|maximum|highest)(_.*)?");

  private static final Pattern LOWEST = Pattern.compile("(.*_)?(min|minimum|lowest)(_.*)?");

  /** What people write of a number on a scale: a rating of cleanliness, 1 to 5. */
  private static final Pattern SAID_OF_SCALES =
      Pattern.compile(
          "(?iu).*(\\b(rating|score)\\b|\\b(from )?\\d+ (to|à) \\d+\\b|\\bnote (de|sur)\\b).*");

  /** What is measured again and again adds up over things, and never over time. */
  private static final Pattern LEVEL =
      Pattern.compile(
          "(.*_)?(snapshot|inventory|stock|level|balance|reading|odometer|headcount|waiting|pending"
              + "|open|outstanding|active|remaining|backlog|arrears|debt|reserve|niveau|solde|releve"
              + "|inventaire|effectif|encours|impaye|actif|restant|provision)s?(_.*)?");

  /** Times at which such things are measured. */
  private static final Pattern MEASURED_AT =
      Pattern.compile("(year|quarter|month|week|period)_end|end_of_.*|as_of(_.*)?|fin_.*");

  /** What people write of a table of such things. */
  private static final Pattern SAID_OF_LEVELS =
      Pattern.compile(
          "(?iu).*\\b(at the (end|start|beginning) of (each|every|the)|on the (first|last)"
              + "|as of|à la fin de (chaque|la|l')|(au|le) (premier|dernier)( jour)? de).*");

  /** Numbers that name something, or a time, and mean nothing when they are added up. */
  private static final Pattern NAMES_SOMETHING =
      Pattern.compile(
          "(.*_)?(id|key|code|flag)|(is|has|was)_.*|((fiscal|calendar|start|end|birth|model)_)?"
              + "(year|annee|année|quarter|trimestre|month|mois|week|semaine|day|jour|hour)");

  private static final Set<ColumnType.Kind> NUMBERS =
      Set.of(
          ColumnType.Kind.INTEGER,
          ColumnType.Kind.BIGINT,
          ColumnType.Kind.DOUBLE,
          ColumnType.Kind.DECIMAL);

  private final Domain domain;
  private final Map<TableName, List<Column>> columns = new LinkedHashMap<>();
  private final List<Model> tables;

  private FirstModel(Domain domain, Collection<TableShape> shapes) {
    this.domain = domain;
    shapes.forEach(shape -> columns.put(shape.name(), shape.columns()));
    this.tables =
        FirstStar.of(
            domain.models().stream()
                .filter(m -> m.table().schema().equals(Star.SCHEMA) && m.kind() != Model.Kind.VIEW)
                .filter(m -> columns.containsKey(m.table()))
                .toList(),
            FirstModel::key);
  }

  /** Tells it from a domain and its tables. */
  public static SemanticModel of(Domain domain, Collection<TableShape> shapes) {
    return new FirstModel(domain, shapes).model();
  }

  private SemanticModel model() {
    List<Relationship> relationships = new ArrayList<>();
    for (Model from : tables) {
      for (Model to : tables) {
        relationships.addAll(references(from, to));
      }
    }
    Set<String> facts = new LinkedHashSet<>();
    for (Model table : tables) {
      boolean refers = relationships.stream().anyMatch(r -> r.from().name().equals(table.name()));
      if (!FirstStar.isDimension(table) && (refers || table.name().startsWith("fact"))) {
        facts.add(table.name());
      }
    }
    FirstNames names =
        new FirstNames(
            domain.languages(),
            tables.stream().map(t -> one(t, facts.contains(t.name()))).toList());
    List<Dataset> datasets =
        tables.stream()
            .map(table -> dataset(table, relationships, facts.contains(table.name()), names))
            .toList();
    List<Metric> metrics = new ArrayList<>();
    FirstMetrics first = new FirstMetrics(datasets, facts, nowhere());
    for (int i = 0; i < tables.size(); i++) {
      if (facts.contains(tables.get(i).name())) {
        metrics.addAll(first.of(datasets.get(i), called(tables.get(i))));
      }
    }
    return new SemanticModel(
        domain.name(),
        description(domain.title()),
        AiContext.NONE,
        datasets,
        relationships,
        metrics,
        List.of(),
        new Naming(domain.title(), Wordings.NONE, domain.description(), false),
        Calendar.USUAL,
        "",
        Optional.empty(),
        List.of(),
        List.of(),
        Wordings.NONE,
        nowhere());
  }

  private Position nowhere() {
    return Position.startOf(domain.folder().resolve("semantic.yaml"));
  }

  private ColumnName name(String name) {
    return new ColumnName(name, nowhere());
  }

  private static Optional<String> description(Text text) {
    return Optional.of(text.in("en")).filter(words -> !words.isEmpty());
  }

  /** What makes a row one row: the key, or the first rule that says so. */
  private static List<String> key(Model table) {
    if (!table.key().isEmpty()) {
      return table.identity();
    }
    return table.expectations().stream()
        .map(Expectation::uniqueColumns)
        .filter(unique -> !unique.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private List<Column> columns(Model table) {
    return columns.getOrDefault(table.table(), List.of());
  }

  private Dataset dataset(
      Model table, List<Relationship> relationships, boolean isFact, FirstNames names) {
    Set<String> leading = new LinkedHashSet<>();
    relationships.stream()
        .filter(r -> r.from().name().equals(table.name()))
        .forEach(r -> r.fromColumns().forEach(c -> leading.add(c.name())));
    Set<String> keys = new LinkedHashSet<>(key(table));
    keys.addAll(leading);
    Map<String, String> called = called(table);
    FirstNames among = new FirstNames(domain.languages(), called.values());
    List<Field> fields = new ArrayList<>();
    for (Column column : shown(table)) {
      String name = called.getOrDefault(column.name(), column.name());
      Text description = description(table, column);
      // What leads elsewhere is asked for by what stands there.
      Naming naming =
          leading.contains(column.name())
              ? new Naming(Text.NONE, Wordings.NONE, FirstNames.more(description), true)
              : among.of(name, keys.contains(column.name()), false, description);
      fields.add(field(table, column, naming, isFact && !keys.contains(column.name())));
    }
    return new Dataset(
        table.name(),
        name(table.table().toString()),
        key(table).stream().map(this::name).toList(),
        List.of(),
        description(table.description()),
        AiContext.NONE,
        fields,
        List.of(),
        names.of(one(table, isFact), false, true, table.description()),
        Text.NONE,
        isFact ? time(table).map(this::name) : Optional.empty(),
        isFact ? Optional.empty() : shownAs(table, keys).map(this::name),
        counted(table).map(this::name),
        nowhere());
  }

  /** What one row is. */
  private static String one(Model table, boolean isFact) {
    String one = PlainNames.ofTable(table.name());
    return isFact && FirstMetrics.hasLines(table.name(), key(table)) ? one + " line" : one;
  }

  /** What each of several versions is one of. */
  private static Optional<String> counted(Model table) {
    return table.expectations().stream()
        .map(Expectation::uniqueColumns)
        .filter(unique -> unique.size() == 2 && unique.contains("valid_from"))
        .flatMap(unique -> unique.stream().filter(column -> !column.equals("valid_from")))
        .findFirst()
        .or(() -> isHistory(table) ? Optional.of(table.key().get(0)) : Optional.empty());
  }

  private static boolean isHistory(Model table) {
    return table.kind() == Model.Kind.HISTORY && table.key().size() == 1;
  }

  private List<Column> shown(Model table) {
    return columns(table).stream().filter(c -> !c.name().startsWith("_")).toList();
  }

  /** What the columns of a table are called, by their own names. */
  private Map<String, String> called(Model table) {
    Map<String, String> plain = new TreeMap<>();
    shown(table).forEach(c -> plain.put(c.name(), PlainNames.ofColumn(c.name(), c.type().kind())));
    return PlainNames.apart(plain);
  }

  private static Optional<ColumnDoc> doc(Model table, Column column) {
    return table.columns().stream().filter(c -> c.column().equals(column.name())).findFirst();
  }

  private static Text description(Model table, Column column) {
    return doc(table, column).map(ColumnDoc::description).orElse(Text.NONE);
  }

  private Optional<String> time(Model table) {
    return columns(table).stream()
        .filter(c -> isTime(c.type()) && !c.name().startsWith("_"))
        .map(Column::name)
        .findFirst();
  }

  private Optional<String> shownAs(Model table, Set<String> keys) {
    List<String> texts =
        columns(table).stream()
            .filter(c -> c.type().equals(ColumnType.VARCHAR) && !keys.contains(c.name()))
            .map(Column::name)
            .toList();
    return texts.stream()
        .filter(c -> c.contains("name") || c.contains("nom"))
        .findFirst()
        .or(() -> texts.stream().findFirst());
  }

  private static boolean isTime(ColumnType type) {
    return type.equals(ColumnType.DATE) || type.equals(ColumnType.TIMESTAMP);
  }

  private static boolean isNumber(ColumnType type) {
    return NUMBERS.contains(type.kind());
  }

  private static boolean isWhole(ColumnType type) {
    return type.kind() == ColumnType.Kind.INTEGER || type.kind() == ColumnType.Kind.BIGINT;
  }

  private static boolean names(String column) {
    return NAMES_SOMETHING.matcher(column).matches();
  }

  private static Aggregation aggregation(Column column, boolean sums) {
    if (sums) {
      return Aggregation.SUM;
    }
    return HIGHEST.matcher(column.name()).matches()
        ? Aggregation.MAX
        : LOWEST.matcher(column.name()).matches() ? Aggregation.MIN : Aggregation.AVERAGE;
  }

  private Field field(Model table, Column column, Naming naming, boolean mayAddUp) {
    boolean measured =
        mayAddUp && isNumber(column.type()) && !(isWhole(column.type()) && names(column.name()));
    String unit =
        doc(table, column)
            .map(ColumnDoc::unit)
            .filter(told -> !told.isEmpty())
            .or(() -> isNumber(column.type()) ? PlainNames.unit(column.name()) : Optional.empty())
            .orElse("");
    boolean sums =
        !NO_SUM.matcher(column.name()).matches()
            && !unit.matches("[%°].*")
            && description(table, column).byLanguage().values().stream()
                .noneMatch(text -> SAID_OF_SCALES.matcher(text).matches());
    Additivity added = isLevel(table, column) ? Additivity.SEMI_ADDITIVE : Additivity.ADDITIVE;
    return new Field(
        column.name(),
        expression(SqlCompiler.written(column.name())),
        measured
            ? Optional.empty()
            : Optional.of(new Field.Dimension(Optional.of(isTime(column.type())))),
        Optional.empty(),
        description(description(table, column)),
        Optional.of(type(column.type())),
        AiContext.NONE,
        List.of(),
        naming,
        isCurrency(unit) ? new Showing("", "", unit, false) : new Showing("", unit, "", false),
        measured ? Optional.of(aggregation(column, sums)) : Optional.empty(),
        measured ? Optional.of(sums ? added : Additivity.NON_ADDITIVE) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Values.UNTOLD,
        nowhere());
  }

  /**
   * Whether a table holds what was there at each of several times: a stock at the end of months.
   */
  private boolean isLevel(Model table, Column column) {
    List<String> key = key(table);
    boolean again =
        key.size() > 1
            && columns(table).stream().anyMatch(c -> isTime(c.type()) && key.contains(c.name()));
    return again
        && (LEVEL.matcher(table.name()).matches()
            || LEVEL.matcher(column.name()).matches()
            || columns(table).stream()
                .filter(c -> isTime(c.type()))
                .anyMatch(
                    c ->
                        LEVEL.matcher(c.name()).matches()
                            || (key.contains(c.name()) && MEASURED_AT.matcher(c.name()).matches()))
            || table.description().byLanguage().values().stream()
                .anyMatch(text -> SAID_OF_LEVELS.matcher(text).matches()));
  }

  private static boolean isCurrency(String unit) {
    return Currency.getAvailableCurrencies().stream()
        .anyMatch(currency -> currency.getCurrencyCode().equals(unit));
  }

  private Expression expression(String sql) {
    return new Expression(
        List.of(new Expression.InDialect(Expression.ANSI_SQL, SqlText.of(sql, nowhere()))));
  }

  private static DataType type(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> DataType.BOOLEAN;
      case INTEGER, BIGINT -> DataType.INTEGER;
      case DOUBLE -> DataType.FLOAT;
      case DECIMAL -> DataType.DECIMAL;
      case DATE -> DataType.DATE;
      case TIMESTAMP -> DataType.DATE_TIME;
      case VARCHAR -> DataType.STRING;
    };
  }

  /** Each column that a rule says refers to the other table; else the columns of its key. */
  private List<Relationship> references(Model from, Model to) {
    if (from.table().equals(to.table())) {
      return List.of();
    }
    List<String> ruled =
        from.expectations().stream()
            .map(Expectation::rule)
            .flatMap(rule -> refers(rule, to).stream())
            .distinct()
            .toList();
    List<String> key = key(to);
    if (ruled.size() > 1) {
      // Where a journey starts and where it ends: the table plays a part for each of them.
      return ruled.stream().map(column -> inRole(from, to, column, key)).toList();
    }
    if (ruled.size() == 1) {
      return List.of(relationship(from, to, ruled, key, "", Text.NONE));
    }
    List<String> own = columns(from).stream().map(Column::name).toList();
    boolean leads = !key.isEmpty() && own.containsAll(key) && sameTypes(from, to, key);
    // Where both have the key, each leads to the other; the dimension is the one.
    boolean isOne =
        !key(from).equals(key) || (to.name().startsWith("dim_") && !from.name().startsWith("dim_"));
    return leads && isOne && FirstStar.isDimension(to)
        ? List.of(relationship(from, to, key, key, "", Text.NONE))
        : List.of();
  }

  /** The column that a rule says refers to the key of a table. */
  private static Optional<String> refers(Expectation.Rule rule, Model to) {
    return rule instanceof Expectation.Rule.References of
            && of.table().equals(to.table())
            && key(to).equals(List.of(of.target()))
        ? Optional.of(of.column())
        : Optional.empty();
  }

  private Relationship inRole(Model from, Model to, String column, List<String> key) {
    String bare = key.size() == 1 ? "_" + key.get(0) : "";
    String role =
        column.endsWith(bare)
            ? column.substring(0, column.length() - bare.length())
            : column.replaceFirst("_(id|key|code)$", "");
    boolean plain = role.isEmpty() || column.equals(key.get(0));
    return relationship(
        from,
        to,
        List.of(column),
        key,
        "_by_" + column,
        plain ? Text.NONE : Text.english(PlainNames.words(role)));
  }

  private boolean sameTypes(Model from, Model to, List<String> key) {
    return key.stream().allMatch(c -> type(from, c).equals(type(to, c)));
  }

  private Optional<ColumnType.Kind> type(Model table, String column) {
    return columns(table).stream()
        .filter(c -> c.name().equals(column))
        .map(c -> c.type().kind())
        .findFirst();
  }

  private Relationship relationship(
      Model from,
      Model to,
      List<String> fromColumns,
      List<String> toColumns,
      String suffix,
      Text role) {
    return new Relationship(
        from.name() + "_to_" + to.name() + suffix,
        name(from.name()),
        name(to.name()),
        fromColumns.stream().map(this::name).toList(),
        toColumns.stream().map(this::name).toList(),
        AiContext.NONE,
        List.of(),
        role,
        Wordings.NONE,
        Relationship.Join.LEFT,
        nowhere());
  }
}
