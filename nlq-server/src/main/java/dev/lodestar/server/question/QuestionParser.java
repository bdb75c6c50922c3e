package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Chart;
import dev.lodestar.server.grammar.Grammar;
import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.CannotPlan;
import dev.lodestar.server.planner.LogicalQuery;
import dev.lodestar.server.planner.Planned;
import dev.lodestar.server.planner.Planner;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final int REPAIR = 20;
  private static final int OPEN_ROLE = 3;
  private static final int MOST_COVERS = 400;
  private final Model model;
  private final Lexicon lexicon;
  private final LocalDate today;
  private final Planner planner;
  private final Doers doers;
  private final Units measuredIn;
  private final Recognition recognition;
  private final Mending mending;
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
    this.recognition = new Recognition(model, lexicon, measuredIn);
    this.mending = new Mending(lexicon);
    this.grammar = new QuestionGrammar(model, new Scales(model), new Ages(today)).grammar();
    this.english = Speech.of(Language.EN, model, lexicon, today);
    this.french = Speech.of(Language.FR, model, lexicon, today);
  }

  private Speech speech(Language language) {
    return language == Language.EN ? english : french;
  }

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
      boolean isEnglish = english.has(token.folded(), french);
      boolean isFrench = french.has(token.folded(), english);
      boolean accented =
          !Tokens.fold(token.text()).equals(token.text().toLowerCase(java.util.Locale.ROOT));
      boolean elided = token.text().endsWith("'") && token.text().length() < 6;
      balance += (isEnglish ? 1 : 0) - (isFrench ? 1 : 0) - (accented || elided ? 1 : 0);
    }
    return balance == 0 ? spoken : balance > 0 ? Language.EN : Language.FR;
  }

  private Interpretation in(Language language, List<Token> tokens, Optional<LogicalQuery> before) {
    Recognition.Known known = recognition.of(speech(language), tokens);
    List<Integer> unknown = known.unknown();
    if (unknown.isEmpty()) {
      Mending.Variant asked = new Mending.Variant(tokens, List.of());
      return decide(language, List.of(asked), List.of(known), before);
    }
    List<Recognition.Known> all = new ArrayList<>();
    List<Mending.Variant> usable = new ArrayList<>();
    for (Mending.Variant variant : mending.of(speech(language), tokens, unknown)) {
      Recognition.Known mended = recognition.of(speech(language), variant.tokens());
      if (mended.unknown().isEmpty()) {
        usable.add(variant);
        all.add(mended);
      }
    }
    return usable.isEmpty()
        ? notUnderstood(language, tokens, unknown)
        : decide(language, usable, all, before);
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
      Language language,
      List<Mending.Variant> variants,
      List<Recognition.Known> known,
      Optional<LogicalQuery> before) {
    Map<LogicalQuery, Candidate> found = new LinkedHashMap<>();
    Map<LogicalQuery, Planned> plans = new LinkedHashMap<>();
    Unplanned unplanned = new Unplanned();
    int best = Integer.MAX_VALUE;
    boolean nobodyTold = false;
    Optional<Doers.Wrong> notDone = Optional.empty();
    for (int v = 0; v < variants.size(); v++) {
      Mending.Variant variant = variants.get(v);
      Recognition.Known pieces = known.get(v);
      Chart chart = Chart.parse(grammar, variant.tokens().size(), pieces.pieces());
      Covers covers = new Covers(chart.pieces(QuestionGrammar.PART), pieces.empty());
      Set<List<Part>> seen = new LinkedHashSet<>();
      Reach reach = new Reach(model, pieces.pieces(), before.isPresent());
      OwnFields own = new OwnFields(model, pieces.pieces());
      Who who = new Who(model, pieces.pieces());
      Undone undone = new Undone(pieces.pieces());
      WhichOnes whichOnes = new WhichOnes(model, pieces.pieces());
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
        Optional<List<Part>> parts = own.in(cover.parts());
        if (parts.isEmpty()) {
          continue;
        }
        for (Assembly.Assembled assembled : assembled(parts.get(), before)) {
          if (!reach.allows(cover.parts(), assembled.query())
              || !measuredIn.allow(stated, assembled.query())
              || !undone.allows(assembled.query())
              || !whichOnes.allows(assembled.query())) {
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
              unplanned.add(query, cost, e);
              if (e.reason().isOfWhatIsMeant()) {
                best = Math.min(best, cost);
              }
            }
          }
        }
      }
    }
    int least = best;
    List<Candidate> cheapest =
        preferred(
            found.values().stream()
                .filter(c -> c.cost() == least && unplanned.allows(c.query(), c.cost()))
                .toList());
    Optional<CannotPlan> problem = unplanned.why();
    if (cheapest.isEmpty() && problem.isEmpty() && notDone.isPresent()) {
      String why = doers.refusal(notDone.get(), language);
      return new Interpretation.Refused(language, why, List.of(), List.of());
    }
    if (cheapest.isEmpty()) {
      return nobodyTold && problem.isEmpty()
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
    UpToToday upToToday = new UpToToday(model, today);
    return all.stream()
        .map(upToToday::in)
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

  private Interpretation notFitting(Language language, Optional<CannotPlan> problem) {
    String why =
        problem
            .map(known -> Refusals.say(model, language, known))
            .orElseGet(
                () ->
                    language.say(
                        "I know the words, but not what they ask for together.",
                        "Je connais les mots, mais pas ce qu'ils demandent ensemble."));
    return new Interpretation.Refused(language, why, List.of(), List.of());
  }
}
