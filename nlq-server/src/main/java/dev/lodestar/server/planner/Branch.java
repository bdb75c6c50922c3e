package dev.lodestar.server.planner;

import dev.lodestar.server.planner.CannotPlan.Reason;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Relationship;
import dev.lodestar.server.semantic.SqlText;
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

  /** What the rows at the end of a way are called. */
  String alias(List<String> way) {
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

  String field(FieldRef ref, String alias) {
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
      return part(by.part(), by.time());
    }
    Group.ByTime by = (Group.ByTime) group;
    Attribute time = time(by.time());
    if (!asDate) {
      Optional<Field> told = Times.toldBy(model, time, by.unit());
      if (told.isPresent()) {
        return attribute(new Attribute(told.get().ref(), time.role()));
      }
    }
    return Grains.truncated(by.unit(), attribute(time), model.field(time.field()));
  }

  /** A part of a time that comes again. */
  String part(TimePart part, Optional<Attribute> given) throws CannotPlan {
    Attribute time = time(given);
    Grains.mustTell(model.field(time.field()), part);
    return part.of(attribute(time), model.fiscalStart());
  }

  String condition(Condition condition) throws CannotPlan {
    return new Conditions(model, this).written(condition);
  }

  /** A branch within a condition of this one. */
  Branch inside(String dataset) {
    return new Branch(model, dataset, true, suffix + "_of_it");
  }
}
