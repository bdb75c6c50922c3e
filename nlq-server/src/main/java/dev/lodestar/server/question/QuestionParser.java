package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.planner.LogicalQuery;
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

/**
 * Reads questions in English and French. The same question of the same model, values and day gives
 * the same interpretation. Safe to share between threads.
 */
public final class QuestionParser {
  private static final int MOST_WORDS = 120;
  private static final int MOST_CHARACTERS = 2000;
  private static final int MEASURES_TOLD = 6;
  private final Model model;
  private final Lexicon lexicon;
  private final Recognition recognition;
  private final Mending mending;
  private final Readings readings;
  private final Interposed interposed;
  private final Nearest nearest;
  private final Speech english;
  private final Speech french;

  /**
   * @param today what questions mean by it
   */
  public QuestionParser(Model model, Lexicon lexicon, LocalDate today) {
    this.model = model;
    this.lexicon = lexicon;
    Units measuredIn = new Units(model);
    this.recognition = new Recognition(model, lexicon, measuredIn);
    this.mending = new Mending(lexicon);
    this.readings = new Readings(model, today, measuredIn);
    this.interposed = new Interposed(recognition, readings);
    this.nearest = new Nearest(readings);
    this.english = Speech.of(Language.EN, model, lexicon, today);
    this.french = Speech.of(Language.FR, model, lexicon, today);
  }

  private Speech speech(Language language) {
    return language == Language.EN ? english : french;
  }

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
              "La question est trop longue : " + MOST_WORDS + " mots au plus."));
    }
    if (tokens.stream().noneMatch(t -> t.kind() != Token.Kind.SIGN)) {
      return new Interpretation.Refused(
          first, first.say("Nothing was asked.", "Rien n'est demandé."));
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
        read.match(
            u -> List.of(u.reading()),
            Interpretation.Ambiguous::readings,
            t -> List.of(),
            r -> List.of());
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
    Speech speech = speech(language);
    Recognition.Known known = recognition.of(speech, tokens);
    List<Integer> unknown = known.unknown();
    Map<Mending.Variant, Recognition.Known> usable = new LinkedHashMap<>();
    for (Mending.Variant variant : mending.of(speech, tokens, unknown)) {
      Recognition.Known mended =
          unknown.isEmpty() ? known : recognition.of(speech, variant.tokens());
      if (mended.unknown().isEmpty()) {
        usable.put(variant, mended);
      }
    }
    if (usable.isEmpty()) {
      return notUnderstood(speech, tokens, known);
    }
    List<Readings.Tried> asked = new ArrayList<>();
    List<Readings.Tried> apart = new ArrayList<>();
    usable.forEach(
        (variant, pieces) -> {
          Readings.Tried whole = readings.tried(pieces, variant.repairs());
          asked.add(whole);
          if (before.isEmpty()) {
            apart.addAll(interposed.takenOut(speech, variant.tokens(), whole));
          }
        });
    asked.addAll(apart);
    return readings
        .of(language, asked, before)
        .orElseGet(
            () ->
                new Interpretation.Refused(
                    language,
                    language.say(
                        "I know the words, but not what they ask for together.",
                        "Je connais les mots, mais pas ce qu'ils demandent ensemble."),
                    List.of(),
                    List.of(),
                    nearest.to(speech, tokens, known)));
  }

  private Interpretation notUnderstood(Speech speech, List<Token> tokens, Recognition.Known known) {
    Language language = speech.language();
    List<Integer> unknown = known.unknown();
    List<String> missing = unknown.stream().map(i -> tokens.get(i).text()).distinct().toList();
    Set<String> closest = new LinkedHashSet<>();
    for (int at : unknown) {
      closest.addAll(Spelling.closest(tokens.get(at).folded(), lexicon.phrases(language), 3));
    }
    String quoted =
        String.join(
            ", ",
            missing.stream().map(w -> language.say("\"" + w + "\"", "« " + w + " »")).toList());
    List<String> near = nearest.to(speech, tokens, known);
    return new Interpretation.Refused(
        language,
        language.say(
                "I do not know what " + quoted + " means here.",
                "Je ne sais pas ce que " + quoted + " veut dire ici.")
            + (closest.isEmpty() && near.isEmpty() ? " " + whatToAsk(language) : ""),
        missing,
        closest.stream().limit(3).toList(),
        near);
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
}
