package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Plurals;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Formula;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The word of a longer name that says what it is, which people say alone: the premium, where the
 * model has an annual premium, « gestionnaire » for « gestionnaire de sinistres »; of an amount of
 * something, that alone. It is said only where no two things share it, be they hidden, and where it
 * is not the whole name of something; of measures only where all of them have a name in the
 * language.
 */
final class HeadWords {
  /** Words that say of too many things what they are. */
  private static final Set<String> VAGUE = new HashSet<>();

  private static final Set<String> AMOUNTS;
  private static final Set<String> ARTICLES;

  /** Words before a noun of French, which are not it. */
  private static final Set<String> BEFORE;

  static {
    Words words = Words.read(HeadWords.class, "names.words");
    VAGUE.addAll(words.single("common"));
    VAGUE.addAll(words.single("vague"));
    BEFORE = words.single("before");
    AMOUNTS = words.single("quantity");
    ARTICLES = words.single("article");
  }

  private final Model model;
  private final Language language;
  private final Set<String> names = new HashSet<>();
  private final Set<String> placed = new HashSet<>();
  private boolean unnamed;
  private final Map<String, Set<Sense>> measures = new TreeMap<>();
  private final Map<String, Set<Sense>> things = new TreeMap<>();

  /** Measures that are an amount, by what they are an amount of. */
  private final Map<String, Set<Sense>> amounts = new TreeMap<>();

  private HeadWords(Model model, Language language) {
    this.model = model;
    this.language = language;
    Entities entities = new Entities(model);
    for (Metric metric : model.metrics()) {
      measure(metric.names(), new Sense.OfMetric(metric.name()));
    }
    model.filters().forEach(filter -> known(filter.names()));
    for (Dataset dataset : model.datasets()) {
      take(things, dataset.names(), new Sense.OfEntity(dataset.name()));
      for (Field field : dataset.fields()) {
        boolean told = !entities.isKey(field.ref()) && !field.isTime();
        if (told && field.isNumber()) {
          measure(field.names(), new Sense.OfField(field.ref()));
        } else if (told && field.isText()) {
          take(things, field.names(), new Sense.OfField(field.ref()));
        } else {
          known(field.names());
        }
      }
    }
  }

  /** Tells every such word of a language, as it is written, with what it may mean. */
  static void of(Model model, Language language, BiConsumer<String, Sense> told) {
    HeadWords heads = new HeadWords(model, language);
    if (!heads.unnamed) {
      heads.measures.forEach((word, senses) -> heads.tell(word, heads.measured(senses), told));
      heads.amounts.forEach(
          (word, senses) -> {
            if (!heads.measures.containsKey(word) && !heads.things.containsKey(word)) {
              heads.tell(word, heads.measured(senses), told);
            }
          });
    }
    heads.things.forEach(
        (word, senses) -> {
          if (!heads.measures.containsKey(word)) {
            heads.tell(word, senses, told);
          }
        });
  }

  private void tell(String word, Set<Sense> senses, BiConsumer<String, Sense> told) {
    if (senses.size() == 1
        && !placed.contains(word)
        && !names.contains(Tokens.stem(Tokens.fold(word)))) {
      senses.stream().filter(sense -> !isHidden(sense)).forEach(sense -> told.accept(word, sense));
    }
  }

  private boolean isHidden(Sense sense) {
    return sense instanceof Sense.OfField of && model.field(of.field()).hidden();
  }

  private void known(Names called) {
    for (Language each : Language.values()) {
      called.all(each).forEach(name -> names.add(Tokens.stem(Tokens.fold(name))));
    }
  }

  private void take(Map<String, Set<Sense>> heads, Names called, Sense sense) {
    known(called);
    for (String name : own(called)) {
      String head = head(name);
      if (!head.isEmpty() && !isDone(head, sense)) {
        heads.computeIfAbsent(head.toLowerCase(Locale.ROOT), h -> new HashSet<>()).add(sense);
        if (isPlaced(name)) {
          placed.add(head.toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  /** What it is called in this language, and not in both. */
  private List<String> own(Names called) {
    List<String> own = new ArrayList<>(called.synonymsIn(language));
    own.removeAll(called.synonymsIn(language == Language.EN ? Language.FR : Language.EN));
    String shown = called.shown().get(language);
    if (shown != null) {
      own.add(shown);
    }
    return own;
  }

  private void measure(Names called, Sense sense) {
    // What has no name in the language might be called by the word as well.
    unnamed |= !called.shown().containsKey(language);
    take(measures, called, sense);
    for (String name : own(called)) {
      String of = AMOUNTS.contains(Tokens.fold(head(name))) ? amountOf(name) : "";
      // An average amount is no average for short.
      if (!of.isEmpty() && !isNone(Tokens.fold(of))) {
        amounts.computeIfAbsent(of, o -> new HashSet<>()).add(sense);
      }
    }
  }

  /** The word that says what a name of several words names; nothing where that is not plain. */
  private String head(String name) {
    List<Token> words =
        Tokens.of(Plurals.noun(name, language)).stream()
            .filter(token -> token.kind() == Token.Kind.WORD)
            .toList();
    if (words.isEmpty() || Tokens.of(name).size() < 2) {
      return "";
    }
    int at = language == Language.EN ? words.size() - 1 : 0;
    while (at < words.size() - 1 && BEFORE.contains(words.get(at).folded())) {
      at++;
    }
    String head = words.get(at).text();
    // The pieces sold are pieces, and no "sold".
    boolean verb =
        language == Language.EN
            && (Verbs.isParticiple(language, words.get(at))
                || Verbs.saysDone(language, words.get(at)));
    return verb || head.length() < 3 || isNone(words.get(at).folded()) ? "" : head;
  }

  /** « Chargées » are not those of a « chargé » ; « relevés » are things, and no text of them. */
  private boolean isDone(String head, Sense sense) {
    return sense instanceof Sense.OfField of
        && model.field(of.field()).isText()
        && Verbs.isParticiple(language, Tokens.of(head).get(0));
  }

  /** The scrap, of a scrap quantity; « la remise », of the « montant de la remise ». */
  private String amountOf(String name) {
    List<Token> words =
        Tokens.of(name).stream()
            .filter(token -> token.kind() == Token.Kind.WORD)
            .filter(token -> !ARTICLES.contains(token.folded()))
            .toList();
    if (language == Language.EN) {
      boolean noun =
          words.size() == 2
              && !Verbs.isParticiple(language, words.get(0))
              && !Verbs.saysDone(language, words.get(0));
      return noun ? words.get(0).folded() : "";
    }
    boolean of = words.size() == 3 && words.get(1).folded().matches("de|du|des|d");
    return of ? words.get(2).text().toLowerCase(Locale.ROOT) : "";
  }

  /** Wine in tanks is not wine: only what it is of may be left unsaid. */
  private boolean isPlaced(String name) {
    String rest = name.substring(Plurals.noun(name, language).length());
    return !rest.isEmpty() && !rest.strip().matches("(?i)(of|de|du|des|d['’]).*");
  }

  private static boolean isNone(String word) {
    return VAGUE.contains(word) || BEFORE.contains(word);
  }

  /**
   * A number and the metric that sums it up are one; else a metric is what is said of its field.
   */
  private Set<Sense> measured(Set<Sense> senses) {
    Set<Sense> left = new HashSet<>(senses);
    for (Sense sense : senses) {
      if (sense instanceof Sense.OfMetric of) {
        Formula formula = model.metric(of.metric()).formula();
        Set<FieldRef> fields = new HashSet<>();
        formula.aggregates().forEach(aggregate -> fields.addAll(aggregate.text().fields()));
        boolean sums = formula.isOne() && formula.aggregates().get(0).function().equals("sum");
        for (FieldRef field : fields) {
          Sense ofField = new Sense.OfField(field);
          if (senses.contains(ofField)) {
            left.remove(sums ? ofField : sense);
          }
        }
      }
    }
    return left;
  }
}
