package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.TimePart;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.Unit;
import dev.lodestar.spec.ColumnType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Things that have names, to group by, to list or to count: the customers, the month of the order.
 */
final class NounRules extends Rules {
  private static final int TRUTH = 6;
  private static final int FACT = 2;

  NounRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("ATTR", "FIELD|FIELDS", a -> Attribute.of(field(a, 0)));
    g.rule("ATTR", "ATTRS", a -> a.<Attribute>at(0));
    g.rule("ATTRS", "ENTITY|ENTITIES poss? FIELD|FIELDS", a -> ofEntity(entity(a, 0), field(a, 2)));
    g.rule(
        "ATTRS", "FIELD|FIELDS of the? ENTITY|ENTITIES", a -> ofEntity(entity(a, 3), field(a, 0)));
    // « L'adresse mail » has two names in one.
    g.rule(
        "ATTRS",
        "FIELD|FIELDS FIELD|FIELDS",
        a -> field(a, 0).equals(field(a, 1)) ? Attribute.of(field(a, 0)) : null);
    // « Les pays clients » are those of the clients.
    g.rule("ATTRS", "FIELDS ENTITIES", a -> ofEntity(entity(a, 1), field(a, 0)));
    g.rule(
        "ATTRS",
        "ENTITY|ENTITIES name",
        a -> entities.calledBy(entity(a, 0)).map(Attribute::of).orElse(null));
    g.rule(
        "ATTRS",
        "name of? the? ENTITY|ENTITIES",
        a -> entities.calledBy(entity(a, 3)).map(Attribute::of).orElse(null));
    g.rule("ATTRS", "FIELD|FIELDS name", a -> Attribute.of(field(a, 0)));
    g.rule("ATTRS", "name of? the? FIELD|FIELDS", a -> Attribute.of(field(a, 3)));
    g.rule("ATTRS", "ROLE ATTR", a -> playing(a.<Attribute>at(1), a.at(0)));
    g.rule("ATTRS", "ATTR of? ROLE", a -> playing(a.<Attribute>at(0), a.at(2)));
    for (int cost : new int[] {0, TRUTH}) {
      // A yes-or-no field is rather a condition, and an amount rather measured, than shown.
      g.rule(
          "NOUN1",
          cost,
          "FIELD",
          a -> truth(field(a, 0), cost) ? noun(Attribute.of(field(a, 0)), false) : null);
      g.rule(
          "NOUN1",
          cost,
          "FIELDS",
          a -> truth(field(a, 0), cost) ? noun(Attribute.of(field(a, 0)), true) : null);
      g.rule(
          "NOUN1",
          cost,
          "ATTRS",
          a ->
              truth(a.<Attribute>at(0).field(), cost)
                      && model.field(a.<Attribute>at(0).field()).type().kind()
                          != ColumnType.Kind.BOOLEAN
                  ? noun(a.at(0), true)
                  : null);
    }
    for (int cost : new int[] {0, FACT}) {
      // Where a word names both a fact and a measure of it, the measure is rather meant.
      g.rule(
          "NOUN1",
          cost,
          "ENTITY",
          a -> fact(entity(a, 0), cost) ? entities.noun(entity(a, 0), false).orElse(null) : null);
      g.rule(
          "NOUN1",
          cost,
          "ENTITIES",
          a -> fact(entity(a, 0), cost) ? entities.noun(entity(a, 0), true).orElse(null) : null);
    }
    g.rule(
        "NOUN1",
        "ROLE ENTITY|ENTITIES",
        a -> entities.noun(entity(a, 1), true).map(n -> playing(n, a.at(0))).orElse(null));
    g.rule(
        "NOUN1",
        "ENTITY|ENTITIES of ROLE",
        a -> entities.noun(entity(a, 0), true).map(n -> playing(n, a.at(2))).orElse(null));
    g.rule("NOUN1", 1, "ROLE", a -> role(a.at(0)));
    g.rule(
        "NOUN1",
        UnitNouns.ONE,
        a -> new Noun(new Group.ByTime(unit(a, 0), Optional.empty()), Optional.empty(), false));
    g.rule(
        "NOUN1",
        UnitNouns.MANY,
        a -> new Noun(new Group.ByTime(unit(a, 0), Optional.empty()), Optional.empty(), true));
    g.rule(
        "NOUN1",
        "GRAINADJ",
        a -> new Noun(new Group.ByTime(unit(a, 0), Optional.empty()), Optional.empty(), false));
    g.rule("NOUN1", "UNIT of the? ATTR", a -> dated(unit(a, 0), a.at(3)));
    g.rule("NOUN1", "ATTR UNIT", a -> dated(unit(a, 1), a.at(0)));
    g.rule("NOUN1", "UNIT of the? HAPPENING", a -> dated(unit(a, 0), happening(a, 3)));
    g.rule("NOUN1", "HAPPENING UNIT", a -> dated(unit(a, 1), happening(a, 0)));
    g.rule(
        "NOUN1",
        1,
        "PARTOF",
        a ->
            new Noun(
                new Group.ByPart(TimePart.of(a.at(0)), Optional.empty()), Optional.empty(), false));
    g.rule("NOUN", "the? distinct? NOUN1", a -> a.<Noun>at(2));
    g.rule("NOUN", "the? NOUN1 distinctpost", a -> a.<Noun>at(1));
    g.rule("NOUNS", "NOUN", a -> List.of(a.<Noun>at(0)));
    g.rule("NOUNS", "NOUNS and by? NOUN", a -> plus(a.<List<Noun>>at(0), a.<Noun>at(3)));
    // In a row of phrases a comma rather parts them.
    g.rule("NOUNS", 2, "NOUNS comma by? NOUN", a -> plus(a.<List<Noun>>at(0), a.<Noun>at(3)));
    g.rule("NOUNS", "NOUNS comma and by? NOUN", a -> plus(a.<List<Noun>>at(0), a.<Noun>at(4)));
    g.rule("GROUP1", "NOUN1", a -> entities.areToldApart(a.<Noun>at(0)) ? a.at(0) : null);
    g.rule("GROUP", "NOUN", a -> entities.areToldApart(a.<Noun>at(0)) ? a.at(0) : null);
    g.rule(
        "GROUPS",
        "NOUNS",
        a -> a.<List<Noun>>at(0).stream().allMatch(entities::areToldApart) ? a.at(0) : null);
  }

  private boolean truth(FieldRef field, int cost) {
    Field of = model.field(field);
    boolean truth =
        of.type().kind() == ColumnType.Kind.BOOLEAN
            || (of.isNumber() && of.aggregation().isPresent() && !of.isTime());
    return truth == (cost == TRUTH);
  }

  private boolean fact(String dataset, int cost) {
    return model.facts().contains(dataset) == (cost == FACT);
  }

  private @Nullable Attribute ofEntity(String dataset, FieldRef field) {
    return field.dataset().equals(dataset) || entities.isNamedLike(dataset, field.dataset())
        ? Attribute.of(field)
        : null;
  }

  private @Nullable Noun playing(Noun noun, Sense.OfRole role) {
    if (!(noun.group() instanceof Group.ByField by)) {
      return null;
    }
    Attribute attribute = playing(by.attribute(), role);
    return attribute == null
        ? null
        : new Noun(new Group.ByField(attribute), Optional.empty(), noun.plural());
  }

  /** The part that a dataset plays, as what plays it: by origin. */
  private @Nullable Noun role(Sense.OfRole role) {
    return entities
        .calledBy(model.relationship(role.relationship()).to())
        .map(field -> new Attribute(field, Optional.of(role.relationship())))
        .map(a -> new Noun(new Group.ByField(a), Optional.empty(), true))
        .orElse(null);
  }

  private @Nullable Noun dated(Unit unit, Attribute attribute) {
    return model.field(attribute.field()).isDate()
        ? new Noun(new Group.ByTime(unit, Optional.of(attribute)), Optional.empty(), false)
        : null;
  }
}
