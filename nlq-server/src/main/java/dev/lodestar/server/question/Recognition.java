package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Chart;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeGrammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the words of a question may mean before any rule of the grammar: names and values of the
 * model, function words, numbers, times and units, each with what speaks against it beside the
 * others.
 */
final class Recognition {
  private static final int FIELD_NAMED_UNIT = 2;
  private static final int WITHIN_A_NAME = 15;
  private static final int NAMED_LIKE_A_UNIT = 8;
  private static final int TIMED_PREPOSITION = 16;

  /** Words of time that a value may be called like. */
  private static final Set<String> VALUES_TOO = Set.of("GRAINADJ", "OVER");

  /** Words that mean something by what the model has people for, if it has. */
  private static final Set<String> VERBS = Set.of("JOINED", "handled");

  private static final Set<String> THIS = Set.of("this", "ce", "cet", "cette");

  private static final Set<String> SEVERAL = Set.of("ENTITIES", "FIELDS");

  private static final Set<String> DETERMINERS =
      Words.read(Recognition.class, "names.words").single("determiner");

  /** With one of these, « ne » denies; with « que » alone it restricts. */
  private static final Set<String> DENIALS =
      Set.of("pas", "jamais", "rien", "aucun", "aucune", "plus", "point");

  private final Model model;
  private final Lexicon lexicon;
  private final Units measuredIn;
  private final Parted parted;
  private final ValueNouns valueNouns;
  private final Participles participles;
  private final SharedHeads sharedHeads;
  private final RateWords rateWords;
  private final PieceWords pieceWords;
  private final WordFamily wordFamily;
  private final Joining joining;
  private final Handling handling;

  Recognition(Model model, Lexicon lexicon, Units measuredIn) {
    this.model = model;
    this.lexicon = lexicon;
    this.measuredIn = measuredIn;
    this.parted = new Parted(model, lexicon);
    this.valueNouns = new ValueNouns(model);
    this.participles = new Participles(model);
    this.sharedHeads = new SharedHeads(lexicon);
    this.rateWords = new RateWords(model);
    this.pieceWords = new PieceWords(model, measuredIn);
    this.wordFamily = new WordFamily(model, lexicon.states());
    this.joining = new Joining(model);
    this.handling = new Handling(model);
  }

  /**
   * The pieces of a row of tokens.
   *
   * @param covered which tokens mean something
   * @param empty which may be passed over
   */
  record Known(List<Piece> pieces, boolean[] covered, boolean[] empty) {
    private static final int EMPTY_WORD = 1;

    /** What it costs to pass over each word; negative where none may be. */
    int[] passing() {
      return IntStream.range(0, empty.length).map(i -> empty[i] ? EMPTY_WORD : -1).toArray();
    }

    List<Integer> unknown() {
      List<Integer> unknown = new ArrayList<>();
      for (int i = 0; i < covered.length; i++) {
        if (!covered[i]) {
          unknown.add(i);
        }
      }
      return unknown;
    }
  }

  /** What each word may mean. */
  Known of(Speech speech, List<Token> tokens) {
    Language language = speech.language();
    Chart time = speech.time().in(tokens);
    List<Piece> pieces = new ArrayList<>();
    boolean[] covered = new boolean[tokens.size()];
    boolean[] empty = new boolean[tokens.size()];
    List<Piece> all = lexicon.in(tokens, language);
    Codes codes = new Codes(tokens, all);
    List<Piece> words = speech.words().in(tokens);
    Means means = new Means(model, tokens, words, all);
    NamesMeant meant = new NamesMeant(model, tokens, all, words);
    List<Piece> bounding = measuredIn.bounding(tokens);
    List<Piece> named =
        all.stream()
            .filter(name -> !codes.deny(name, words) && !means.deny(name))
            .filter(meant::allow)
            .map(means::meant)
            .map(name -> participles.meant(name, tokens, language))
            .flatMap(name -> meant.beside(name, bounding))
            .toList();
    List<Piece> own =
        words.stream()
            .filter(word -> isMeasuredIn(word, speech))
            .filter(word -> !codes.cover(word, words))
            .filter(word -> !isOfSome(word, words) && !isThisTime(word, tokens, time))
            .filter(word -> !Units.isBounded(word, words, tokens))
            .filter(word -> !Units.isAskedFor(word, tokens))
            .filter(word -> !meant.saysToList(word))
            .filter(word -> !isOurSpending(word, words) && !VERBS.contains(word.kind()))
            .map(word -> isInName(word, named) ? dearer(word, WITHIN_A_NAME) : word)
            .map(word -> dearer(word, asValue(word, named)))
            .map(word -> isDeed(word, named, time) ? dearer(word, TIMED_PREPOSITION) : word)
            .toList();
    for (Piece piece : own) {
      if (piece.kind().equals("noise")) {
        if (isMeasure(piece, named, tokens)) {
          continue;
        }
        for (int i = piece.start(); i < piece.end(); i++) {
          empty[i] = true;
        }
      } else {
        pieces.add(piece);
      }
      cover(covered, piece);
      boolean textFollows = Set.of("contains", "starts", "ends").contains(piece.kind());
      if (textFollows && piece.end() < tokens.size()) {
        covered[piece.end()] = true;
      }
    }
    List<Piece> units = time.pieces("UNIT");
    List<Piece> states = wordFamily.named(named, tokens, language);
    for (Piece piece : named) {
      if (isVerb(piece, tokens, own)) {
        // « Commandé » is what somebody did, and no « commande ».
        continue;
      }
      boolean field = piece.kind().equals("FIELD") || piece.kind().equals("FIELDS");
      boolean alsoUnit = field && units.stream().anyMatch(u -> isSame(u, piece));
      // A field that is called like a unit of time is rather not meant; renewals are no dates.
      boolean happened =
          piece.kind().equals("FIELDS") && states.stream().anyMatch(of -> isSame(of, piece));
      pieces.add(
          alsoUnit
              ? dearer(piece, FIELD_NAMED_UNIT)
              : happened ? dearer(piece, NAMED_LIKE_A_UNIT) : piece);
      cover(covered, piece);
    }
    pieces.addAll(CountedThings.in(tokens, named));
    pieces.addAll(speech.numbers().in(tokens));
    pieces.addAll(Numbers.in(tokens, language));
    for (Piece piece : time.pieces(TimeGrammar.WHEN)) {
      // "Mondays" are all of them, not the latest, and so is « le lundi ».
      boolean weekly =
          own.stream()
              .anyMatch(
                  p ->
                      p.kind().equals("WEEKLY")
                          && p.end() == piece.end()
                          && p.start() <= piece.start() + 1);
      if (!weekly
          && !isHowMany(piece, tokens, named)
          && !saysHow(piece, named, own, time)
          && !isOneOfAll(piece, named, own, units)) {
        pieces.add(piece);
        cover(covered, piece);
      }
    }
    pieces.addAll(units);
    units.forEach(piece -> cover(covered, piece));
    units.forEach(piece -> pieces.add(UnitNouns.of(piece, tokens, speech)));
    time.pieces("NUM").forEach(piece -> cover(covered, piece));
    time.pieces("ORD").forEach(piece -> cover(covered, piece));
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      switch (token.kind()) {
        case QUOTED -> {
          pieces.add(new Piece("QUOTED", i, i + 1, token.text(), 0));
          covered[i] = true;
        }
        case NUMBER -> covered[i] = true;
        case WORD -> {
          pieces.add(new Piece("ANYWORD", i, i + 1, token.text(), 0));
        }
        case SIGN -> sign(token, i, pieces, covered, empty);
      }
    }
    List<Piece> measures = measuredIn.in(tokens);
    take(measures, pieces, covered);
    restriction(tokens).ifPresent(piece -> pieces.add(piece));
    take(parted.in(tokens, own, language), pieces, covered);
    take(valueNouns.in(tokens, named, covered, language), pieces, covered);
    take(sharedHeads.in(tokens, named, own, covered, language), pieces, covered);
    pieces.addAll(states);
    take(joined(joining.in(words, all), meant.things()), pieces, covered);
    take(handling.in(tokens, words, all, meant.things()), pieces, covered);
    List<Piece> grown = wordFamily.in(tokens, isTold(covered, own, named, tokens), language);
    List<Piece> both = Stream.concat(all.stream(), grown.stream()).toList();
    NamesMeant withGrown = new NamesMeant(model, tokens, both, words);
    for (Piece piece : grown) {
      if (withGrown.isOfAnother(piece)) {
        continue;
      }
      // What customers return is not what is to be returned here.
      empty[piece.start()] = false;
      take(List.of(piece), pieces, covered);
    }
    take(rateWords.in(tokens, covered, language), pieces, covered);
    take(pieceWords.in(tokens, own, measures, covered), pieces, covered);
    return new Known(pieces, covered, empty);
  }

  /**
   * Which words mean something other than that a metric tells of what was done, and than how people
   * ask. In the midst of a question "return" is what somebody did, unless something is to be
   * returned.
   */
  private static boolean[] isTold(
      boolean[] covered, List<Piece> own, List<Piece> named, List<Token> tokens) {
    boolean[] told = covered.clone();
    for (int i = 0; i < told.length; i++) {
      int at = i;
      List<Piece> pieces =
          Stream.concat(own.stream(), named.stream())
              .filter(piece -> piece.start() <= at && at < piece.end())
              .toList();
      boolean asks =
          at == 0 || (at + 1 < told.length && DETERMINERS.contains(tokens.get(at + 1).folded()));
      told[i] &=
          pieces.isEmpty()
              || pieces.stream()
                  .anyMatch(
                      piece ->
                          !piece.kind().equals("AMOUNTDONE")
                              && (asks || !piece.kind().equals("noise")));
    }
    return told;
  }

  /** Whether "average" or the like is part of the name of a measure, as of an average basket. */
  private static boolean isInName(Piece word, List<Piece> named) {
    return word.kind().startsWith("AGG")
        && named.stream()
            .anyMatch(
                name ->
                    name.kind().equals("METRIC")
                        && name.start() <= word.start()
                        && word.end() <= name.end()
                        && !isSame(name, word));
  }

  /** The 2 customers are two of them, and no day of the month. */
  private static boolean isHowMany(Piece when, List<Token> tokens, List<Piece> named) {
    return when.end() == when.start() + 2
        && tokens.get(when.start() + 1).kind() == Token.Kind.NUMBER
        && tokens.get(when.start()).kind() == Token.Kind.WORD
        && named.stream()
            .filter(name -> name.start() == when.end())
            .anyMatch(name -> SEVERAL.contains(name.kind()));
  }

  /** Before a time "paid in" is that something was paid, where the model knows what that is. */
  private static boolean isDeed(Piece word, List<Piece> named, Chart time) {
    return word.kind().equals("prep")
        && time.pieces(TimeGrammar.WHEN).stream().anyMatch(when -> when.start() == word.end())
        && named.stream().anyMatch(name -> name.start() == word.start() && name.end() < word.end());
  }

  /** What a value costs that a word of time is too: monthly policies may be paid monthly. */
  private static int asValue(Piece word, List<Piece> named) {
    return VALUES_TOO.contains(word.kind())
        ? named.stream()
            .filter(name -> name.kind().equals("VALUE") && isSame(name, word))
            .mapToInt(Piece::cost)
            .min()
            .orElse(0)
        : 0;
  }

  /** Whether the model has amounts in a currency, or says of none in which it is. */
  private boolean isMeasuredIn(Piece word, Speech speech) {
    if (!word.kind().equals(Units.CURRENCY)) {
      return true;
    }
    Set<String> currencies = new TreeSet<>(measuredIn.known());
    currencies.retainAll(speech.words().meanings(Units.CURRENCY));
    return currencies.isEmpty() || currencies.contains(word.meaning());
  }

  /** "Shipped late in 1997" is no time at the end of 1997, where the model knows what is late. */
  private static boolean saysHow(Piece when, List<Piece> named, List<Piece> own, Chart time) {
    return named.stream()
        .filter(name -> name.kind().equals("FILTER") && name.start() <= when.start())
        .filter(name -> name.end() == when.start() + 1)
        .anyMatch(
            name ->
                own.stream()
                    .filter(word -> word.kind().equals("prep") && word.start() == name.end())
                    .anyMatch(
                        word ->
                            time.pieces(TimeGrammar.WHEN).stream()
                                .anyMatch(w -> w.start() == word.end() && w.end() == when.end())));
  }

  /** What is measured is never passed over, be it called like a word that says nothing. */
  private boolean isMeasure(Piece word, List<Piece> named, List<Token> tokens) {
    String written =
        tokens.subList(word.start(), word.end()).stream()
            .map(Token::text)
            .collect(Collectors.joining(" "));
    return named.stream()
        .filter(name -> name.kind().equals("METRIC") && isSame(name, word))
        .map(name -> model.metric(((Sense.OfMetric) name.meaning()).metric()).names())
        .flatMap(names -> Stream.of(Language.values()).flatMap(l -> names.all(l).stream()))
        .anyMatch(name -> Tokens.stems(name).equals(Tokens.stems(written)));
  }

  /** Who joined what is named, where that is told. */
  private static List<Piece> joined(List<Piece> joined, Set<String> things) {
    List<Piece> own =
        joined.stream()
            .filter(piece -> things.contains(((Sense.OfDate) piece.meaning()).field().dataset()))
            .toList();
    return own.isEmpty() ? joined : own;
  }

  /** What we spend is not what customers spend with us. */
  private static boolean isOurSpending(Piece word, List<Piece> words) {
    return words.stream()
        .filter(ours -> ours.kind().equals("ourspending") && !ours.equals(word))
        .anyMatch(ours -> ours.start() <= word.start() && word.end() <= ours.end());
  }

  /** "This month" is a time, and none of the months that are told apart. */
  private static boolean isThisTime(Piece word, List<Token> tokens, Chart time) {
    return word.end() == word.start() + 1
        && THIS.contains(tokens.get(word.start()).folded())
        && time.pieces(TimeGrammar.WHEN).stream()
            .filter(when -> when.start() == word.start())
            .anyMatch(
                when ->
                    time.pieces("UNIT").stream()
                        .anyMatch(u -> u.start() == word.end() && u.end() == when.end()));
  }

  /** "With a" says that there is one, and "with" alone what something is sorted by. */
  private static boolean isOfSome(Piece word, List<Piece> words) {
    return word.kind().equals("bysort")
        && words.stream().anyMatch(w -> w.kind().equals("withsome") && w.start() == word.start());
  }

  /** Revenue in a month is that of any; what expires in a month does so a month from today. */
  private static boolean isOneOfAll(
      Piece when, List<Piece> named, List<Piece> own, List<Piece> units) {
    return own.stream()
            .filter(word -> word.kind().equals("withinone") && word.start() == when.start())
            .anyMatch(
                word ->
                    units.stream().anyMatch(u -> u.start() == word.end() && u.end() == when.end()))
        && named.stream().noneMatch(name -> name.kind().equals("HAPPENING"));
  }

  /** « Qui n'ont acheté que X » : nothing but X. */
  private static Optional<Piece> restriction(List<Token> tokens) {
    int from = -1;
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.get(i).folded();
      if (word.equals("ne") || word.equals("n'")) {
        from = i;
      } else if (DENIALS.contains(word)) {
        from = -1;
      } else if (from >= 0 && (word.equals("que") || word.equals("qu'"))) {
        return Optional.of(Piece.word(Reach.RESTRICTS, from, i + 1));
      }
    }
    return Optional.empty();
  }

  private boolean isVerb(Piece piece, List<Token> tokens, List<Piece> own) {
    return piece.end() == piece.start() + 1
        && Set.of("METRIC", "COUNTMETRIC", "ENTITY", "ENTITIES", "FIELD", "FIELDS")
            .contains(piece.kind())
        && own.stream().anyMatch(word -> word.kind().equals("verb") && isSame(word, piece))
        && lexicon.isParticiple(tokens.get(piece.start()));
  }

  static boolean isSame(Piece a, Piece b) {
    return a.start() == b.start() && a.end() == b.end();
  }

  static Piece dearer(Piece piece, int more) {
    return new Piece(
        piece.kind(), piece.start(), piece.end(), piece.meaning(), piece.cost() + more);
  }

  private static void sign(
      Token token, int at, List<Piece> pieces, boolean[] covered, boolean[] empty) {
    switch (token.text()) {
      case "," -> {
        pieces.add(Piece.word("comma", at, at + 1));
        empty[at] = true;
      }
      case "-" -> {
        pieces.add(Piece.word("dash", at, at + 1));
        empty[at] = true;
      }
      case ":" -> {
        pieces.add(Piece.word("colon", at, at + 1));
        empty[at] = true;
      }
      case "?", "!", ".", "(", ")", "'", "\"" -> empty[at] = true;
      default -> {
        return;
      }
    }
    covered[at] = true;
  }

  private static void take(List<Piece> found, List<Piece> pieces, boolean[] covered) {
    pieces.addAll(found);
    found.forEach(piece -> cover(covered, piece));
  }

  private static void cover(boolean[] covered, Piece piece) {
    for (int i = piece.start(); i < piece.end(); i++) {
      covered[i] = true;
    }
  }
}
