package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Dictionary;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.FieldRef;
import dev.lodestar.server.semantic.Metric;
import dev.lodestar.server.semantic.Model;
import dev.lodestar.server.semantic.NamedFilter;
import dev.lodestar.server.semantic.Names;
import dev.lodestar.server.semantic.Relationship;
import dev.lodestar.spec.ColumnType;
import dev.lodestar.spec.semantic.PlainNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The words of a model and of the values in its tables.
 *
 * <p>A name costs nothing, a synonym a little, a value more: where a word may mean several things,
 * the cheapest is meant. Immutable once built.
 */
public final class Lexicon {
  static final int SYNONYM = 1;
  static final int TECHNICAL = 2;
  private static final int SHORT = 3;
  static final int VALUE = 3;
  private static final int ALIAS = 4;
  private static final int WITHOUT_ARTICLE = 6;

  /** What a value is called in the other language; a value of more fields has no such names. */
  static final int TRANSLATED = 6;

  private static final int TRANSLATED_OF_MOST = 300;
  private static final int STEMMED = 1;
  private static final int TURNED = 2;
  private static final int OTHER_LANGUAGE = 1;

  private static final int LONGEST = 14;
  private static final int SHORT_WORD = 4;
  private static final Words MADE_WITH = Words.read(Lexicon.class, "names.words");
  private static final List<List<String>> COUNTS = MADE_WITH.phrases("count");
  private static final List<List<String>> AMOUNTS_OF = MADE_WITH.phrases("amountof");
  private static final Set<String> AMOUNTS = MADE_WITH.single("amount");
  private static final Set<String> DENIALS = MADE_WITH.single("denial");
  private static final Set<String> PREFIXES = MADE_WITH.single("prefix");
  private static final Set<String> ARTICLES = MADE_WITH.single("article");
  private static final Set<String> OF = MADE_WITH.single("of");
  private static final Set<String> AND = MADE_WITH.single("and");
  private static final Set<String> BEFORE_ONE = MADE_WITH.single("one");

  /** A thing under a name, with what speaks against meaning it. */
  record Entry(Sense sense, int cost) {}

  private final Map<String, List<Entry>> english = new HashMap<>();
  private final Map<String, List<Entry>> french = new HashMap<>();
  private final Map<String, List<Entry>> values = new HashMap<>();
  private final Set<String> metrics = new TreeSet<>();
  private final Set<String> vocabulary = new TreeSet<>();
  private final Set<String> participles = new TreeSet<>();
  private final Map<String, Set<String>> phrases = new TreeMap<>();
  private final Happenings happenings;
  private final List<ValueStates.State> states;

  /**
   * Compiles a model.
   *
   * @param values the values of fields that questions may name
   */
  public Lexicon(Model model, Map<FieldRef, ? extends Collection<String>> values) {
    happenings = new Happenings(model);
    states = ValueStates.of(model, values);
    for (Metric metric : model.metrics()) {
      counted(metric);
      amount(metric);
      variants(metric, model.metrics());
      // A metric may be called "customers" in the model: people call the customers so.
      boolean things = model.datasets().stream().anyMatch(d -> d.name().equals(metric.name()));
      String technical = things ? metric.names().in(Language.EN) : metric.name();
      name(metric.names(), technical, new Sense.OfMetric(metric.name()), 0);
    }
    for (NamedFilter filter : model.filters()) {
      name(filter.names(), filter.name(), new Sense.OfFilter(filter.name()), 0);
      quality(filter, model);
    }
    for (Relationship relationship : model.relationships()) {
      role(relationship);
    }
    for (Dataset dataset : model.datasets()) {
      name(dataset.names(), dataset.name(), new Sense.OfEntity(dataset.name()), 0);
      for (Field field : dataset.fields()) {
        if (!field.hidden()) {
          truth(field);
          OwnNumbers.of(
              model,
              field,
              (language, word) -> add(language, word, new Sense.OfNumber(field.ref()), SYNONYM));
          happened(dataset, field);
          name(field.names(), field.ref().field(), new Sense.OfField(field.ref()), 0);
          for (Language language : Language.values()) {
            ShortNames.of(dataset, field, language)
                .forEach(word -> add(language, word, new Sense.OfField(field.ref()), TECHNICAL));
          }
          field
              .aliases()
              .forEach(
                  (value, words) ->
                      words.forEach(
                          word -> value(word, new Sense.OfValue(field.ref(), value), ALIAS)));
        }
      }
    }
    for (Language language : Language.values()) {
      HeadWords.of(model, language, (word, sense) -> add(language, word, sense, SHORT));
      CountedNames.of(model, language, (word, sense) -> add(language, word, sense, SYNONYM));
    }
    values.forEach(
        (field, of) -> {
          of.forEach(value -> value(value, new Sense.OfValue(field, value), VALUE));
          BareNames.of(
              of, (value, name) -> called(name, new Sense.OfValue(field, value), WITHOUT_ARTICLE));
          Countries.of(
              model.field(field),
              of,
              (value, name) -> called(name, new Sense.OfValue(field, value), ALIAS));
          if (of.size() <= TRANSLATED_OF_MOST) {
            of.forEach(value -> translated(value, new Sense.OfValue(field, value)));
          }
        });
  }

  /** « Annulées », where the value is "Cancelled". */
  private void translated(String value, Sense sense) {
    if (value.matches("[A-Z]{1,3}")) {
      // A code is no word: CA is California or Canada, and no revenue.
      return;
    }
    for (Language language : Language.values()) {
      for (String word : Dictionary.ofBusiness().to(language, value)) {
        List<Token> tokens = Tokens.of(word);
        put(names(language), key(tokens, true), new Entry(sense, TRANSLATED));
        known(tokens);
      }
    }
  }

  /** "Number of customers" is also what "how many customers" asks for. */
  private void counted(Metric metric) {
    for (Language language : Language.values()) {
      for (String phrase : metric.names().all(language)) {
        counted(phrase).forEach(rest -> add(language, rest, new Sense.OfCount(metric.name()), 0));
      }
    }
  }

  /** What a name says is counted: customers, of "number of customers". */
  static List<String> counted(String name) {
    return COUNTS.stream().flatMap(count -> after(count, name).stream()).toList();
  }

  /** "Refunded amount" is also what "how much was refunded" asks for. */
  private void amount(Metric metric) {
    for (Language language : Language.values()) {
      for (String phrase : metric.names().all(language)) {
        List<Token> tokens = Tokens.of(phrase);
        Sense sense = new Sense.OfAmount(metric.name());
        if (tokens.size() == 2 && AMOUNTS.contains(tokens.get(0).folded())) {
          add(language, tokens.get(1).text(), sense, TECHNICAL);
        } else if (tokens.size() == 2 && AMOUNTS.contains(tokens.get(1).folded())) {
          add(language, tokens.get(0).text(), sense, TECHNICAL);
        }
        for (List<String> of : AMOUNTS_OF) {
          after(of, phrase).ifPresent(rest -> add(language, rest, sense, TECHNICAL));
        }
      }
    }
  }

  /** Once revenue was named, "before discounts" is enough for revenue before discounts. */
  private void variants(Metric metric, List<Metric> all) {
    for (Language language : Language.values()) {
      for (String phrase : metric.names().all(language)) {
        for (Metric of : all) {
          for (String start : of.names().all(language)) {
            boolean more =
                !of.name().equals(metric.name())
                    && Tokens.fold(phrase).startsWith(Tokens.fold(start) + " ")
                    && phrase.length() > start.length();
            if (more) {
              Sense sense = new Sense.OfVariant(of.name(), metric.name());
              add(language, phrase.substring(start.length()), sense, 0);
            }
          }
        }
      }
    }
  }

  /** Of "discontinued products", "prêts en retard", the words that say how the products are. */
  private void quality(NamedFilter filter, Model model) {
    for (Language language : Language.values()) {
      for (String phrase : filter.names().all(language)) {
        List<Token> tokens = Tokens.of(phrase);
        int last = tokens.size() - 1;
        Sense sense = new Sense.OfFilter(filter.name());
        boolean first = last > 0 && names(model, language, tokens.get(0));
        boolean second = last > 0 && names(model, language, tokens.get(last));
        if (first && !second) {
          add(language, phrase.substring(tokens.get(1).start()), sense, TECHNICAL);
        }
        if (second && !first) {
          add(language, phrase.substring(0, tokens.get(last).start()), sense, TECHNICAL);
        }
      }
    }
  }

  /** Whether a word is one of the model for things, or for how often something happened. */
  private static boolean names(Model model, Language language, Token token) {
    String word = Tokens.stem(token.folded());
    return model.datasets().stream().anyMatch(dataset -> isNamed(dataset.names(), language, word))
        || model.metrics().stream().anyMatch(metric -> isNamed(metric.names(), language, word));
  }

  private static boolean isNamed(Names names, Language language, String stem) {
    return names.all(language).stream()
        .anyMatch(name -> Tokens.stem(Tokens.fold(name)).equals(stem));
  }

  /** What a name says after the words that it starts with; nothing when it starts otherwise. */
  private static Optional<String> after(List<String> start, String name) {
    List<Token> tokens = Tokens.of(name);
    boolean starts =
        tokens.size() > start.size()
            && tokens.stream().limit(start.size()).map(Token::folded).toList().equals(start);
    return starts
        ? Optional.of(name.substring(tokens.get(start.size()).start()))
        : Optional.empty();
  }

  private void role(Relationship relationship) {
    Sense sense = new Sense.OfRole(relationship.name());
    for (Language language : Language.values()) {
      String shown = relationship.role().shown().get(language);
      if (shown != null && shown.length() > 2) {
        add(language, shown, sense, 0);
      }
      relationship.role().synonymsIn(language).forEach(word -> add(language, word, sense, SYNONYM));
    }
  }

  private void name(Names called, String technical, Sense sense, int cost) {
    for (Language language : Language.values()) {
      String shown = called.shown().get(language);
      if (shown != null) {
        add(language, shown, sense, cost);
      }
      called.synonymsIn(language).forEach(word -> add(language, word, sense, cost + SYNONYM));
      add(language, PlainNames.words(technical), sense, cost + TECHNICAL);
    }
  }

  /** The registration, of the registration date. */
  private void happened(Dataset dataset, Field field) {
    for (Language language : Language.values()) {
      Happenings.nouns(dataset, field, language)
          .forEach(noun -> add(language, noun, new Sense.OfHappening(field.ref()), TECHNICAL));
    }
  }

  /**
   * The usual ways to deny a yes-or-no field; and « tarifs verts », where it is called « verte ».
   */
  private void truth(Field field) {
    if (field.type().kind() != ColumnType.Kind.BOOLEAN) {
      return;
    }
    for (String name : field.names().all(Language.FR)) {
      if (Tokens.of(name).size() == 1) {
        String other = name.endsWith("e") ? name.substring(0, name.length() - 1) : name + "e";
        add(Language.FR, other, new Sense.OfField(field.ref()), STEMMED);
      }
    }
    Sense sense = new Sense.OfDenied(field.ref());
    for (Language language : Language.values()) {
      for (String name : field.names().all(language)) {
        if (Tokens.of(name).size() == 1) {
          PREFIXES.forEach(not -> add(language, not + name, sense, SYNONYM));
        }
        DENIALS.forEach(not -> add(language, not + " " + name, sense, SYNONYM));
      }
    }
  }

  private Map<String, List<Entry>> names(Language language) {
    return language == Language.EN ? english : french;
  }

  private void add(Language language, String phrase, Sense sense, int cost) {
    List<Token> tokens = Tokens.of(phrase);
    String key = key(tokens, true);
    if (key.isEmpty()) {
      return;
    }
    put(names(language), key, new Entry(sense, cost));
    String last = key.substring(key.lastIndexOf(' ') + 1);
    if (last.length() < SHORT_WORD && !Tokens.stem(last + "s").equals(last)) {
      // SKUs, sign-ups: words too short to be known by their stem.
      put(names(language), key + "s", new Entry(sense, cost));
    }
    if (sense instanceof Sense.OfMetric) {
      metrics.add(key(tokens, false));
    }
    if (sense instanceof Sense.OfMetric && tokens.size() == 2) {
      // Returned units are units returned.
      List<Token> turned = List.of(tokens.get(1), tokens.get(0));
      put(names(language), key(turned, true), new Entry(sense, cost + TURNED));
    }
    known(tokens);
    if (!(sense instanceof Sense.OfDenied)) {
      phrases.computeIfAbsent(language.code(), l -> new TreeSet<>()).add(phrase.strip());
    }
  }

  private void value(String phrase, Sense sense, int cost) {
    if (called(phrase, sense, cost)) {
      phrases.computeIfAbsent("", l -> new TreeSet<>()).add(phrase.strip());
    }
  }

  /** What a value may be called, without telling of it to those who ask for something else. */
  private boolean called(String phrase, Sense sense, int cost) {
    List<Token> tokens = Tokens.of(phrase);
    String exact = key(tokens, false);
    if (exact.isEmpty() || tokens.size() > LONGEST) {
      return false;
    }
    // The more words a value has, the less likely it is that something else is meant.
    int words = (int) tokens.stream().filter(t -> t.kind() != Token.Kind.SIGN).count();
    int own = Math.max(0, cost - 2 * (words - 1));
    put(values, exact, new Entry(sense, own));
    String stemmed = key(tokens, true);
    if (!stemmed.equals(exact)) {
      put(values, stemmed, new Entry(sense, own + STEMMED));
    }
    known(tokens);
    return true;
  }

  private static void put(Map<String, List<Entry>> map, String key, Entry entry) {
    List<Entry> entries = map.computeIfAbsent(key, k -> new ArrayList<>());
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).sense().equals(entry.sense())) {
        if (entry.cost() < entries.get(i).cost()) {
          entries.set(i, entry);
        }
        return;
      }
    }
    entries.add(entry);
  }

  private void known(List<Token> tokens) {
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.WORD) {
        vocabulary.add(token.folded());
        if (tokens.size() == 1 && Verbs.ACCENTED.matcher(token.text()).find()) {
          participles.add(Tokens.stem(token.folded()));
        }
      } else if (token.kind() == Token.Kind.QUOTED) {
        known(Tokens.of(token.text()));
      }
    }
  }

  /** The words of a phrase, without signs and articles, and without their endings if so wished. */
  private static String key(List<Token> tokens, boolean stemmed) {
    StringBuilder key = new StringBuilder();
    for (Token token : tokens) {
      String part = part(token, key.length() > 0);
      if (!part.isEmpty()) {
        key.append(key.length() > 0 ? " " : "").append(stemmed ? Tokens.stem(part) : part);
      }
    }
    return key.toString();
  }

  private static String part(Token token, boolean inside) {
    if (token.kind() == Token.Kind.SIGN) {
      return token.text().equals("&") ? "&" : token.text().equals("%") ? "%" : "";
    }
    if (token.kind() == Token.Kind.QUOTED) {
      return key(Tokens.of(token.text()), false);
    }
    String folded = token.folded();
    if (inside && ARTICLES.contains(folded)) {
      return "";
    }
    return OF.contains(folded) ? "de" : AND.contains(folded) ? "&" : folded;
  }

  /** Whether a word is written as a participle of French is, and no name has it so. */
  boolean isParticiple(Token token) {
    return token.kind() == Token.Kind.WORD
        && Verbs.ACCENTED.matcher(token.text()).find()
        && !participles.contains(Tokens.stem(token.folded()));
  }

  /** Whether a participle of French tells of something that has a name: « annulées ». */
  boolean isFormOfName(Token token) {
    return isParticiple(token)
        && vocabulary.stream()
            .filter(name -> Verbs.tells(token.folded(), true, name))
            .anyMatch(name -> Spelling.distance(token.folded(), name) > 2);
  }

  /** Every name and value in a row of tokens. */
  List<Piece> in(List<Token> tokens, Language language) {
    List<Piece> pieces = new ArrayList<>();
    for (int start = 0; start < tokens.size(); start++) {
      StringBuilder exact = new StringBuilder();
      StringBuilder stemmed = new StringBuilder();
      int end = start;
      boolean verb = happening(pieces, tokens.get(start), start, language);
      while (end < tokens.size() && end - start < LONGEST) {
        Token token = tokens.get(end);
        String part = part(token, exact.length() > 0);
        if (part.isEmpty() && exact.length() == 0) {
          break;
        }
        end++;
        if (part.isEmpty()) {
          continue;
        }
        exact.append(exact.length() > 0 ? " " : "").append(part);
        stemmed.append(stemmed.length() > 0 ? " " : "").append(Tokens.stem(part));
        boolean plural =
            !Tokens.stem(part).equals(part)
                && (part.endsWith("s") || part.endsWith("x"))
                && (start == 0 || !BEFORE_ONE.contains(tokens.get(start - 1).folded()));
        if (!verb || end > start + 1) {
          found(pieces, start, end, exact.toString(), stemmed.toString(), language, plural);
        }
      }
    }
    return pieces;
  }

  /**
   * A verb that tells of something the model names, unless the word itself is a name.
   *
   * @return whether it can be nothing but a verb: people leave accents out, and put none where none
   *     belongs, so « commandé » is no « commande »
   */
  private boolean happening(List<Piece> pieces, Token token, int at, Language language) {
    String word = token.folded();
    if (token.kind() != Token.Kind.WORD || word.length() < 3) {
      return false;
    }
    // « Relevés » are what was read as well as a « relevé ».
    boolean noun = participles.contains(Tokens.stem(word));
    boolean accented = Verbs.ACCENTED.matcher(token.text()).find();
    boolean named =
        names(language).getOrDefault(Tokens.stem(word), List.of()).stream()
            .anyMatch(entry -> entry.cost() < TECHNICAL);
    if (!accented && named) {
      if (language == Language.EN) {
        tell(pieces, at, happenings.columns(word), true);
      }
      return false;
    }
    happenings
        .made(language, word)
        .forEach(date -> pieces.add(new Piece(date.kind(false), at, at + 1, date, 0)));
    Set<Sense> told = happenings.told(language, word, accented);
    boolean done = Verbs.saysDone(language, token) || !happenings.columns(word).isEmpty();
    if (!done && isValue(word, language)) {
      // Open orders are those that are open, not those that somebody opened.
      return false;
    }
    tell(pieces, at, told.isEmpty() ? happenings.measured(language, word) : told, done);
    return accented && !noun && !told.isEmpty();
  }

  private boolean isValue(String word, Language language) {
    String stem = Tokens.stem(word);
    return values.containsKey(word)
        || values.containsKey(stem)
        || names(language).getOrDefault(stem, List.of()).stream()
            .anyMatch(entry -> entry.sense() instanceof Sense.OfValue);
  }

  /**
   * @param done whether the word says that it was done: a bill is no date of billing, unless one is
   *     told
   */
  private static void tell(List<Piece> pieces, int at, Set<Sense> told, boolean done) {
    for (Sense sense : told) {
      String kind = sense instanceof Sense.OfDate && !done ? "DATES" : sense.kind(false);
      pieces.add(new Piece(kind, at, at + 1, sense, SYNONYM));
    }
  }

  private void found(
      List<Piece> pieces,
      int start,
      int end,
      String exact,
      String stemmed,
      Language language,
      boolean plural) {
    Map<Sense, Integer> costs = new java.util.LinkedHashMap<>();
    for (Language of : Language.values()) {
      int more = of == language ? 0 : OTHER_LANGUAGE;
      for (Entry entry : names(of).getOrDefault(stemmed, List.of())) {
        // Fines are rather the metric that is called so than the fine of each loan.
        int less = entry.sense() instanceof Sense.OfField && metrics.contains(exact) ? STEMMED : 0;
        costs.merge(entry.sense(), entry.cost() + more + less, Math::min);
      }
    }
    for (Entry entry : values.getOrDefault(exact, List.of())) {
      costs.merge(entry.sense(), entry.cost(), Math::min);
    }
    if (!stemmed.equals(exact)) {
      for (Entry entry : values.getOrDefault(stemmed, List.of())) {
        costs.merge(entry.sense(), entry.cost() + STEMMED, Math::min);
      }
    }
    costs.forEach(
        (sense, cost) -> pieces.add(new Piece(sense.kind(plural), start, end, sense, cost)));
  }

  /** The words that say what has become of rows. */
  List<ValueStates.State> states() {
    return states;
  }

  /** Every single word of the names and values. */
  Set<String> vocabulary() {
    return vocabulary;
  }

  /** Every name in a language, and every value. */
  Collection<String> phrases(Language language) {
    Set<String> all = new TreeSet<>(phrases.getOrDefault(language.code(), Set.of()));
    all.addAll(phrases.getOrDefault("", Set.of()));
    return all;
  }
}
