package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which of the names that the words of a question spell are meant, as the others tell. */
final class NamesMeant {
  private static final int WITHIN_A_NAME = 15;
  private static final int NAMED_LIKE_A_UNIT = 8;
  private static final int LESS_PLAIN = 2;

  /** By how much a yes-or-no field that is a condition costs more than a value does. */
  private static final int TRUTH = 1;

  private static final Set<String> ENTITY = Set.of("ENTITY", "ENTITIES");

  private final Model model;
  private final List<Token> tokens;
  private final List<Piece> all;
  private final List<Piece> words;

  /**
   * @param all every name that the words spell
   * @param words the function words among them
   */
  NamesMeant(Model model, List<Token> tokens, List<Piece> all, List<Piece> words) {
    this.model = model;
    this.tokens = tokens;
    this.all = all;
    this.words = words;
  }

  /** Whether a name may be meant, by the words about it. */
  boolean allow(Piece name) {
    return !Countries.isTongue(name, tokens)
        && !isLackedThing(name)
        && !isListed(name)
        && !isInOnAverage(name);
  }

  /**
   * With what the other names speak against it; nothing where they leave no doubt.
   *
   * @param units so much of a unit
   */
  Stream<Piece> beside(Piece name, List<Piece> units) {
    if (isOfAnother(name)) {
      return Stream.empty();
    }
    Piece likely =
        asLikelyAsTruth(isUnit(name, units) ? Recognition.dearer(name, NAMED_LIKE_A_UNIT) : name);
    int more =
        (isAlsoMeasured(likely) ? WITHIN_A_NAME : 0)
            + (isLessPlain(likely) ? LESS_PLAIN : 0)
            + (isInValue(likely) ? WITHIN_A_NAME : 0);
    return Stream.of(Recognition.dearer(likely, more));
  }

  /** The datasets whose things are named. */
  Set<String> things() {
    return things(all);
  }

  /** Whether a name is one of something that is not asked for. */
  boolean isOfAnother(Piece name) {
    return isDoneByOthers(name) || isOfOthers(name);
  }

  /** Without a broker is without any of these, and not without a value that is called so too. */
  private boolean isLackedThing(Piece name) {
    return name.kind().equals("VALUE")
        && all.stream()
            .anyMatch(thing -> ENTITY.contains(thing.kind()) && Recognition.isSame(thing, name))
        && words.stream().anyMatch(word -> word.kind().equals("nothing") && leads(word, name));
  }

  /** Bookings that are to be listed are no number of bookings. */
  private boolean isListed(Piece name) {
    boolean counts =
        name.meaning() instanceof Sense.OfCount
            || (name.meaning() instanceof Sense.OfMetric of
                && Measures.counts(model, new Measure.OfMetric(of.metric())));
    return counts
        && all.stream()
            .anyMatch(thing -> thing.kind().equals("ENTITIES") && Recognition.isSame(thing, name))
        && words.stream()
            .filter(word -> word.kind().equals("list"))
            .filter(word -> tokens.get(word.start()).folded().startsWith("list"))
            .anyMatch(word -> leads(word, name));
  }

  /** « En moyenne » is no medium size. */
  private boolean isInOnAverage(Piece name) {
    return name.kind().equals("VALUE")
        && words.stream()
            .filter(word -> word.kind().equals("onaverage"))
            .anyMatch(word -> word.start() <= name.start() && name.end() <= word.end());
  }

  /** Claims are not opened when the depots of a model were, of which nobody speaks. */
  private boolean isDoneByOthers(Piece name) {
    FieldRef date =
        name.meaning() instanceof Sense.OfDate of
            ? of.field()
            : name.meaning() instanceof Sense.OfHappening of ? of.field() : null;
    if (date == null || model.facts().contains(date.dataset())) {
      return false;
    }
    Set<String> things = things(all);
    return !things.isEmpty()
        && !things.contains(date.dataset())
        && things.stream().anyMatch(model.facts()::contains);
  }

  /** Lost parcels are those that are lost, and not those of lost customers, who are called so. */
  private boolean isOfOthers(Piece name) {
    if (!(name.meaning() instanceof Sense.OfFilter of)) {
      return false;
    }
    Set<String> things =
        things(all.stream().filter(other -> !Recognition.isSame(other, name)).toList());
    return model.filter(of.filter()).condition().fields().stream()
            .noneMatch(field -> things.contains(field.dataset()))
        && all.stream()
            .filter(other -> Recognition.isSame(other, name))
            .anyMatch(
                other ->
                    (other.meaning() instanceof Sense.OfValue value
                            && things.contains(value.field().dataset()))
                        || (other.meaning() instanceof Sense.OfField field
                            && things.contains(field.field().dataset())));
  }

  private Set<String> things(List<Piece> named) {
    Set<String> things = new HashSet<>();
    for (Piece piece : named) {
      if (piece.meaning() instanceof Sense.OfEntity of) {
        things.add(of.dataset());
      } else if (piece.meaning() instanceof Sense.OfCount of) {
        things.addAll(Measures.bases(model, new Measure.OfMetric(of.metric())));
        Measures.counted(model, new Measure.OfMetric(of.metric()))
            .ifPresent(key -> things.add(key.field().dataset()));
      } else if (piece.meaning() instanceof Sense.OfValue of) {
        things.add(of.field().dataset());
      }
    }
    return things;
  }

  /** More than 10 km is so much of what is in kilometres, and rather no bound of those driven. */
  private static boolean isUnit(Piece name, List<Piece> units) {
    return Set.of("METRIC", "FIELD", "FIELDS").contains(name.kind())
        && units.stream().anyMatch(unit -> Recognition.isSame(unit, name));
  }

  /** What is a value and a yes-or-no field, as « vert », is as likely the one as the other. */
  private Piece asLikelyAsTruth(Piece name) {
    if (!name.kind().equals("VALUE") || name.cost() >= Lexicon.TRANSLATED) {
      return name;
    }
    return all.stream()
        .filter(other -> Recognition.isSame(other, name) && isTruth(other))
        .findFirst()
        .map(truth -> Recognition.dearer(name, truth.cost() + TRUTH - name.cost()))
        .orElse(name);
  }

  private boolean isTruth(Piece name) {
    return name.meaning() instanceof Sense.OfField of
        && model.field(of.field()).type().kind() == ColumnType.Kind.BOOLEAN;
  }

  /** « La facturation en 2024 » is that of 2024, and rather no other measure of what was billed. */
  private boolean isAlsoMeasured(Piece name) {
    return name.kind().equals("HAPPENING")
        && all.stream()
            .anyMatch(other -> other.kind().equals("METRIC") && Recognition.isSame(other, name));
  }

  /**
   * A name of a customer is rather that than one of a segmented customer, and Ann is rather who is
   * called so than all whom she leads.
   */
  private boolean isLessPlain(Piece name) {
    if (!(name.meaning() instanceof Sense.OfValue of)) {
      return false;
    }
    Entities entities = new Entities(model);
    String dataset = of.field().dataset();
    boolean leads = TeamRules.isSuperior(model, of.field());
    return all.stream()
        .filter(
            other -> Recognition.isSame(other, name) && other.meaning() instanceof Sense.OfValue)
        .map(other -> ((Sense.OfValue) other.meaning()).field())
        .anyMatch(
            field ->
                entities.isKindOf(dataset, field.dataset())
                    || (leads && entities.calledBy(dataset).equals(Optional.of(field))));
  }

  /** « En ligne » is where somebody buys, and rather no line. */
  private boolean isInValue(Piece name) {
    return !name.kind().equals("VALUE")
        && all.stream()
            .filter(value -> value.kind().equals("VALUE"))
            .filter(value -> value.end() - value.start() > name.end() - name.start())
            .anyMatch(value -> value.start() <= name.start() && value.end() >= name.end());
  }

  /** "List" is not passed over where things are to be listed that would be counted else. */
  boolean saysToList(Piece word) {
    return word.kind().equals("noise")
        && tokens.get(word.start()).folded().startsWith("list")
        && all.stream()
            .filter(this::isListed)
            .anyMatch(
                name ->
                    words.stream()
                        .anyMatch(
                            list ->
                                list.kind().equals("list")
                                    && list.start() == word.start()
                                    && leads(list, name)));
  }

  /** Whether a word stands before a name, with nothing but an article between them. */
  private boolean leads(Piece word, Piece name) {
    return word.end() == name.start()
        || words.stream()
            .anyMatch(
                the ->
                    the.kind().equals("the")
                        && the.start() == word.end()
                        && the.end() == name.start());
  }
}
