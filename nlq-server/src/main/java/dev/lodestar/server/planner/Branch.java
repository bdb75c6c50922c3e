package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Relationship;
import dev.lodestar.server.semantic.SqlText;
import dev.lodestar.server.time.TimeRange;
import dev.lodestar.server.time.Unit;
import dev.lodestar.sql.Identifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A FROM clause that grows with what is asked of it: the rows of one dataset, joined with what each
 * of them belongs to, so that they stay as many as they are.
 */
final class Branch {
  private final Model model;
  private final String base;
  private final boolean qualified;
  private final String suffix;
  private final Set<String> ranked;
  private final Map<List<String>, String> aliases = new LinkedHashMap<>();
  private final List<String> joins = new ArrayList<>();
  private final List<String> ofRows = new ArrayList<>();
  private List<String> kept = List.of();

  /**
   * @param qualified whether columns are written with their table
   * @param suffix what tells its tables from those of a statement around it
   */
  Branch(Model model, String base, boolean qualified, String suffix) {
    this(model, base, qualified, suffix, Set.of());
  }

  /**
   * @param ranked datasets whose rows are ranked: what belongs to none of them is no candidate
   */
  Branch(Model model, String base, boolean qualified, String suffix, Set<String> ranked) {
    this.model = model;
    this.ranked = ranked;
    this.base = base;
    this.qualified = qualified;
    this.suffix = suffix;
    aliases.put(List.of(), base + suffix);
  }

  String base() {
    return base;
  }

  boolean isJoined() {
    return !joins.isEmpty();
  }

  String from() {
    String table = written(model.dataset(base));
    String alias = base + suffix;
    String first = qualified ? table + " AS " + Identifiers.written(alias) : table;
    return "FROM " + first + inOrder().stream().map(j -> "\n" + j).collect(Collectors.joining());
  }

  /**
   * Keeps the things to which no row belongs.
   *
   * @param way what leads to them from the rows
   */
  void keepAll(List<String> way) {
    kept = List.copyOf(way);
  }

  /** Conditions of the rows, where things without any such row are kept. */
  void joinedWhere(List<String> conditions) {
    ofRows.addAll(conditions);
  }

  /** Where things are kept, all that rows have of their own is joined before them. */
  private List<String> inOrder() {
    if (kept.isEmpty()) {
      return joins;
    }
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    List<List<String>> ways = new ArrayList<>(aliases.keySet());
    for (int i = 0; i < joins.size(); i++) {
      List<String> way = ways.get(i + 1);
      if (way.equals(kept)) {
        List<String> all = new ArrayList<>();
        all.add(joins.get(i).replaceFirst("^(LEFT )?JOIN", "RIGHT JOIN"));
        all.addAll(ofRows);
        after.add(0, String.join(" AND ", all));
      } else {
        (isBeyondKept(way) ? after : before).add(joins.get(i));
      }
    }
    before.addAll(after);
    return before;
  }

  /** Whether something is reached through the things that are kept, however else it might be. */
  boolean isBeyondKept(Attribute attribute) throws CannotPlan {
    return isBeyondKept(way(attribute));
  }

  private boolean isBeyondKept(List<String> way) {
    return goesOn(kept, way);
  }

  /** Whether a way leads on from the end of another one, or ends there as well. */
  static boolean goesOn(List<String> start, List<String> way) {
    return way.size() >= start.size() && way.subList(0, start.size()).equals(start);
  }

  /** The key of the things at the end of a way. */
  List<String> keyOf(List<String> way) throws CannotPlan {
    String alias = alias(way);
    Dataset things = model.dataset(model.relationship(way.get(way.size() - 1)).to());
    if (things.key().isEmpty()) {
      throw new CannotPlan(
          Reason.UNSUPPORTED, "The model names no key of " + things.name(), List.of(things.name()));
    }
    return things.key().stream().map(column -> column(alias, column)).toList();
  }

  /** What is there of each row, and not of a thing that is kept without any. */
  private String ofEachRow() {
    return column(base + suffix, model.relationship(kept.get(0)).fromColumns().get(0));
  }

  static String written(Dataset dataset) {
    return dataset.table().schema() + "." + Identifiers.written(dataset.table().name());
  }

  String attribute(Attribute attribute) throws CannotPlan {
    return field(attribute.field(), alias(way(attribute)));
  }

  /** The way to a field; the only one, or the one through a role, or the only shortest. */
  List<String> way(Attribute attribute) throws CannotPlan {
    List<List<String>> ways = model.ways(base, attribute.field().dataset());
    if (attribute.role().isPresent()) {
      ways = ways.stream().filter(way -> way.contains(attribute.role().get())).toList();
    }
    if (ways.isEmpty()) {
      throw new CannotPlan(
          Reason.UNREACHABLE,
          "Cannot reach " + attribute + " from " + base,
          List.of(base, attribute.field().toString()));
    }
    int shortest = ways.get(0).size();
    List<List<String>> best = ways.stream().filter(way -> way.size() == shortest).toList();
    if (best.size() > 1) {
      throw new CannotPlan(
          Reason.ROLE,
          attribute.field() + " can be reached in several ways from " + base,
          best.stream().map(way -> telling(way, best)).distinct().toList());
    }
    return best.get(0);
  }

  /** The first step of a way that others do not take. */
  private static String telling(List<String> way, List<List<String>> all) {
    return way.stream()
        .filter(step -> !all.stream().allMatch(other -> other.contains(step)))
        .findFirst()
        .orElse(way.get(0));
  }

  private String alias(List<String> way) {
    String known = aliases.get(way);
    if (known != null) {
      return known;
    }
    Relationship last = model.relationship(way.get(way.size() - 1));
    String before = alias(way.subList(0, way.size() - 1));
    String alias = last.to() + suffix;
    if (aliases.containsValue(alias)) {
      alias = last.name() + suffix;
    }
    aliases.put(List.copyOf(way), alias);
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < last.fromColumns().size(); i++) {
      conditions.add(
          column(before, last.fromColumns().get(i))
              + " = "
              + column(alias, last.toColumns().get(i)));
    }
    joins.add(
        (last.inner() || ranked.contains(last.to()) ? "JOIN " : "LEFT JOIN ")
            + written(model.dataset(last.to()))
            + " AS "
            + Identifiers.written(alias)
            + " ON "
            + String.join(" AND ", conditions));
    return alias;
  }

  String column(String alias, String column) {
    return qualified
        ? Identifiers.written(alias) + "." + Identifiers.written(column)
        : Identifiers.written(column);
  }

  private String field(FieldRef ref, String alias) {
    Dataset dataset = model.dataset(ref.dataset());
    Field field = model.field(ref);
    String sql =
        SqlText.withColumns(field.sql(), dataset.columns(), column -> column(alias, column));
    return SqlText.isColumn(field.sql(), dataset.columns()) || sql.matches("[A-Za-z_]+\\([^()]*\\)")
        ? sql
        : "(" + sql + ")";
  }

  /** An expression over fields, each reached in its only way. */
  String expression(SqlText text) throws CannotPlan {
    Map<FieldRef, String> written = new LinkedHashMap<>();
    for (FieldRef ref : text.fields()) {
      written.put(ref, attribute(Attribute.of(ref)));
    }
    return text.write(ref -> Objects.requireNonNull(written.get(ref)));
  }

  /** An aggregate, perhaps only over rows that fulfil a condition. */
  String aggregate(Formula.Aggregate aggregate, Optional<String> filter) throws CannotPlan {
    String sql = expression(aggregate.text());
    List<String> only = new ArrayList<>(filter.stream().toList());
    if (!kept.isEmpty() && aggregate.plain() && aggregate.function().equals("count")) {
      // What is counted may be there without a row, as a constant is.
      only.add(ofEachRow() + " IS NOT NULL");
    }
    return only.isEmpty() ? sql : sql + " FILTER (WHERE " + String.join(" AND ", only) + ")";
  }

  /** What tells to which thing of a dataset a row belongs: the columns that point at it. */
  String belongsTo(String dataset) throws CannotPlan {
    Optional<Attribute> thing = thing(dataset);
    if (thing.isPresent()) {
      return attribute(thing.get());
    }
    if (dataset.equals(base)) {
      return combined(model.dataset(dataset).key(), alias(List.of()));
    }
    List<String> way = way(Attribute.of(new FieldRef(dataset, "")));
    Relationship last = model.relationship(way.get(way.size() - 1));
    // Where rows that belong to none are left out, what points at nobody is nobody.
    return last.inner()
        ? combined(last.toColumns(), alias(way))
        : combined(last.fromColumns(), alias(way.subList(0, way.size() - 1)));
  }

  /** How many things the rows of a dataset stand for. */
  String count(String dataset) throws CannotPlan {
    Optional<Attribute> thing = thing(dataset);
    if (thing.isPresent()) {
      return "count(DISTINCT " + attribute(thing.get()) + ")";
    }
    return kept.isEmpty() ? "count(*)" : "count(" + ofEachRow() + ")";
  }

  /** What tells the things of a dataset apart, where several of its rows may stand for one. */
  Optional<Attribute> thing(String dataset) {
    return model
        .dataset(dataset)
        .countedBy()
        .map(field -> Attribute.of(new FieldRef(dataset, field)));
  }

  /** The key of the dataset that a field names the rows of, where it is another than the base. */
  List<String> keyBeside(Attribute attribute) throws CannotPlan {
    return attribute.field().dataset().equals(base) ? List.of() : keyOfNamed(attribute);
  }

  /** The key of the dataset that a field names the rows of. */
  List<String> keyOfNamed(Attribute attribute) throws CannotPlan {
    Dataset dataset = model.dataset(attribute.field().dataset());
    if (!dataset.shownAs().equals(Optional.of(attribute.field().field()))) {
      return List.of();
    }
    Optional<Attribute> thing = thing(dataset.name());
    if (thing.isPresent()) {
      return List.of(attribute(new Attribute(thing.get().field(), attribute.role())));
    }
    String alias = alias(way(attribute));
    return dataset.key().stream().map(column -> column(alias, column)).toList();
  }

  private String combined(List<String> columns, String alias) throws CannotPlan {
    if (columns.isEmpty()) {
      throw new CannotPlan(Reason.UNSUPPORTED, "The model names no key of " + base, List.of(base));
    }
    if (columns.size() == 1) {
      return column(alias, columns.get(0));
    }
    return columns.stream()
        .map(column -> "CAST(" + column(alias, column) + " AS varchar)")
        .collect(Collectors.joining(", '|', ", "concat(", ")"));
  }

  /** The field that tells when: a given one, or that of the rows, or the only one they reach. */
  Attribute time(Optional<Attribute> given) throws CannotPlan {
    if (given.isPresent()) {
      return given.get();
    }
    return Times.of(model, base);
  }

  String group(Group group, boolean asDate) throws CannotPlan {
    if (group instanceof Group.ByField by) {
      return attribute(by.attribute());
    }
    if (group instanceof Group.ByPart by) {
      return by.part().of(attribute(time(by.time())), model.fiscalStart());
    }
    Group.ByTime by = (Group.ByTime) group;
    Attribute time = time(by.time());
    if (!asDate) {
      Optional<Field> told = Times.toldBy(model, time, by.unit());
      if (told.isPresent()) {
        return attribute(new Attribute(told.get().ref(), time.role()));
      }
    }
    return truncated(by.unit(), attribute(time), model.field(time.field()));
  }

  private static String truncated(Unit unit, String sql, Field field) {
    if (field.unit().isPresent() && field.unit().get() == unit && field.isDate()) {
      return sql;
    }
    String truncated =
        unit == Unit.HALF
            ? "make_date(CAST(EXTRACT(YEAR FROM %1$s) AS integer),"
                + " CASE WHEN EXTRACT(MONTH FROM %1$s) < 7 THEN 1 ELSE 7 END, 1)"
            : "date_trunc('" + unit.word() + "', %s)";
    String result = truncated.formatted(sql);
    return field.type().kind() == dev.lodestar.spec.ColumnType.Kind.TIMESTAMP
        ? "CAST(" + result + " AS date)"
        : result;
  }

  String condition(Condition condition) throws CannotPlan {
    if (condition instanceof Condition.OneOf one) {
      return oneOf(one);
    }
    if (condition instanceof Condition.Compared compared) {
      return attribute(compared.attribute())
          + " "
          + compared.comparison().sql()
          + " "
          + compared.number().toPlainString();
    }
    if (condition instanceof Condition.Within within) {
      return attribute(within.attribute())
          + " BETWEEN "
          + within.low().toPlainString()
          + " AND "
          + within.high().toPlainString();
    }
    if (condition instanceof Condition.Missing missing) {
      return attribute(missing.attribute()) + (missing.negated() ? " IS NOT NULL" : " IS NULL");
    }
    if (condition instanceof Condition.True is) {
      return is.negated() ? "NOT " + attribute(is.attribute()) : attribute(is.attribute());
    }
    if (condition instanceof Condition.Like like) {
      return like(like);
    }
    if (condition instanceof Condition.Named named) {
      String sql = "(" + expression(model.filter(named.filter()).condition()) + ")";
      // What is not known to fulfil it counts as not fulfilling it.
      return named.negated() ? "NOT coalesce" + sql.replaceFirst("\\)$", ", false)") : sql;
    }
    if (condition instanceof Condition.During during) {
      return during(during);
    }
    if (condition instanceof Condition.OnPart on) {
      String numbers = on.numbers().stream().map(String::valueOf).collect(Collectors.joining(", "));
      return on.part().of(attribute(time(on.time())), model.fiscalStart())
          + (on.negated() ? " NOT IN (" : " IN (")
          + numbers
          + ")";
    }
    if (condition instanceof Condition.AnyOf any) {
      List<String> parts = new ArrayList<>();
      for (Condition part : any.conditions()) {
        parts.add(condition(part));
      }
      return "(" + String.join(" OR ", parts) + ")";
    }
    return related((Condition.Related) condition);
  }

  private String oneOf(Condition.OneOf one) throws CannotPlan {
    Field field = model.field(one.attribute().field());
    String sql = attribute(one.attribute());
    List<String> values = one.values().stream().map(value -> Literals.of(field, value)).toList();
    String list =
        values.size() == 1
            ? (one.negated() ? " <> " : " = ") + values.get(0)
            : (one.negated() ? " NOT IN (" : " IN (") + String.join(", ", values) + ")";
    // Rows without a value have none of the values either.
    return one.negated() ? "(" + sql + list + " OR " + sql + " IS NULL)" : sql + list;
  }

  private String like(Condition.Like like) throws CannotPlan {
    String sql = "lower(" + attribute(like.attribute()) + ")";
    String text = Literals.text(like.text().toLowerCase(java.util.Locale.ROOT));
    String call =
        switch (like.where()) {
          case STARTS -> "starts_with(" + sql + ", " + text + ")";
          case ENDS -> "ends_with(" + sql + ", " + text + ")";
          case CONTAINS -> "contains(" + sql + ", " + text + ")";
        };
    return like.negated() ? "NOT coalesce(" + call + ", false)" : call;
  }

  private String during(Condition.During during) throws CannotPlan {
    Attribute time = time(during.time());
    String sql = attribute(time);
    Field field = model.field(time.field());
    if (!field.isDate()) {
      throw new CannotPlan(
          Reason.NO_TIME, time.field() + " is no date", List.of(time.field().toString()));
    }
    List<String> ranges = new ArrayList<>();
    for (TimeRange range : during.ranges()) {
      List<String> bounds = new ArrayList<>();
      range.start().ifPresent(day -> bounds.add(sql + " >= " + Literals.day(field, day)));
      range.end().ifPresent(day -> bounds.add(sql + " < " + Literals.day(field, day)));
      ranges.add(String.join(" AND ", bounds));
    }
    String any =
        ranges.size() == 1
            ? ranges.get(0)
            : ranges.stream().collect(Collectors.joining(" OR ", "(", ")"));
    // What was never done was not done in 2024 either.
    return during.negated() ? "(NOT (" + any + ") OR " + sql + " IS NULL)" : any;
  }

  private String related(Condition.Related related) throws CannotPlan {
    Branch inside = new Branch(model, related.dataset(), true, suffix + "_of_it");
    List<List<String>> ways = model.ways(related.dataset(), related.entity());
    if (ways.isEmpty()) {
      throw new CannotPlan(
          Reason.UNREACHABLE,
          "Cannot reach " + related.entity() + " from " + related.dataset(),
          List.of(related.dataset(), related.entity()));
    }
    List<String> way = inside.way(Attribute.of(new FieldRef(related.entity(), "")));
    Relationship last = model.relationship(way.get(way.size() - 1));
    String many = inside.alias(way.subList(0, way.size() - 1));
    String one =
        alias(
            related.entity().equals(base)
                ? List.of()
                : way(Attribute.of(new FieldRef(related.entity(), ""))));
    List<String> conditions = new ArrayList<>();
    Optional<Attribute> thing = thing(related.entity());
    if (thing.isPresent()) {
      // Whatever happened to one version of it happened to the thing.
      conditions.add(inside.attribute(thing.get()) + " = " + field(thing.get().field(), one));
    }
    for (int i = 0; i < last.fromColumns().size() && thing.isEmpty(); i++) {
      conditions.add(
          inside.column(many, last.fromColumns().get(i))
              + " = "
              + Identifiers.written(one)
              + "."
              + Identifiers.written(last.toColumns().get(i)));
    }
    for (Condition condition : related.where()) {
      conditions.add(inside.condition(condition));
    }
    return (related.negated() ? "NOT EXISTS (" : "EXISTS (")
        + "SELECT 1 "
        + inside.from().replace("\n", " ")
        + " WHERE "
        + String.join(" AND ", conditions)
        + ")";
  }
}
