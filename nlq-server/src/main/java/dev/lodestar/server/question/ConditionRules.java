package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Comparison;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which rows are meant: by values, numbers, texts, and what is missing. */
final class ConditionRules extends Rules {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  ConditionRules(Model model, Scales scales) {
    super(model, scales);
  }

  @Override
  void addTo(Grammar g) {
    g.rule("VALS", "the? VALUE", a -> List.of(a.<Sense.OfValue>at(1)));
    g.rule("VALS", "VALS or|comma prep? the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("VALS", "VALS comma or prep? the? VALUE", a -> sameField(a.at(0), a.at(5)));
    // What is joined by "and" may have to be there together.
    g.rule("VALS", 1, "ALLVALS", a -> a.<List<Sense.OfValue>>at(0));
    g.rule("SEVERAL", "the? VALUE", a -> List.of(a.<Sense.OfValue>at(1)));
    g.rule("SEVERAL", "SEVERAL comma prep? the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("ALLVALS", "both? SEVERAL and prep? the? VALUE", a -> sameField(a.at(1), a.at(5)));
    g.rule("ALLVALS", "ALLVALS and prep? the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("ALLVALS", "SEVERAL comma and prep? the? VALUE", a -> sameField(a.at(0), a.at(5)));
    // In France and in Spain: each with a preposition of its own.
    g.rule("EACHVAL", "prep the? VALUE", a -> List.of(a.<Sense.OfValue>at(2)));
    g.rule("EACHVAL", "EACHVAL comma prep the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("EACHVALS", "EACHVAL and prep the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule("EACHVALS", "EACHVAL comma and prep the? VALUE", a -> sameField(a.at(0), a.at(5)));
    g.rule(PART, "EACHVALS", a -> new Part.All(oneOf(a.at(0), false), true));
    g.rule(PART, 1, "prep? prep? ALLVALS", a -> new Part.All(oneOf(a.at(2), false)));
    g.rule(PART, 1, "both prep ALLVALS", a -> new Part.All(oneOf(a.at(2), false)));
    g.rule(
        PART,
        "prep? prep? the? ATTR is? the? ALLVALS",
        a -> {
          Condition condition = fieldIs(a.at(3), a.at(6), false);
          return condition == null ? null : new Part.All((Condition.OneOf) condition);
        });
    g.rule("COND", 1, "VALS", a -> oneOf(a.at(0), false));
    g.rule("COND", 1, "not prep? the? VALS", a -> oneOf(a.at(3), true));
    g.rule("FIELDVALS", "the? ATTR is? the? VALS", a -> fieldIs(a.at(1), a.at(4), false));
    g.rule("FIELDVALS", "the? ATTR isnot the? VALS", a -> fieldIs(a.at(1), a.at(4), true));
    g.rule("FIELDVALS", "ROLE prep? the? VALS", a -> inRole(a.at(0), a.at(3)));
    g.rule("FIELDVALS", "VALS ATTR", a -> fieldIs(a.at(1), a.at(0), false));
    g.rule("FIELDVALS", "not the? ATTR the? VALS", a -> fieldIs(a.at(2), a.at(4), true));
    g.rule("FIELDVALS", "not the? VALS ATTR", a -> fieldIs(a.at(3), a.at(2), true));
    g.rule("FIELDVALS", "the? ENTITY is VALS", a -> entityIs(entity(a, 1), a.at(3), false));
    g.rule("FIELDVALS", "the? ENTITY VALS", a -> hasName(entity(a, 1), a.at(2)));
    g.rule("FIELDVALS", "the? ENTITIES is? VALS", a -> calledSo(entity(a, 1), a.at(3)));
    g.rule(
        "FIELDVALS",
        "the? ENTITY|ENTITIES isnot the? VALS",
        a -> entityIs(entity(a, 1), a.at(4), true));
    g.rule(
        "FIELDVALS", "not the? ENTITY|ENTITIES VALS", a -> entityIs(entity(a, 2), a.at(3), true));
    // Neither in France nor in Spain.
    g.rule("NEITHER", "neither prep? the? VALUE", a -> List.of(a.<Sense.OfValue>at(3)));
    g.rule("NEITHER", "NEITHER nor prep? the? VALUE", a -> sameField(a.at(0), a.at(4)));
    g.rule(
        "COND",
        "NEITHER",
        a -> a.<List<Sense.OfValue>>at(0).size() > 1 ? oneOf(a.at(0), true) : null);
    g.rule("COND", "FIELDVALS", a -> a.<Condition>at(0));
    // « Par les véhicules électriques » is by those together.
    g.rule("COND", "prep the ENTITY|ENTITIES VALS", a -> entityIs(entity(a, 2), a.at(3), false));
    g.rule(
        PART,
        1,
        "the? ENTITIES is VALS",
        a -> {
          Condition condition = entityIs(entity(a, 1), a.at(3), false);
          return condition == null
              ? null
              : new Part.Several(
                  List.of(
                      new Part.Things(entities.noun(entity(a, 1), true).stream().toList(), false),
                      new Part.Where(condition)));
        });
    g.rule("COND", "FIELDVALS or FIELDVALS", a -> new Condition.AnyOf(List.of(a.at(0), a.at(2))));
    g.rule("COND", 3, "VALS or VALS", a -> eitherOr(a.at(0), a.at(2)));
    g.rule(
        "COND",
        1,
        "the? ATTR is? LITERAL",
        a -> a.has(2) || tells(a.at(1)) ? literal(a.at(1), a.at(3), false) : null);
    g.rule("COND", 1, "the? ATTR isnot LITERAL", a -> literal(a.at(1), a.at(3), true));
    g.rule(
        "COND",
        1,
        "the? ENTITY is? LITERAL",
        a ->
            entities
                .keyOrName(entity(a, 1), a.at(3))
                .map(f -> literal(Attribute.of(f), a.at(3), false))
                .orElse(null));
    g.rule("COND", "the? ATTR CMP AMOUNT", a -> compared(a.at(1), a.at(2), a.at(3)));
    g.rule(PART, "have the? ATTR CMP AMOUNT", a -> where(compared(a.at(2), a.at(3), a.at(4))));
    g.rule("COND", 1, "CMP the? AMOUNT of? the? ATTR", a -> compared(a.at(5), a.at(0), a.at(2)));
    g.rule("COND", "the? ATTR CMP NUM percent", a -> percent(a.at(1), a.at(2), a.at(3)));
    g.rule(
        "COND", 1, "CMP the? NUM percent of? the? ATTR", a -> percent(a.at(6), a.at(0), a.at(2)));
    g.rule("RANGED", "the? ATTR between AMOUNT to AMOUNT", a -> between(a.at(1), a.at(3), a.at(5)));
    g.rule("COND", "RANGED", a -> a.<Condition>at(0));
    for (Condition.Like.Where where : Condition.Like.Where.values()) {
      String word = where.name().toLowerCase(Locale.ROOT);
      g.rule("COND", "the? ATTR " + word + " TEXT", a -> like(a.at(1), where, a.at(3)));
      g.rule(
          PART,
          "the? ENTITY|ENTITIES that? name? " + word + " TEXT",
          a -> called(entities.noun(entity(a, 1), true), where, a.at(5)));
      g.rule(
          PART,
          1,
          "the? FIELD|FIELDS that? name? " + word + " TEXT",
          a -> called(Optional.of(noun(Attribute.of(field(a, 1)), true)), where, a.at(5)));
    }
    g.rule("COND", 6, "the? ATTR null", a -> new Condition.Missing(a.at(1), false));
    g.rule("COND", "the? ATTR is null", a -> new Condition.Missing(a.at(1), false));
    g.rule("EITHER", "the? ATTR is null", a -> new Condition.Missing(a.at(1), false));
    g.rule("EITHER", "the? ATTR CMP AMOUNT", a -> compared(a.at(1), a.at(2), a.at(3)));
    g.rule("COND", "EITHER or EITHER", a -> new Condition.AnyOf(List.of(a.at(0), a.at(2))));
    g.rule("COND", 6, "null ATTR", a -> new Condition.Missing(a.at(1), false));
    g.rule("COND", "the? ATTR isnot null", a -> new Condition.Missing(a.at(1), true));
    g.rule("COND", 2, "nothing|not the? ATTR", a -> missing(a.at(2), false));
    g.rule("COND", 4, "with the? ATTR", a -> missing(a.at(2), true));
    g.rule("COND", 1, "with the? FIELD|FIELDS", a -> yes(Attribute.of(field(a, 2)), false));
    g.rule("COND", 2, "owns the ATTR", a -> missing(a.at(2), true));
    g.rule("COND", "FILTER", a -> new Condition.Named(a.<Sense.OfFilter>at(0).filter(), false));
    g.rule(
        "COND",
        "not|never the? FILTER anything?",
        a -> new Condition.Named(a.<Sense.OfFilter>at(2).filter(), true));
    g.rule("COND", 2, "FIELD|FIELDS", a -> yes(Attribute.of(field(a, 0)), false));
    g.rule("COND", 2, "not the? FIELD|FIELDS", a -> yes(Attribute.of(field(a, 2)), true));
    g.rule("COND", 2, "nothing the? FIELD|FIELDS", a -> yes(Attribute.of(field(a, 2)), true));
    g.rule("COND", "the? ATTR is yesword", a -> yes(a.at(1), false));
    g.rule("COND", "the? ATTR is noword", a -> yes(a.at(1), true));
    g.rule("COND", 1, "DENIED", a -> yes(Attribute.of(a.<Sense.OfDenied>at(0).field()), true));
    g.rule("TEXT", "QUOTED", a -> a.<String>at(0));
    g.rule("TEXT", 2, "ANYWORD", a -> a.<String>at(0));
    g.rule("LITERAL", "QUOTED", a -> a.<String>at(0));
    g.rule("LITERAL", "DIGITS", a -> a.<BigDecimal>at(0).toPlainString());
    g.rule("AMOUNT", "CURRENCY? NUM CURRENCY?", a -> a.<BigDecimal>at(1));
    g.rule(PART, "prep CURRENCY", a -> new Part.InUnit(a.at(1)));
    g.rule("CONDS", "prep? prep? COND", a -> a.<Condition>at(2));
    // Only the red ones, those in steel: of what was named before, or is about to be.
    g.rule("CONDS", "prep? the? COND ones", a -> a.<Condition>at(2));
    g.rule("CONDS", "prep? those that? is? prep? COND", a -> a.<Condition>at(5));
    g.rule(PART, "CONDS restricts", a -> new Part.Where(a.at(0)));
    g.rule(PART, "CONDS", a -> new Part.Where(a.at(0)));
  }

  private @Nullable Condition inRole(Sense.OfRole role, List<Sense.OfValue> values) {
    Attribute attribute = playing(Attribute.of(values.get(0).field()), role);
    return attribute == null
        ? null
        : new Condition.OneOf(attribute, values.stream().map(Sense.OfValue::value).toList(), false);
  }

  private static @Nullable Condition eitherOr(List<Sense.OfValue> a, List<Sense.OfValue> b) {
    return a.get(0).field().equals(b.get(0).field())
        ? null
        : new Condition.AnyOf(List.of(oneOf(a, false), oneOf(b, false)));
  }

  private static @Nullable Condition fieldIs(
      Attribute attribute, List<Sense.OfValue> values, boolean negated) {
    return values.get(0).field().equals(attribute.field())
        ? new Condition.OneOf(
            attribute, values.stream().map(Sense.OfValue::value).toList(), negated)
        : null;
  }

  private @Nullable Condition entityIs(
      String dataset, List<Sense.OfValue> values, boolean negated) {
    FieldRef field = values.get(0).field();
    boolean fits = field.dataset().equals(dataset) || entities.isNamedLikeField(dataset, field);
    return fits ? oneOf(values, negated) : null;
  }

  /** The customer Smith, and the one in Rome; things without names are never one of them. */
  private @Nullable Condition hasName(String dataset, List<Sense.OfValue> values) {
    boolean named = entities.calledBy(dataset).filter(by -> !entities.isKey(by)).isPresent();
    return named ? entityIs(dataset, values, false) : calledSo(dataset, values);
  }

  /** The customers Smith and Jones; « colis perdus » are those that are lost, and are counted. */
  private @Nullable Condition calledSo(String dataset, List<Sense.OfValue> values) {
    FieldRef field = values.get(0).field();
    boolean names =
        entities.calledBy(dataset).equals(Optional.of(field))
            || entities.isNamedLikeField(dataset, field);
    return names ? entityIs(dataset, values, false) : null;
  }

  /** Whether the value of a field may follow its name at once; that of an amount may not. */
  private boolean tells(Attribute attribute) {
    Field field = model.field(attribute.field());
    return !field.isNumber()
        || (field.aggregation().isEmpty() && !field.isTime())
        || entities.isKey(attribute.field());
  }

  private @Nullable Condition literal(Attribute attribute, String text, boolean negated) {
    Field field = model.field(attribute.field());
    if (field.isNumber()) {
      return text.matches("-?\\d+(\\.\\d+)?")
          ? new Condition.Compared(
              attribute, negated ? Comparison.UNLIKE : Comparison.EQUAL, new BigDecimal(text))
          : null;
    }
    // A value that the dictionary would know if it were there is not taken on trust.
    return field.isText() && !field.named() && !isNamedElsewhere(field)
        ? new Condition.OneOf(attribute, List.of(text), negated)
        : null;
  }

  /** Whether the dictionary has the names of the same things, as another field tells them. */
  private boolean isNamedElsewhere(Field field) {
    String dataset = field.ref().dataset();
    return entities.calledBy(dataset).equals(Optional.of(field.ref()))
        && model.datasets().stream()
            .flatMap(other -> other.fields().stream())
            .anyMatch(other -> other.named() && entities.isNamedLikeField(dataset, other.ref()));
  }

  /** Those who are called in some way: both named and chosen. */
  private @Nullable Part called(Optional<Noun> noun, Condition.Like.Where where, String text) {
    Condition condition =
        noun.isPresent() && noun.get().group() instanceof Group.ByField by
            ? like(by.attribute(), where, text)
            : null;
    return condition == null
        ? null
        : new Part.Several(
            List.of(new Part.Things(noun.stream().toList(), false), new Part.Where(condition)));
  }

  private @Nullable Condition like(Attribute attribute, Condition.Like.Where where, String text) {
    return model.field(attribute.field()).isText()
        ? new Condition.Like(attribute, where, text, false)
        : null;
  }

  private @Nullable Condition missing(Attribute attribute, boolean negated) {
    Field field = model.field(attribute.field());
    if (entities.isKey(attribute.field()) || field.type().kind() == ColumnType.Kind.BOOLEAN) {
      return null;
    }
    boolean measured = field.isNumber() && field.aggregation().isPresent();
    if (measured && negated) {
      return new Condition.Compared(attribute, Comparison.of(">"), BigDecimal.ZERO);
    }
    // A discount of nothing is none; a temperature of nothing is one.
    return measured && mayBeNothing(field)
        ? new Condition.AnyOf(
            List.of(
                new Condition.Compared(attribute, Comparison.EQUAL, BigDecimal.ZERO),
                new Condition.Missing(attribute, false)))
        : new Condition.Missing(attribute, negated);
  }

  /** Whether nothing of it is none: of what adds up, of money and of percentages. */
  private static boolean mayBeNothing(Field field) {
    return field.aggregation().equals(Optional.of(Aggregation.SUM))
        || CURRENCY.matcher(field.measuredIn()).matches()
        || Units.of(field.measuredIn()).equals(Units.PERCENT);
  }

  /** An occupancy above 90 %: of what is measured in percent. */
  private @Nullable Condition percent(Attribute attribute, String sign, BigDecimal number) {
    return Units.of(model.field(attribute.field()).measuredIn()).equals(Units.PERCENT)
        ? compared(attribute, sign, number)
        : null;
  }

  private @Nullable Condition yes(Attribute attribute, boolean negated) {
    return model.field(attribute.field()).type().kind() == ColumnType.Kind.BOOLEAN
        ? new Condition.True(attribute, negated)
        : null;
  }
}
