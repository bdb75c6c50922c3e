package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which of several readings is meant by a rule: of a name that both the measured rows and a dataset
 * beside them bear, the one in the rows themselves.
 */
final class Preferences {
  private Preferences() {}

  /** How many datasets beside the measured one are read. */
  static int distance(Model model, LogicalQuery query) {
    Set<String> datasets = new TreeSet<>();
    query
        .groups()
        .forEach(
            group -> {
              if (group instanceof Group.ByField by) {
                datasets.add(by.attribute().field().dataset());
              }
            });
    query.where().forEach(condition -> Datasets.of(model, condition, datasets));
    return datasets.size();
  }

  /** Of readings that list or count rows, those that tell it of the rows themselves. */
  static <T> List<T> ownFirst(List<T> readings, Function<T, LogicalQuery> query) {
    List<T> own = readings.stream().filter(r -> !isRoundabout(query.apply(r))).toList();
    boolean all =
        readings.stream()
            .map(query)
            .allMatch(
                q ->
                    q.listed().isPresent()
                        || (q.measures().size() == 1
                            && (q.measures().get(0) instanceof Measure.Rows
                                || q.measures().get(0) instanceof Measure.Distinct)));
    return own.isEmpty() || !all ? readings : own;
  }

  /** Of readings that list something, those that tell all of it of the same rows. */
  static <T> List<T> ofOneDataset(Model model, List<T> readings, Function<T, LogicalQuery> query) {
    boolean all = readings.stream().map(query).allMatch(q -> q.measures().isEmpty());
    List<T> ofOne = readings.stream().filter(r -> distance(model, query.apply(r)) == 1).toList();
    return all && !ofOne.isEmpty() ? ofOne : readings;
  }

  /** Of readings that count by a name or by the key behind it, those that count by the key. */
  static <T> List<T> keysFirst(Model model, List<T> readings, Function<T, LogicalQuery> query) {
    Entities entities = new Entities(model);
    return readings.stream()
        .filter(
            r -> readings.stream().noneMatch(o -> byKey(entities, query.apply(o), query.apply(r))))
        .toList();
  }

  private static boolean byKey(Entities entities, LogicalQuery key, LogicalQuery name) {
    if (key.listed().isPresent() && name.listed().isEmpty()) {
      return listsThings(entities, key, name);
    }
    if (key.measures().size() != 1
        || name.measures().size() != 1
        || !key.groups().equals(name.groups())
        || !key.where().equals(name.where())) {
      return false;
    }
    return byKey(entities, key.measures().get(0), name.measures().get(0));
  }

  private static boolean byKey(Entities entities, Measure a, Measure b) {
    if (a instanceof Measure.Distinct distinct && b instanceof Measure.OfField of) {
      return entities.isNamedLikeField(distinct.dataset(), of.attribute().field());
    }
    if (a instanceof Measure.Rows rows && b instanceof Measure.OfField of) {
      FieldRef field = of.attribute().field();
      return field.dataset().equals(rows.dataset())
          && entities.calledBy(rows.dataset()).equals(Optional.of(field))
          && entities.isNamedLikeField(rows.dataset(), field);
    }
    if (!(a instanceof Measure.PerGroup one)
        || !(b instanceof Measure.PerGroup other)
        || one.how() != other.how()) {
      return false;
    }
    if (one.group().equals(other.group())) {
      return byKey(entities, one.of(), other.of());
    }
    return one.of().equals(other.of())
        && one.group() instanceof Group.ByField near
        && other.group() instanceof Group.ByField far
        && entities.calledBy(near.attribute().field().dataset()).isPresent()
        && entities
            .calledBy(near.attribute().field().dataset())
            .get()
            .equals(near.attribute().field())
        && entities.isNamedLikeField(near.attribute().field().dataset(), far.attribute().field())
        && !near.attribute().field().dataset().equals(far.attribute().field().dataset());
  }

  /** Of things that are called as the field is that names them, each is listed. */
  private static boolean listsThings(Entities entities, LogicalQuery things, LogicalQuery names) {
    return things.measures().isEmpty()
        && names.measures().isEmpty()
        && things.groups().equals(names.groups())
        && things.where().equals(names.where())
        && things.groups().stream()
            .anyMatch(
                group ->
                    group instanceof Group.ByField by
                        && entities.isNamedLikeField(
                            things.listed().orElseThrow(), by.attribute().field()));
  }

  private static boolean isRoundabout(LogicalQuery query) {
    return query.measures().stream().anyMatch(m -> m instanceof Measure.Distinct)
        || query.where().stream()
            .anyMatch(c -> c instanceof Condition.Related related && !related.negated());
  }

  /** Drops each reading that differs from another in nothing but a farther field of equal name. */
  static <T> List<T> sameButNearer(
      Model model,
      List<T> readings,
      Function<T, LogicalQuery> query,
      Map<LogicalQuery, Integer> distance) {
    List<T> kept = new ArrayList<>();
    for (T reading : readings) {
      boolean farther =
          readings.stream()
              .anyMatch(other -> nearer(model, query.apply(other), query.apply(reading)));
      if (!farther) {
        kept.add(reading);
      }
    }
    return kept;
  }

  private static boolean nearer(Model model, LogicalQuery near, LogicalQuery far) {
    boolean alike =
        near.measures().equals(far.measures())
            && near.limit().equals(far.limit())
            && near.order().equals(far.order())
            && near.having().equals(far.having())
            && near.groups().size() == far.groups().size()
            && near.where().size() == far.where().size()
            && near.listed().equals(far.listed());
    if (!alike || near.measures().isEmpty()) {
      return false;
    }
    String base = base(model, near);
    if (base.isEmpty()) {
      return false;
    }
    boolean differs = false;
    for (int i = 0; i < near.groups().size(); i++) {
      Group a = near.groups().get(i);
      Group b = far.groups().get(i);
      if (!a.equals(b)) {
        if (!own(model, a, base, b)) {
          return false;
        }
        differs = true;
      }
    }
    Set<Condition> rest = new java.util.HashSet<>(far.where());
    rest.removeAll(near.where());
    List<Condition> mine = near.where().stream().filter(c -> !far.where().contains(c)).toList();
    for (Condition condition : mine) {
      boolean matched =
          condition instanceof Condition.OneOf one
              && rest.stream()
                  .anyMatch(
                      c ->
                          c instanceof Condition.OneOf other
                              && other.values().equals(one.values())
                              && other.negated() == one.negated()
                              && own(model, one.attribute(), base, other.attribute())
                              && areCalledAlike(model, one.attribute(), other.attribute()));
      if (!matched) {
        return false;
      }
      differs = true;
    }
    return differs;
  }

  /**
   * Whether two readings differ in nothing but the field of a value that was named alone, and that
   * of one is called plainly what that of the other qualifies: country, supplier country.
   */
  static Optional<Note.PlainMeant> plain(Model model, LogicalQuery near, LogicalQuery far) {
    boolean alike =
        near.measures().equals(far.measures())
            && near.limit().equals(far.limit())
            && near.order().equals(far.order())
            && near.having().equals(far.having())
            && near.groups().equals(far.groups())
            && near.listed().equals(far.listed())
            && near.where().size() == far.where().size();
    List<Condition> mine = near.where().stream().filter(c -> !far.where().contains(c)).toList();
    List<Condition> others = far.where().stream().filter(c -> !near.where().contains(c)).toList();
    boolean one = alike && mine.size() == 1 && others.size() == 1;
    if (one
        && mine.get(0) instanceof Condition.OneOf a
        && others.get(0) instanceof Condition.OneOf b
        && a.negated() == b.negated()
        && folded(a.values()).equals(folded(b.values()))
        && qualifies(model, b.attribute(), a.attribute())) {
      return Optional.of(
          new Note.PlainMeant(a.attribute().field(), List.of(b.attribute().field())));
    }
    return Optional.empty();
  }

  private static Set<String> folded(List<String> values) {
    return values.stream().map(Tokens::fold).collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean qualifies(Model model, Attribute more, Attribute plain) {
    for (Language language : Language.values()) {
      String whole = Tokens.fold(model.field(more.field()).names().in(language));
      String part = Tokens.fold(model.field(plain.field()).names().in(language));
      if (plain.role().isEmpty() && (whole.startsWith(part + " ") || whole.endsWith(" " + part))) {
        return true;
      }
    }
    return false;
  }

  /** Goods and customers may both be of a sector; what is furniture is told of either. */
  private static boolean areCalledAlike(Model model, Attribute one, Attribute other) {
    Set<String> names = names(model, one);
    names.retainAll(names(model, other));
    return !names.isEmpty() || qualifies(model, one, other) || qualifies(model, other, one);
  }

  private static Set<String> names(Model model, Attribute attribute) {
    Set<String> names = new TreeSet<>();
    for (Language language : Language.values()) {
      model.field(attribute.field()).names().all(language).stream()
          .map(name -> Tokens.stem(Tokens.fold(name)))
          .forEach(names::add);
    }
    return names;
  }

  private static boolean own(Model model, Group near, String base, Group far) {
    return near instanceof Group.ByField a
        && far instanceof Group.ByField b
        && own(model, a.attribute(), base, b.attribute());
  }

  private static boolean own(Model model, Attribute near, String base, Attribute far) {
    return near.field().dataset().equals(base)
        && !far.field().dataset().equals(base)
        && model.reaches(base, far.field().dataset());
  }

  private static String base(Model model, LogicalQuery query) {
    return Measures.bases(model, query.measures().get(0)).stream().findFirst().orElse("");
  }
}
