package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.Attribute;
import dev.lodestar.server.planner.Condition;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words that grow from those of a model and that it does not have itself: cancellations, and « on
 * annule », where a status is "Cancelled"; lose, of lost customers. A verb says of rows what the
 * participle does; a noun names those rows, as do the nouns of dates: the sign-ups of a month.
 */
final class WordFamily {
  /** As much as what a value is called in the other language. */
  private static final int COST = Lexicon.TRANSLATED;

  private static final Set<String> RATE =
      Words.read(WordFamily.class, "names.words").single("ratio");

  private static final Set<String> ROWS = Set.of("ENTITY", "ENTITIES", "METRIC", "COUNTMETRIC");

  private static final Set<String> OF = Set.of("of", "de");

  /** What ends or is all of the name of a date that names nothing that happens. */
  private static final Set<String> SINCE =
      Words.read(WordFamily.class, "names.words").single("since");

  private final Model model;
  private final List<ValueStates.State> states;
  private final KnownDates dates;

  WordFamily(Model model, List<ValueStates.State> states) {
    this.model = model;
    this.states = states;
    this.dates = new KnownDates(model);
  }

  /** What names of the model say besides of what has become of rows. */
  List<Piece> named(List<Piece> names, List<Token> tokens, Language language) {
    List<Piece> found = new ArrayList<>();
    for (Piece piece : names) {
      // Deliveries are rows, where those are called so.
      boolean rows =
          names.stream()
              .filter(name -> name.start() == piece.start() && name.end() == piece.end())
              .anyMatch(name -> ROWS.contains(name.kind()));
      boolean done =
          piece.end() == piece.start() + 1
              && ValueStates.isParticiple(language, tokens.get(piece.start()));
      if (done) {
        // « Inscrit » says that it was done, and names no row.
        dated(piece).ifPresent(found::add);
      } else if (!rows) {
        happened(piece, tokens, language).ifPresent(found::add);
      }
      onItsDate(piece).filter(date -> !isOfAnAmount(date, names)).ifPresent(found::add);
    }
    return found;
  }

  /**
   * Such words among those of a question.
   *
   * @param known which words mean something by themselves
   */
  List<Piece> in(List<Token> tokens, boolean[] known, Language language) {
    List<Piece> found = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if ((known[i] && !isRated(tokens, i)) || token.kind() != Token.Kind.WORD) {
        continue;
      }
      for (ValueStates.State state : states) {
        if (state.language() == language && isNounOf(state, token)) {
          Sense noun = noun(state.sense());
          found.add(new Piece(noun.kind(false), i, i + 1, noun, COST));
        }
        if (state.language() == language && !known[i] && isVerbOf(state, token)) {
          Piece verb = new Piece(state.sense().kind(false), i, i + 1, state.sense(), COST);
          found.add(verb);
          onItsDate(verb).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** Revenue lost in 2025 is not that of whoever was lost then. */
  private static boolean isOfAnAmount(Piece date, List<Piece> names) {
    String lost = ((Sense.OfDate) date.meaning()).field().dataset();
    return names.stream().anyMatch(name -> name.kind().equals("METRIC"))
        && names.stream()
            .noneMatch(
                name -> name.meaning() instanceof Sense.OfEntity of && of.dataset().equals(lost));
  }

  /** The refund rate is one of how many were refunded, where refunds are an amount. */
  private static boolean isRated(List<Token> tokens, int at) {
    boolean after = at + 1 < tokens.size() && RATE.contains(tokens.get(at + 1).folded());
    boolean before =
        at > 1
            && RATE.contains(tokens.get(at - 2).folded())
            && OF.contains(tokens.get(at - 1).folded());
    return after || before;
  }

  /** Whether a word names what a state says has happened: cancellation, of cancelled. */
  static boolean isNounOf(ValueStates.State state, Token word) {
    boolean same = Tokens.stem(word.folded()).equals(Tokens.stem(state.word().folded()));
    return state.noun()
        ? same
        : !same && Verbs.tells(state.word().folded(), isAccented(state.word()), word.folded());
  }

  private static boolean isVerbOf(ValueStates.State state, Token word) {
    return ValueStates.areForms(word.folded(), state.word().folded())
        || (state.noun()
            ? Verbs.tells(word.folded(), isAccented(word), state.word().folded())
            : Verbs.areOfOneVerb(state.language(), word.folded(), state.word().folded()));
  }

  private static boolean isAccented(Token word) {
    return Verbs.ACCENTED.matcher(word.text()).find();
  }

  private Sense.OfState noun(Sense sense) {
    if (sense instanceof Sense.OfValue of) {
      Condition is = new Condition.OneOf(Attribute.of(of.field()), List.of(of.value()), false);
      return new Sense.OfState(of.field().dataset(), is, Optional.empty());
    }
    if (sense instanceof Sense.OfField of) {
      Condition is = new Condition.True(Attribute.of(of.field()), false);
      return new Sense.OfState(of.field().dataset(), is, Optional.empty());
    }
    String filter = ((Sense.OfFilter) sense).filter();
    Optional<FieldRef> date = dates.of(filter);
    Set<String> datasets = new TreeSet<>();
    model.filter(filter).condition().fields().forEach(field -> datasets.add(field.dataset()));
    Condition is =
        date.<Condition>map(known -> new Condition.Missing(Attribute.of(known), true))
            .orElseGet(() -> new Condition.Named(filter, false));
    return new Sense.OfState(datasets.iterator().next(), is, date);
  }

  /**
   * The registrations, of the date on which it was done; none of the usual date of what happens.
   */
  private Optional<Piece> happened(Piece name, List<Token> tokens, Language language) {
    if (name.meaning() instanceof Sense.OfFilter of && name.end() > name.start() + 1) {
      return thoseOf(name, of.filter());
    }
    if (name.kind().equals("FIELDS") && name.meaning() instanceof Sense.OfField of && isTruth(of)) {
      // Adjectives of French have a plural too.
      boolean counted = language == Language.EN && model.facts().contains(of.field().dataset());
      return counted ? Optional.of(stated(name, noun(of))) : Optional.empty();
    }
    FieldRef field =
        name.meaning() instanceof Sense.OfHappening of
            ? of.field()
            : name.meaning() instanceof Sense.OfField of && isNoun(name, tokens)
                ? of.field()
                : null;
    if (field == null || !isOfItsOwn(field)) {
      return Optional.empty();
    }
    Condition done = new Condition.Missing(Attribute.of(field), true);
    return Optional.of(stated(name, new Sense.OfState(field.dataset(), done, Optional.of(field))));
  }

  private Optional<Piece> dated(Piece name) {
    return name.meaning() instanceof Sense.OfField of && isOfItsOwn(of.field())
        ? Optional.of(
            new Piece("DATED", name.start(), name.end(), new Sense.OfDate(of.field()), name.cost()))
        : Optional.empty();
  }

  private static Piece stated(Piece name, Sense.OfState state) {
    return new Piece(state.kind(false), name.start(), name.end(), state, name.cost());
  }

  private boolean isTruth(Sense.OfField of) {
    return model.field(of.field()).type().kind() == ColumnType.Kind.BOOLEAN;
  }

  /** Lost customers, by the date on which they were lost. */
  private Optional<Piece> thoseOf(Piece name, String filter) {
    return dates
        .of(filter)
        .filter(date -> !model.facts().contains(date.dataset()))
        .map(date -> stated(name, noun(new Sense.OfFilter(filter))));
  }

  /** Whether a name has no word that says it is that of a date: the sign-up. */
  private static boolean isNoun(Piece name, List<Token> tokens) {
    return tokens.subList(name.start(), name.end()).stream()
        .map(Token::folded)
        .noneMatch(word -> Verbs.saysWhen(word) || SINCE.contains(word));
  }

  private boolean isOfItsOwn(FieldRef ref) {
    Dataset dataset = model.dataset(ref.dataset());
    Field field = model.field(ref);
    boolean usual = dataset.time().equals(Optional.of(ref.field()));
    return field.isDate() && !field.hidden() && !usual;
  }

  /** Lost in 2025 are those who were lost then, where that they were lost is told by a date. */
  private Optional<Piece> onItsDate(Piece name) {
    return name.meaning() instanceof Sense.OfFilter of && name.end() == name.start() + 1
        ? dates
            .of(of.filter())
            .map(Sense.OfDate::new)
            .map(date -> new Piece(date.kind(false), name.start(), name.end(), date, name.cost()))
        : Optional.empty();
  }
}
