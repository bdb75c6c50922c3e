package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Dictionary;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.NamedFilter;
import dev.lodestar.spec.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model says has become of its rows, by the participle that says so: a value "Cancelled", a
 * condition called "lost", a yes or no called « relancée ». A reason for it names the same: where
 * there is a "cancellation reason" whose French name is « motif de résiliation », what was
 * cancelled was « résilié » too.
 */
final class ValueStates {
  /** A field with more values than these names things, and not what becomes of them. */
  private static final int MOST = 30;

  private static final Words WORDS = Words.read(ValueStates.class, "names.words");
  private static final Set<String> REASONS = WORDS.single("reason");
  private static final Map<String, Set<String>> FORMS = WORDS.stems("STATE");

  /** Before a noun this says of something that it is so. */
  private static final Set<String> IN = Set.of("en");

  /**
   * A word that says what has become of a row.
   *
   * @param noun whether it names what happened, as « résiliation », and is no participle of it
   */
  record State(Language language, Token word, boolean noun, Sense sense) {}

  private final Model model;
  private final Set<State> states = new LinkedHashSet<>();

  private ValueStates(Model model) {
    this.model = model;
  }

  static List<State> of(Model model, Map<FieldRef, ? extends Collection<String>> values) {
    ValueStates all = new ValueStates(model);
    for (NamedFilter filter : model.filters()) {
      for (Language language : Language.values()) {
        filter
            .names()
            .all(language)
            .forEach(name -> all.take(language, name, new Sense.OfFilter(filter.name())));
      }
    }
    model
        .datasets()
        .forEach(dataset -> dataset.fields().stream().filter(f -> !f.hidden()).forEach(all::truth));
    values.forEach(
        (ref, of) -> {
          if (of.size() <= MOST && model.field(ref).isText()) {
            of.forEach(value -> all.value(model.field(ref), value));
          }
        });
    return List.copyOf(all.states);
  }

  private void truth(Field field) {
    if (field.type().kind() == ColumnType.Kind.BOOLEAN) {
      for (Language language : Language.values()) {
        field
            .names()
            .all(language)
            .forEach(name -> take(language, name, new Sense.OfField(field.ref())));
      }
    }
  }

  private void value(Field field, String value) {
    Sense sense = new Sense.OfValue(field.ref(), value);
    for (Language language : Language.values()) {
      take(language, value, sense);
      Dictionary.ofBusiness().to(language, value).forEach(word -> take(language, word, sense));
      field.aliases().getOrDefault(value, List.of()).forEach(word -> take(language, word, sense));
    }
    List<State> told =
        states.stream().filter(state -> state.sense().equals(sense) && !state.noun()).toList();
    for (Field other : model.dataset(field.ref().dataset()).fields()) {
      if (Arrays.stream(Language.values()).anyMatch(of -> isReason(other, of, told))) {
        for (Language language : Language.values()) {
          reasons(other, language)
              .forEach(noun -> states.add(new State(language, noun, true, sense)));
        }
      }
    }
  }

  private static boolean isReason(Field field, Language language, List<State> told) {
    return reasons(field, language).stream()
        .anyMatch(
            noun ->
                told.stream()
                    .filter(state -> state.language() == language)
                    .anyMatch(state -> WordFamily.isNounOf(state, noun)));
  }

  /** Of what a field tells the reason: cancellation, of a cancellation reason. */
  private static List<Token> reasons(Field field, Language language) {
    List<Token> nouns = new ArrayList<>();
    for (String name : field.names().all(language)) {
      List<Token> words = Tokens.of(name);
      List<Token> rest =
          words.stream()
              .filter(word -> word.folded().length() > 2 && !REASONS.contains(word.folded()))
              .toList();
      boolean said = words.stream().anyMatch(word -> REASONS.contains(word.folded()));
      if (said && rest.size() == 1) {
        nouns.add(plain(rest.get(0)));
      }
    }
    return nouns;
  }

  private void take(Language language, String name, Sense sense) {
    List<Token> words = Tokens.of(name);
    if (words.size() == 1 && isParticiple(language, words.get(0))) {
      states.add(new State(language, plain(words.get(0)), false, sense));
    } else if (words.size() > 1 && IN.contains(words.get(words.size() - 2).folded())) {
      // « Le taux de retard » is one of what is « en retard ».
      states.add(new State(language, plain(words.get(words.size() - 1)), true, sense));
    }
  }

  /** Whether a word says of something what has become of it. */
  static boolean isParticiple(Language language, Token word) {
    return Verbs.isParticiple(language, word) || FORMS.containsKey(Tokens.stem(word.folded()));
  }

  /** Whether a word is a form of the verb of a participle that is not made by endings. */
  static boolean areForms(String word, String participle) {
    return FORMS.getOrDefault(Tokens.stem(participle), Set.of()).contains(Tokens.stem(word));
  }

  /** The word, wherever it stood. */
  private static Token plain(Token word) {
    return new Token(word.kind(), word.text(), word.folded(), 0, word.text().length());
  }
}
