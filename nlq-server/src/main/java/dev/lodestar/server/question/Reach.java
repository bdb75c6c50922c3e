package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far something was done: with nothing else, or with all there are. Neither can be asked, and
 * what leaves the word out would read as an answer.
 */
final class Reach {
  /** The kind of words that leave out the rest: bought only chairs. */
  static final String RESTRICTS = "restricts";

  /** What tells that something was done. */
  private static final Set<String> DEEDS = Set.of("verb", "ACT");

  /** How ordinals end, and what joins them to others. */
  private static final Set<String> ORDINALS = Set.of("ORDINAL", "nth");

  private static final Set<String> OF = Set.of("of", "share");

  /** What says how something is. */
  private static final Set<String> HOW = Set.of("FIELD", "FIELDS", "VALUE", "FILTER", "DENIED");

  private static final Set<String> JOINING = Set.of("and", "or", "comma", "to", "dash");

  private final Model model;
  private final Set<FieldRef> joined;

  /** Fields of which two values are named after "both". */
  private final Set<FieldRef> both;

  private final Set<BigDecimal> numbers;
  private final boolean restricted;
  private final boolean withAll;
  private final boolean atPlaces;
  private final boolean instead;

  /** Fields of which the most or the least is asked for: the least energy. */
  private final Set<FieldRef> most;

  /** Fields of which something is told: the consumption of energy is not that of each energy. */
  private final Set<FieldRef> of;

  /**
   * As the words of a question tell.
   *
   * @param goesOn whether there is a question before it
   */
  Reach(Model model, List<Piece> pieces, boolean goesOn) {
    this.model = model;
    this.joined = joined(pieces);
    this.both = both(pieces);
    this.instead = !goesOn && pieces.stream().anyMatch(word -> word.kind().equals("instead"));
    this.numbers = numbers(pieces);
    this.restricted = pieces.stream().anyMatch(word -> restricts(word, pieces));
    this.withAll = pieces.stream().anyMatch(deed -> isDoneWithAll(deed, pieces));
    this.most =
        fieldsAfter(pieces, word -> word.kind().startsWith("RANK"), List.of("FIELD", "FIELDS"));
    this.of = fieldsAfter(pieces, word -> OF.contains(word.kind()), List.of("FIELD"));
    this.of.addAll(besideGroups(pieces));
    this.atPlaces = pieces.stream().anyMatch(ordinal -> isOneOfSeveral(ordinal, pieces));
  }

  /**
   * Who bought only X is not who bought X, and the site with the least energy is not that with the
   * least of something else for each energy. "By month instead" of nothing is not what is usually
   * measured, by month.
   */
  boolean allows(List<Part> parts) {
    boolean onlyGroups =
        parts.stream().allMatch(part -> part instanceof Part.By || part instanceof Part.Regroup);
    return !(instead && onlyGroups)
        && (!restricted || parts.stream().noneMatch(Reach::tellsOfDeeds))
        && parts.stream().noneMatch(part -> isOnlyNamed(part, most))
        && (parts.stream().noneMatch(part -> part instanceof Part.Select)
            || parts.stream().noneMatch(part -> isOnlyNamed(part, of)));
  }

  private static Set<FieldRef> fieldsAfter(
      List<Piece> pieces, Predicate<Piece> before, List<String> kinds) {
    return pieces.stream()
        .filter(before)
        .flatMap(word -> pieces.stream().filter(name -> follows(name, word, pieces)))
        .filter(name -> kinds.contains(name.kind()))
        .map(name -> ((Sense.OfField) name.meaning()).field())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * « Consommation énergie par ville » : right after a measure, where something else follows "by".
   */
  private static Set<FieldRef> besideGroups(List<Piece> pieces) {
    return fieldsAfter(pieces, word -> word.kind().equals("METRIC"), List.of("FIELD")).stream()
        .filter(
            field ->
                pieces.stream()
                    .filter(name -> name.meaning().equals(new Sense.OfField(field)))
                    .anyMatch(
                        name ->
                            pieces.stream()
                                .anyMatch(
                                    by -> by.kind().equals("by") && by.start() == name.end())))
        .collect(Collectors.toSet());
  }

  /** At once, or after one word that says how it is: of green energy. */
  private static boolean follows(Piece name, Piece word, List<Piece> pieces) {
    return name.start() == word.end()
        || (OF.contains(word.kind())
            && pieces.stream()
                .filter(how -> how.start() == word.end() && how.end() == name.start())
                .anyMatch(how -> HOW.contains(how.kind())));
  }

  private static boolean isOnlyNamed(Part part, Set<FieldRef> fields) {
    return part instanceof Part.Things things
        && !things.listed()
        && things.nouns().stream()
            .anyMatch(
                noun ->
                    noun.entity().isEmpty()
                        && noun.group() instanceof Group.ByField by
                        && fields.contains(by.attribute().field()));
  }

  /**
   * Who bought in every shop is not a list of who bought in which shop, nor a measure of each shop
   * that nobody has named.
   */
  boolean allows(List<Part> parts, LogicalQuery query) {
    boolean atOnePlace =
        query.limit().filter(limit -> limit.kept() instanceof Kept.Nth).isPresent();
    if (atPlaces && atOnePlace) {
      // The third and fourth best are not the fourth, nor that of the third of a month.
      return false;
    }
    if (parts.stream().anyMatch(part -> isOfBoth(part, query))) {
      return false;
    }
    if (query.having().stream()
        .anyMatch(bound -> numbers.contains(bound.number()) && !counts(bound.measure()))) {
      return false;
    }
    return !withAll
        || (parts.stream().anyMatch(part -> part instanceof Part.Select)
            && !query.measures().stream().allMatch(Reach::isCount));
  }

  /** Who has policies of A and of B is not each one's number of either. */
  private boolean isOfBoth(Part part, LogicalQuery query) {
    return part instanceof Part.Things things
        && things.nouns().stream()
            .anyMatch(
                noun ->
                    Stream.concat(query.where().stream(), inside(query))
                        .anyMatch(
                            c ->
                                c instanceof Condition.OneOf one
                                    && !one.negated()
                                    && one.values().size() > 1
                                    && isOfBoth(noun, one.attribute().field())));
  }

  /** Of what something has of its own, only the word "both" says that it has to have each. */
  private boolean isOfBoth(Noun noun, FieldRef field) {
    Optional<String> dataset =
        noun.group() instanceof Group.ByField by
            ? Optional.of(by.attribute().field().dataset())
            : Optional.empty();
    return both.contains(field)
        || (joined.contains(field)
            && noun.entity()
                .or(() -> dataset)
                .filter(thing -> !model.reaches(thing, field.dataset()))
                .isPresent());
  }

  private static Stream<Condition> inside(LogicalQuery query) {
    return query.where().stream()
        .flatMap(c -> c instanceof Condition.Related r ? r.where().stream() : Stream.empty());
  }

  private Set<FieldRef> both(List<Piece> pieces) {
    Set<FieldRef> fields = new HashSet<>();
    for (Piece word : pieces) {
      if (word.kind().equals("both")) {
        Set<FieldRef> first =
            values(pieces, value -> value.start() >= word.end() && value.start() - word.end() <= 2);
        first.retainAll(joined);
        fields.addAll(first);
      }
    }
    return fields;
  }

  /** Fields two of whose values are joined by "and". */
  private static Set<FieldRef> joined(List<Piece> pieces) {
    Set<FieldRef> fields = new HashSet<>();
    for (Piece and : pieces) {
      if (and.kind().equals("and")) {
        Set<FieldRef> before = values(pieces, value -> value.end() == and.start());
        before.retainAll(
            values(pieces, value -> value.start() >= and.end() && value.start() - and.end() <= 2));
        fields.addAll(before);
      }
    }
    return fields;
  }

  private static Set<FieldRef> values(List<Piece> pieces, Predicate<Piece> which) {
    return pieces.stream()
        .filter(which)
        .filter(piece -> piece.meaning() instanceof Sense.OfValue)
        .map(piece -> ((Sense.OfValue) piece.meaning()).field())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean isOneOfSeveral(Piece ordinal, List<Piece> pieces) {
    return ORDINALS.contains(ordinal.kind())
        && pieces.stream()
            .filter(p -> JOINING.contains(p.kind()) && p.start() == ordinal.end())
            .anyMatch(p -> pieces.stream().anyMatch(next -> follows(next, p)));
  }

  /** Another ordinal, perhaps after an article: in words, or as digits with their ending. */
  private static boolean follows(Piece ordinal, Piece joining) {
    int between = ordinal.end() - joining.end();
    return ORDINALS.contains(ordinal.kind()) && between >= 1 && between <= 3;
  }

  private boolean counts(Measure measure) {
    return isCount(measure) || Measures.counts(model, measure);
  }

  /** Numbers right before what is counted: more than 2 orders are no 2 euros. */
  private Set<BigDecimal> numbers(List<Piece> pieces) {
    return pieces.stream()
        .filter(number -> number.meaning() instanceof BigDecimal)
        .filter(
            number -> pieces.stream().anyMatch(of -> of.start() == number.end() && isCounted(of)))
        .map(number -> (BigDecimal) number.meaning())
        .collect(Collectors.toSet());
  }

  private boolean isCounted(Piece name) {
    return name.kind().equals("ENTITIES")
        || (name.meaning() instanceof Sense.OfMetric of
            && Measures.counts(model, new Measure.OfMetric(of.metric())));
  }

  private static boolean isCount(Measure measure) {
    return measure instanceof Measure.Rows
        || measure instanceof Measure.Distinct
        || measure instanceof Measure.Values;
  }

  private static boolean tellsOfDeeds(Part part) {
    return part instanceof Part.Acted
        || part instanceof Part.Related
        || (part instanceof Part.Several several
            && several.parts().stream().anyMatch(Reach::tellsOfDeeds));
  }

  /** Whether a word leaves out the rest beside a verb, or after a value. */
  private static boolean restricts(Piece word, List<Piece> pieces) {
    return word.kind().equals(RESTRICTS)
        && pieces.stream()
            .anyMatch(
                p ->
                    (p.kind().equals("VALUE") && p.end() == word.start())
                        || (DEEDS.contains(p.kind()) && touches(word, p)));
  }

  private static boolean touches(Piece word, Piece deed) {
    return deed.end() == word.start()
        || deed.start() == word.end()
        || (deed.start() >= word.start() && deed.end() <= word.end());
  }

  private static boolean isDoneWithAll(Piece deed, List<Piece> pieces) {
    boolean had = deed.kind().equals("had");
    if (!had && !DEEDS.contains(deed.kind())) {
      return false;
    }
    // Bought in every shop; had an absence in every course.
    int between = had ? 3 : 1;
    return pieces.stream()
        .filter(all -> all.start() >= deed.end() && all.start() - deed.end() <= between)
        .anyMatch(
            all ->
                all.kind().equals("everyone")
                    || (all.kind().equals("eachone") && isOfThose(deed, pieces)));
  }

  /** Those <i>who</i> bought each, and not what was bought in each. */
  private static boolean isOfThose(Piece deed, List<Piece> pieces) {
    return pieces.stream()
        .anyMatch(who -> Set.of("who", "that").contains(who.kind()) && who.end() == deed.start());
  }
}
