package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Chart;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Numbers;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Planned;
import dev.lodestar.server.planner.Planner;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.time.TimeGrammar;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads questions in English and French. The same question of the same model, values and day gives
 * the same interpretation. Safe to share between threads.
 */
public final class QuestionParser {
  private static final int MOST_WORDS = 120;
  private static final int MOST_CHARACTERS = 2000;
  private static final int MOST_CHOICES = 4;
  private static final int MEASURES_TOLD = 6;
  private static final int MOST_VARIANTS = 6;
  private static final int REPAIR = 20;
  private static final int OPEN_ROLE = 3;
  private static final int MOST_COVERS = 400;
  private static final int FIELD_NAMED_UNIT = 2;
  private static final int WITHIN_A_NAME = 15;
  private static final int NAMED_LIKE_A_UNIT = 8;
  private static final int TIMED_PREPOSITION = 16;

  /** Words of time that a value may be called like. */
  private static final Set<String> VALUES_TOO = Set.of("GRAINADJ", "OVER");

  /** With one of these, « ne » denies; with « que » alone it restricts. */
  private static final Set<String> DENIALS =
      Set.of("pas", "jamais", "rien", "aucun", "aucune", "plus", "point");

  private final Model model;
  private final Lexicon lexicon;
  private final LocalDate today;
  private final Planner planner;
  private final Doers doers;
  private final Units measuredIn;
  private final Parted parted;
  private final ValueNouns valueNouns;
  private final Grammar grammar;
  private final Speech english;
  private final Speech french;

  /**
   * @param today what questions mean by it
   */
  public QuestionParser(Model model, Lexicon lexicon, LocalDate today) {
    this.model = model;
    this.lexicon = lexicon;
    this.today = today;
    this.planner = new Planner(model);
    this.doers = new Doers(model);
    this.measuredIn = new Units(model);
    this.parted = new Parted(model, lexicon);
    this.valueNouns = new ValueNouns(model);
    this.grammar = new QuestionGrammar(model, new Scales(model), new Ages(today)).grammar();
    this.english = Speech.of(Language.EN, model, lexicon, today);
    this.french = Speech.of(Language.FR, model, lexicon, today);
  }

  /** What a language brings along. */
  private record Speech(Words words, Words numbers, TimeGrammar time, Set<String> vocabulary) {
    static Speech of(Language language, Model model, Lexicon lexicon, LocalDate today) {
      TimeGrammar time = new TimeGrammar(language, today, model.weekStarts(), model.fiscalStart());
      Set<String> known = new TreeSet<>(time.vocabulary());
      known.addAll(lexicon.vocabulary());
      return new Speech(
          Words.read(QuestionParser.class, "question-" + language.code() + ".words"),
          Numbers.words(language),
          time,
          known);
    }
  }

  private Speech speech(Language language) {
    return language == Language.EN ? english : french;
  }

  /** A row of tokens with the slips of spelling that were mended in it. */
  private record Variant(List<Token> tokens, List<Note> repairs) {}

  /** What is known of the words of a question before any rule. */
  private record Known(List<Piece> pieces, boolean[] covered, boolean[] empty) {}

  private record Candidate(LogicalQuery query, List<Note> notes, int cost) {}

  /** Reads a question; in the language that its words tell, unless one is given. */
  public Interpretation read(String question, Optional<Language> given) {
    return read(question, given, Optional.empty(), Language.EN);
  }

  /**
   * Reads a question that may go on from the one before.
   *
   * @param before the query of the question before
   */
  public Interpretation read(
      String question, Optional<Language> given, Optional<LogicalQuery> before) {
    return read(question, given, before, Language.EN);
  }

  /**
   * Reads a question that may go on from the one before.
   *
   * @param spoken the language of a question whose words do not tell, as of "top 3"
   */
  public Interpretation read(
      String question, Optional<Language> given, Optional<LogicalQuery> before, Language spoken) {
    String text =
        question.length() > MOST_CHARACTERS ? question.substring(0, MOST_CHARACTERS) : question;
    List<Token> tokens = Tokens.of(text);
    Language first = given.orElseGet(() -> language(tokens, spoken));
    if (question.length() > MOST_CHARACTERS || tokens.size() > MOST_WORDS) {
      return new Interpretation.Refused(
          first,
          first.say(
              "The question is too long: ask in at most " + MOST_WORDS + " words.",
              "La question est trop longue : " + MOST_WORDS + " mots au plus."),
          List.of(),
          List.of());
    }
    if (tokens.stream().noneMatch(t -> t.kind() != Token.Kind.SIGN)) {
      return new Interpretation.Refused(
          first, first.say("Nothing was asked.", "Rien n'est demandé."), List.of(), List.of());
    }
    Interpretation own = in(first, tokens, before);
    if (given.isPresent() || !(own instanceof Interpretation.Refused)) {
      return own;
    }
    Language second = first == Language.EN ? Language.FR : Language.EN;
    Interpretation other = in(second, tokens, before);
    // A word of the one language is no slip of one of the other.
    return other instanceof Interpretation.Refused || isMended(other) ? own : other;
  }

  private static boolean isMended(Interpretation read) {
    List<Interpretation.Reading> readings =
        read.match(u -> List.of(u.reading()), Interpretation.Ambiguous::readings, r -> List.of());
    return readings.stream()
        .flatMap(reading -> reading.notes().stream())
        .anyMatch(note -> note instanceof Note.Repaired);
  }

  /** The language more of whose words there are; of as many, the one that is spoken. */
  private Language language(List<Token> tokens, Language spoken) {
    int balance = 0;
    for (Token token : tokens) {
      boolean isEnglish = english.words().vocabulary().contains(token.folded());
      boolean isFrench = french.words().vocabulary().contains(token.folded());
      boolean accented =
          !Tokens.fold(token.text()).equals(token.text().toLowerCase(java.util.Locale.ROOT));
      boolean elided = token.text().endsWith("'") && token.text().length() < 6;
      balance += (isEnglish ? 1 : 0) - (isFrench ? 1 : 0) - (accented || elided ? 1 : 0);
    }
    return balance == 0 ? spoken : balance > 0 ? Language.EN : Language.FR;
  }

  private Interpretation in(Language language, List<Token> tokens, Optional<LogicalQuery> before) {
    Chart time = speech(language).time().in(tokens);
    Known known = known(language, tokens, time);
    List<Integer> unknown = unknown(tokens, known);
    if (unknown.isEmpty()) {
      return decide(language, List.of(new Variant(tokens, List.of())), List.of(known), before);
    }
    List<Variant> variants = repaired(language, tokens, unknown);
    if (variants.isEmpty()) {
      return notUnderstood(language, tokens, unknown);
    }
    List<Known> all = new ArrayList<>();
    List<Variant> usable = new ArrayList<>();
    for (Variant variant : variants) {
      Known mended =
          known(language, variant.tokens(), speech(language).time().in(variant.tokens()));
      if (unknown(variant.tokens(), mended).isEmpty()) {
        usable.add(variant);
        all.add(mended);
      }
    }
    return usable.isEmpty()
        ? notUnderstood(language, tokens, unknown)
        : decide(language, usable, all, before);
  }

  private Known known(Language language, List<Token> tokens, Chart time) {
    List<Piece> pieces = new ArrayList<>();
    boolean[] covered = new boolean[tokens.size()];
    boolean[] empty = new boolean[tokens.size()];
    List<Piece> all = lexicon.in(tokens, language);
    Codes codes = new Codes(tokens, all);
    List<Piece> words = speech(language).words().in(tokens);
    Means means = new Means(model, tokens, words, all);
    List<Piece> bounding = measuredIn.bounding(tokens);
    List<Piece> named =
        all.stream()
            .filter(name -> !codes.deny(name, words) && !means.deny(name))
            .map(name -> isUnit(name, bounding) ? dearer(name, NAMED_LIKE_A_UNIT) : name)
            .toList();
    List<Piece> own =
        words.stream()
            .filter(this::isMeasuredIn)
            .filter(word -> !codes.cover(word, words))
            .filter(word -> !Units.isBounded(word, words, tokens))
            .map(word -> isInName(word, named) ? dearer(word, WITHIN_A_NAME) : word)
            .map(word -> isValue(word, named) ? dearer(word, Lexicon.VALUE + 1) : word)
            .map(word -> isDeed(word, named, time) ? dearer(word, TIMED_PREPOSITION) : word)
            .toList();
    for (Piece piece : own) {
      if (piece.kind().equals("noise")) {
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
    for (Piece piece : named) {
      if (isVerb(piece, tokens, own)) {
        // « Commandé » is what somebody did, and no « commande ».
        continue;
      }
      boolean field = piece.kind().equals("FIELD") || piece.kind().equals("FIELDS");
      boolean alsoUnit = field && units.stream().anyMatch(u -> isSame(u, piece));
      // A field that is called like a unit of time is rather not meant.
      pieces.add(alsoUnit ? dearer(piece, FIELD_NAMED_UNIT) : piece);
      cover(covered, piece);
    }
    pieces.addAll(speech(language).numbers().in(tokens));
    pieces.addAll(Numbers.in(tokens, language));
    for (Piece piece : time.pieces(TimeGrammar.WHEN)) {
      // "Mondays" are all of them, not the latest.
      boolean weekly =
          own.stream()
              .anyMatch(
                  p ->
                      p.kind().equals("WEEKLY")
                          && p.end() == piece.end()
                          && p.start() >= piece.start()
                          && p.start() <= piece.start() + 1);
      if (!weekly && !saysHow(piece, named, own, time)) {
        pieces.add(piece);
        cover(covered, piece);
      }
    }
    pieces.addAll(units);
    units.forEach(piece -> cover(covered, piece));
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
    for (Piece unit : measuredIn.in(tokens)) {
      pieces.add(unit);
      cover(covered, unit);
    }
    restriction(tokens).ifPresent(piece -> pieces.add(piece));
    for (Piece piece : parted.in(tokens, own, language)) {
      pieces.add(piece);
      cover(covered, piece);
    }
    for (Piece piece : valueNouns.in(tokens, named, covered, language)) {
      pieces.add(piece);
      cover(covered, piece);
    }
    return new Known(pieces, covered, empty);
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

  /** More than 10 km is so much of what is in kilometres, and rather no bound of those driven. */
  private static boolean isUnit(Piece name, List<Piece> units) {
    return Set.of("METRIC", "FIELD", "FIELDS").contains(name.kind())
        && units.stream().anyMatch(unit -> isSame(unit, name));
  }

  /** Before a time "paid in" is that something was paid, where the model knows what that is. */
  private static boolean isDeed(Piece word, List<Piece> named, Chart time) {
    return word.kind().equals("prep")
        && time.pieces(TimeGrammar.WHEN).stream().anyMatch(when -> when.start() == word.end())
        && named.stream().anyMatch(name -> name.start() == word.start() && name.end() < word.end());
  }

  /** Monthly policies may be those that are paid monthly, where a value says so. */
  private static boolean isValue(Piece word, List<Piece> named) {
    return VALUES_TOO.contains(word.kind())
        && named.stream().anyMatch(name -> name.kind().equals("VALUE") && isSame(name, word));
  }

  /** Whether the model has amounts in a currency, or says of none in which it is. */
  private boolean isMeasuredIn(Piece word) {
    if (!word.kind().equals(Units.CURRENCY)) {
      return true;
    }
    Set<String> currencies = new TreeSet<>(measuredIn.known());
    currencies.retainAll(english.words().meanings(Units.CURRENCY));
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

  private static boolean isSame(Piece a, Piece b) {
    return a.start() == b.start() && a.end() == b.end();
  }

  private static Piece dearer(Piece piece, int more) {
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
      case "?", "!", ".", ":", "(", ")", "'", "\"" -> empty[at] = true;
      default -> {
        return;
      }
    }
    covered[at] = true;
  }

  private static void cover(boolean[] covered, Piece piece) {
    for (int i = piece.start(); i < piece.end(); i++) {
      covered[i] = true;
    }
  }

  private static List<Integer> unknown(List<Token> tokens, Known known) {
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (!known.covered()[i]) {
        unknown.add(i);
      }
    }
    return unknown;
  }

  /** The rows of tokens with every unknown word mended, in every way; none when one cannot be. */
  private List<Variant> repaired(Language language, List<Token> tokens, List<Integer> unknown) {
    List<Variant> variants = List.of(new Variant(tokens, List.of()));
    for (int at : unknown) {
      Token token = tokens.get(at);
      List<String> repairs =
          token.kind() == Token.Kind.WORD && !lexicon.isFormOfName(token)
              ? repairs(language, token.folded())
              : List.of();
      List<Variant> longer = new ArrayList<>();
      for (Variant variant : variants) {
        for (String repair : repairs) {
          List<Token> mended = new ArrayList<>(variant.tokens());
          mended.set(at, new Token(Token.Kind.WORD, repair, repair, token.start(), token.end()));
          List<Note> notes = new ArrayList<>(variant.repairs());
          notes.add(new Note.Repaired(token.text(), repair));
          longer.add(new Variant(mended, notes));
        }
      }
      variants = longer;
      if (variants.isEmpty() || variants.size() > 4 * MOST_VARIANTS) {
        return List.of();
      }
    }
    return variants;
  }

  /** Names and values go before the words around them, which are mended with more care. */
  private List<String> repairs(Language language, String word) {
    List<String> named =
        sound(word, Spelling.repairs(word, speech(language).vocabulary(), MOST_VARIANTS));
    return named.isEmpty()
        ? sound(word, Spelling.slips(word, speech(language).words().vocabulary(), MOST_VARIANTS))
        : named;
  }

  /**
   * Borrowed is not how borrowers are spelt, nor are shippers shipped: without those that say
   * something else.
   */
  private static List<String> sound(String word, List<String> repairs) {
    return repairs.stream()
        .filter(repair -> !Verbs.isOfOneStem(word, repair) && !Verbs.isDoneBy(repair, word))
        .toList();
  }

  private Interpretation notUnderstood(
      Language language, List<Token> tokens, List<Integer> unknown) {
    List<String> missing = unknown.stream().map(i -> tokens.get(i).text()).distinct().toList();
    Set<String> closest = new LinkedHashSet<>();
    for (int at : unknown) {
      closest.addAll(Spelling.closest(tokens.get(at).folded(), lexicon.phrases(language), 3));
    }
    String quoted =
        String.join(
            ", ",
            missing.stream().map(w -> language.say("\"" + w + "\"", "« " + w + " »")).toList());
    return new Interpretation.Refused(
        language,
        language.say(
                "I do not know what " + quoted + " means here.",
                "Je ne sais pas ce que " + quoted + " veut dire ici.")
            + (closest.isEmpty() ? " " + whatToAsk(language) : ""),
        missing,
        closest.stream().limit(3).toList());
  }

  private String whatToAsk(Language language) {
    String measures =
        model.metrics().stream()
            .map(metric -> metric.names().in(language))
            .distinct()
            .limit(MEASURES_TOLD)
            .collect(Collectors.joining(", "));
    return measures.isEmpty()
        ? ""
        : language.say("You can ask about: ", "On peut demander : ") + measures + ".";
  }

  private Interpretation decide(
      Language language, List<Variant> variants, List<Known> known, Optional<LogicalQuery> before) {
    Map<LogicalQuery, Candidate> found = new LinkedHashMap<>();
    Map<LogicalQuery, Planned> plans = new LinkedHashMap<>();
    @Nullable CannotPlan problem = null;
    int best = Integer.MAX_VALUE;
    boolean nobodyTold = false;
    Optional<Doers.Wrong> notDone = Optional.empty();
    for (int v = 0; v < variants.size(); v++) {
      Variant variant = variants.get(v);
      Known pieces = known.get(v);
      Chart chart = Chart.parse(grammar, variant.tokens().size(), pieces.pieces());
      Covers covers = new Covers(chart.pieces(QuestionGrammar.PART), pieces.empty());
      Set<List<Part>> seen = new LinkedHashSet<>();
      Reach reach = new Reach(pieces.pieces());
      Who who = new Who(model, pieces.pieces());
      Set<String> stated = Units.stated(pieces.pieces());
      for (int tries = 0; tries < MOST_COVERS; tries++) {
        Covers.Cover cover = covers.next();
        if (cover == null || cover.cost() + REPAIR * variant.repairs().size() > best) {
          break;
        }
        if (cover.parts().isEmpty() || !reach.allows(cover.parts()) || !seen.add(cover.parts())) {
          continue;
        }
        Optional<Doers.Wrong> wrong = doers.wrong(cover.parts());
        if (wrong.isPresent()) {
          notDone = notDone.or(() -> wrong);
          continue;
        }
        for (Assembly.Assembled assembled : assembled(cover.parts(), before)) {
          if (!reach.allows(cover.parts(), assembled.query())
              || !measuredIn.allow(stated, assembled.query())) {
            continue;
          }
          if (!who.allows(assembled.query())) {
            nobodyTold = true;
            continue;
          }
          int said = cover.cost() + assembled.cost() + REPAIR * variant.repairs().size();
          List<LogicalQuery> settled = roles(assembled.query(), 0);
          // Naming the part that something plays goes before leaving it open.
          int cost = settled.size() > 1 ? said + OPEN_ROLE : said;
          for (LogicalQuery query : settled) {
            if (Contradictions.isTwice(query)) {
              continue;
            }
            try {
              Planned planned = planner.plan(query);
              plans.put(query, planned);
              best = Math.min(best, cost);
              List<Note> notes = new ArrayList<>(variant.repairs());
              notes.addAll(assembled.notes());
              found.merge(
                  query, new Candidate(query, notes, cost), (a, b) -> a.cost() <= b.cost() ? a : b);
            } catch (CannotPlan e) {
              problem = problem == null ? e : problem;
              if (e.reason() == CannotPlan.Reason.NONE_UNTOLD) {
                // It is what is meant: what is likely less is no answer in its place.
                best = Math.min(best, cost);
              }
            }
          }
        }
      }
    }
    int least = best;
    List<Candidate> cheapest =
        preferred(found.values().stream().filter(c -> c.cost() == least).toList());
    if (cheapest.isEmpty() && problem == null && notDone.isPresent()) {
      String why = doers.refusal(notDone.get(), language);
      return new Interpretation.Refused(language, why, List.of(), List.of());
    }
    if (cheapest.isEmpty()) {
      return nobodyTold && problem == null
          ? new Interpretation.Refused(language, Who.refusal(model, language), List.of(), List.of())
          : notFitting(language, problem);
    }
    Restatement restatement = new Restatement(model, language);
    List<Interpretation.Reading> readings = new ArrayList<>();
    for (Candidate candidate : cheapest) {
      readings.add(
          new Interpretation.Reading(
              language,
              candidate.query(),
              Optional.ofNullable(plans.get(candidate.query())).orElseThrow(),
              restatement.of(candidate.query()),
              candidate.notes()));
    }
    return readings.size() == 1
        ? new Interpretation.Understood(readings.get(0))
        : new Interpretation.Ambiguous(
            language, readings.subList(0, Math.min(readings.size(), MOST_CHOICES)));
  }

  private List<Assembly.Assembled> assembled(List<Part> parts, Optional<LogicalQuery> before) {
    List<Assembly.Assembled> all =
        before.isPresent()
            ? FollowUp.of(model, today, before.get(), parts)
            : Assembly.of(model, today, parts);
    NamedMeasures named = new NamedMeasures(model);
    return all.stream()
        .map(a -> new Assembly.Assembled(named.in(a.query()), a.notes(), a.cost()))
        .toList();
  }

  /** Where a thing is named both in the rows that are measured and beside them, the former. */
  private List<Candidate> preferred(List<Candidate> candidates) {
    if (candidates.size() < 2) {
      return candidates;
    }
    Map<LogicalQuery, Integer> joins = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      joins.put(candidate.query(), Preferences.distance(model, candidate.query()));
    }
    return Preferences.sameButNearer(
        model,
        plainFirst(
            Preferences.keysFirst(
                model, Preferences.ownFirst(candidates, Candidate::query), Candidate::query)),
        Candidate::query,
        joins);
  }

  /** Of a value that several fields have, the one that is called plainly what others qualify. */
  private List<Candidate> plainFirst(List<Candidate> candidates) {
    if (candidates.size() < 2) {
      return candidates;
    }
    Map<Candidate, List<Note>> more = new LinkedHashMap<>();
    Set<Candidate> dropped = new LinkedHashSet<>();
    for (Candidate far : candidates) {
      for (Candidate near : candidates) {
        Optional<Note.PlainMeant> told = Preferences.plain(model, near.query(), far.query());
        if (told.isPresent()) {
          dropped.add(far);
          more.computeIfAbsent(near, c -> new ArrayList<>()).add(told.get());
        }
      }
    }
    return candidates.stream()
        .filter(c -> !dropped.contains(c))
        .map(c -> new Candidate(c.query(), told(c.notes(), more.get(c)), c.cost()))
        .toList();
  }

  /** The notes with one more for the fields that are not meant. */
  private static List<Note> told(List<Note> notes, @Nullable List<Note> more) {
    if (more == null) {
      return notes;
    }
    List<FieldRef> others = new ArrayList<>();
    more.forEach(note -> others.addAll(((Note.PlainMeant) note).others()));
    List<Note> all = new ArrayList<>(notes);
    all.add(
        new Note.PlainMeant(
            ((Note.PlainMeant) more.get(0)).plain(), others.stream().distinct().toList()));
    return all;
  }

  /** The query with every role settled that may be meant. */
  private List<LogicalQuery> roles(LogicalQuery query, int depth) {
    try {
      planner.plan(query);
      return List.of(query);
    } catch (CannotPlan e) {
      if (e.reason() != CannotPlan.Reason.ROLE || depth > 3) {
        return List.of(query);
      }
      List<LogicalQuery> settled = new ArrayList<>();
      for (String role : e.names()) {
        Roles.in(model, query, role).ifPresent(q -> settled.addAll(roles(q, depth + 1)));
      }
      return settled.isEmpty() ? List.of(query) : settled;
    }
  }

  private Interpretation notFitting(Language language, @Nullable CannotPlan problem) {
    String why =
        problem == null
            ? language.say(
                "I know the words, but not what they ask for together.",
                "Je connais les mots, mais pas ce qu'ils demandent ensemble.")
            : Refusals.say(model, language, problem);
    return new Interpretation.Refused(language, why, List.of(), List.of());
  }
}
