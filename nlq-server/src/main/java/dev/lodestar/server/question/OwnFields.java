package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.Aggregation;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What things that are told by a field alone have of their own: suppliers by country are by the
 * supplier country beside their name, and not by the country of somebody else.
 */
final class OwnFields {
  private static final Set<String> NAMING = Set.of("ENTITY", "ENTITIES");

  /** Words between the two that a name is made of: « pays du fournisseur ». */
  private static final Set<String> JOINING =
      Set.of("of", "the", "'s", "de", "du", "des", "le", "la");

  private final Model model;
  private final Set<String> named;

  /**
   * @param pieces what the words of the question may mean
   */
  OwnFields(Model model, List<Piece> pieces) {
    this.model = model;
    this.named =
        pieces.stream()
            .filter(piece -> NAMING.contains(piece.kind()))
            .map(piece -> ((Sense.OfEntity) piece.meaning()).dataset())
            .collect(Collectors.toSet());
  }

  /** The phrases with what is the things' own; none where a value is told of somebody else. */
  Optional<List<Part>> in(List<Part> parts) {
    Set<FieldRef> things = parts.stream().flatMap(this::things).collect(Collectors.toSet());
    if (things.size() != 1) {
      return Optional.of(parts);
    }
    FieldRef thing = things.iterator().next();
    boolean done = parts.stream().anyMatch(OwnFields::tellsOfDeeds);
    return !done && parts.stream().anyMatch(part -> isOfOther(thing, part))
        ? Optional.empty()
        : Optional.of(parts.stream().map(part -> owned(thing, part)).toList());
  }

  /** The fields by which what is counted or listed is told. */
  private Stream<FieldRef> things(Part part) {
    if (part instanceof Part.Several several) {
      return several.parts().stream().flatMap(this::things);
    }
    if (part instanceof Part.Things listed) {
      return listed.nouns().stream()
          .filter(noun -> noun.entity().isEmpty() && noun.group() instanceof Group.ByField)
          .map(noun -> ((Group.ByField) noun.group()).attribute().field());
    }
    return part instanceof Part.Select select
        ? select.measures().stream()
            .filter(measure -> measure instanceof Measure.OfField)
            .map(measure -> (Measure.OfField) measure)
            .filter(of -> of.aggregation() == Aggregation.COUNT_DISTINCT)
            .map(of -> of.attribute().field())
        : Stream.empty();
  }

  private static boolean tellsOfDeeds(Part part) {
    return part instanceof Part.Acted
        || part instanceof Part.Related
        || part instanceof Part.Does
        || (part instanceof Part.Several several
            && several.parts().stream().anyMatch(OwnFields::tellsOfDeeds));
  }

  private boolean isOfOther(FieldRef thing, Part part) {
    return part instanceof Part.Where where
        && where.condition() instanceof Condition.OneOf one
        && own(thing, one.attribute()).isPresent();
  }

  private Part owned(FieldRef thing, Part part) {
    if (part instanceof Part.By by) {
      return new Part.By(owned(thing, by.groups()));
    }
    return part instanceof Part.Regroup by ? new Part.Regroup(owned(thing, by.groups())) : part;
  }

  private List<Group> owned(FieldRef thing, List<Group> groups) {
    return groups.stream()
        .map(
            group ->
                group instanceof Group.ByField by
                    ? own(thing, by.attribute())
                        .<Group>map(field -> new Group.ByField(Attribute.of(field)))
                        .orElse(group)
                    : group)
        .toList();
  }

  /** The field beside a thing's that is called as another elsewhere, and as the thing. */
  private Optional<FieldRef> own(FieldRef thing, Attribute elsewhere) {
    FieldRef other = elsewhere.field();
    if (elsewhere.role().isPresent()
        || other.dataset().equals(thing.dataset())
        || named.contains(other.dataset())) {
      return Optional.empty();
    }
    return model.dataset(thing.dataset()).fields().stream()
        .filter(field -> !field.hidden() && isCalledAs(field, thing, other))
        .map(Field::ref)
        .findFirst();
  }

  private boolean isCalledAs(Field field, FieldRef thing, FieldRef other) {
    for (Language language : Language.values()) {
      Set<String> own = words(field.names().in(language));
      Set<String> things = words(model.field(thing).names().in(language));
      Set<String> whose = words(model.dataset(other.dataset()).names().in(language));
      boolean both =
          model.field(other).names().all(language).stream()
              .map(OwnFields::words)
              .anyMatch(words -> isBoth(own, words, things, whose));
      if (both && !field.ref().equals(thing)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a name is that of another field, perhaps without whose that is, and of the things. */
  private static boolean isBoth(
      Set<String> own, Set<String> other, Set<String> things, Set<String> whose) {
    Set<String> plain = new TreeSet<>(other);
    plain.removeAll(whose);
    other.addAll(things);
    plain.addAll(things);
    return own.equals(other) || (plain.size() > things.size() && own.equals(plain));
  }

  private static Set<String> words(String name) {
    return Tokens.of(name).stream()
        .map(Token::folded)
        .filter(word -> !JOINING.contains(word))
        .map(Tokens::stem)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
