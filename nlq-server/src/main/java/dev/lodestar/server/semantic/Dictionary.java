package dev.lodestar.server.semantic;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Plurals;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of business in both languages. A name is put into the other language only where every
 * word of it is known: « date de commande » is an order date.
 */
public final class Dictionary {
  private enum Kind {
    NOUN,
    /** « nombre », of several. */
    COUNT,
    ADJECTIVE,
    /** « nouveau », before its noun. */
    BEFORE,
    /** « moyen », which tells of the measure, whatever that is of. */
    OVERALL
  }

  /** A word of French: of a noun its gender, of an adjective the forms of both. */
  private record French(String text, String feminine, boolean isFeminine) {}

  /** A line of the file. */
  private record Entry(Kind kind, List<String> english, List<French> french) {
    boolean isNoun() {
      return kind == Kind.NOUN || kind == Kind.COUNT;
    }
  }

  /**
   * A name as it is made: a noun, or an adjective alone, how it is, and what it is of.
   *
   * @param link the English preposition before what it is of; empty where English puts that first
   */
  private record Phrase(
      List<Entry> head, boolean several, List<Entry> how, String link, Optional<Phrase> of) {}

  private static final Map<String, String> LINKS =
      Map.of(
          "of", "de", "per", "par", "by", "par", "for", "pour", "with", "avec", "without", "sans");

  /** A time is planned on, or at. */
  private static final Set<String> WHEN = Set.of("on", "at");

  private static final int MOST = 8;

  private static final Pattern BETWEEN = Pattern.compile("[ -]");

  private final Map<String, List<Entry>> english = new HashMap<>();
  private final Map<String, List<Entry>> french = new HashMap<>();

  private Dictionary() {}

  private static final class Read {
    static final Dictionary ONCE = read();
  }

  public static Dictionary ofBusiness() {
    return Read.ONCE;
  }

  private static Dictionary read() {
    Dictionary dictionary = new Dictionary();
    try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.words")) {
      if (in == null) {
        throw new IllegalStateException("No resource dictionary.words");
      }
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(dictionary::line);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read dictionary.words", e);
    }
    return dictionary;
  }

  private void line(String line) {
    int equals = line.indexOf('=');
    List<String> ofEnglish = words(line.substring(0, equals));
    String right = line.substring(equals + 1).strip();
    Kind kind =
        switch (right.charAt(0)) {
          case '#' -> Kind.COUNT;
          case '<' -> Kind.BEFORE;
          case '!' -> Kind.OVERALL;
          default -> right.indexOf('/') > 0 ? Kind.ADJECTIVE : Kind.NOUN;
        };
    List<French> ofFrench =
        words(right.replaceFirst("^[#<!]", "")).stream().map(Dictionary::french).toList();
    Entry entry = new Entry(kind, ofEnglish, ofFrench);
    ofEnglish.forEach(word -> put(english, word, entry));
    for (French word : ofFrench) {
      put(french, word.text(), entry);
      put(french, word.feminine(), entry);
    }
  }

  private static List<String> words(String listed) {
    return Arrays.stream(listed.split(",", -1)).map(String::strip).toList();
  }

  private static French french(String word) {
    int slash = word.indexOf('/');
    if (slash > 0) {
      return new French(word.substring(0, slash), word.substring(slash + 1), false);
    }
    boolean feminine = word.endsWith(" f");
    String text = feminine ? word.substring(0, word.length() - 2) : word;
    return new French(text, text, feminine);
  }

  private static void put(Map<String, List<Entry>> map, String word, Entry entry) {
    List<String> words = plain(word);
    add(map.computeIfAbsent(exact(words), w -> new ArrayList<>(1)), entry);
    add(map.computeIfAbsent(stemmed(words), w -> new ArrayList<>(1)), entry);
  }

  /** Both forms of an adjective may be written alike. */
  private static void add(List<Entry> entries, Entry entry) {
    if (entries.isEmpty() || !entries.get(entries.size() - 1).equals(entry)) {
      entries.add(entry);
    }
  }

  /** The words of a line, as {@link Tokens} cuts them, of which a dictionary has no time to ask. */
  private static List<String> plain(String text) {
    List<String> words = new ArrayList<>(2);
    for (String word : BETWEEN.split(text)) {
      int mark = word.indexOf('\'');
      if (mark > 0) {
        words.add(word.charAt(0) == 'l' ? "le" : "de");
      }
      words.add(Tokens.fold(word.substring(mark + 1)));
    }
    return words;
  }

  private static List<String> folded(String text) {
    return Tokens.of(text).stream()
        .filter(token -> token.kind() != Token.Kind.SIGN)
        .map(Token::folded)
        .toList();
  }

  private static String exact(List<String> words) {
    return String.join(" ", words);
  }

  private static String stemmed(List<String> words) {
    return words.stream().map(word -> "~" + Tokens.stem(word)).collect(Collectors.joining(" "));
  }

  /**
   * What a name of the other language is in this one, the usual first; nothing where a word of it
   * is not known.
   */
  public List<String> to(Language language, String name) {
    List<String> words = folded(name);
    Set<String> told = new LinkedHashSet<>();
    parse(words, other(language)).ifPresent(phrase -> told.addAll(told(phrase, language)));
    // « Livre » may be a book, and delivered.
    for (Entry alone : look(words, other(language), false)) {
      told.addAll(
          told(new Phrase(List.of(alone), false, List.of(), "", Optional.empty()), language));
    }
    return List.copyOf(told);
  }

  static Language other(Language language) {
    return language == Language.EN ? Language.FR : Language.EN;
  }

  // ------------------------------------------------------------------------------------ reading

  private Optional<Phrase> parse(List<String> words, Language language) {
    int last = words.size() - 1;
    if (last > 0 && WHEN.contains(words.get(last)) && language == Language.EN) {
      List<String> dated = new ArrayList<>(words.subList(0, last));
      dated.add("date");
      return english(words).or(() -> english(dated));
    }
    return language == Language.EN ? english(words) : french(words);
  }

  private List<Entry> look(List<String> words, Language language, boolean noun) {
    Map<String, List<Entry>> map = language == Language.EN ? english : french;
    List<Entry> found = kind(map.getOrDefault(exact(words), List.of()), noun);
    return found.isEmpty() ? kind(map.getOrDefault(stemmed(words), List.of()), noun) : found;
  }

  private static List<Entry> kind(List<Entry> entries, boolean noun) {
    return entries.stream().filter(entry -> entry.isNoun() == noun).toList();
  }

  private Optional<Phrase> english(List<String> words) {
    List<Entry> whole = look(words, Language.EN, true);
    if (!whole.isEmpty()) {
      return before(List.of(), whole, isSeveral(words, whole, Language.EN));
    }
    for (int at = 1; at < words.size() - 1; at++) {
      if (LINKS.containsKey(words.get(at))) {
        String link = words.get(at);
        boolean count = at == 1 && words.get(0).equals("number") && link.equals("of");
        Optional<Phrase> head = english(count ? List.of("count") : words.subList(0, at));
        Optional<Phrase> of = english(words.subList(at + 1, words.size()));
        return head.isPresent() && of.isPresent() && head.get().of().isEmpty()
            ? Optional.of(
                new Phrase(head.get().head(), head.get().several(), head.get().how(), link, of))
            : Optional.empty();
      }
    }
    for (int start = 0; start < words.size(); start++) {
      List<String> noun = words.subList(start, words.size());
      List<Entry> head = look(noun, Language.EN, true);
      if (!head.isEmpty()) {
        return before(words.subList(0, start), head, isSeveral(noun, head, Language.EN));
      }
    }
    return behind(words);
  }

  /** Rooms available: how it is may stand after a noun of English as well. */
  private Optional<Phrase> behind(List<String> words) {
    for (int start = 1; start < words.size(); start++) {
      List<Entry> how = look(words.subList(start, words.size()), Language.EN, false);
      if (!how.isEmpty()) {
        return english(words.subList(0, start)).map(noun -> with(noun, how.get(0)));
      }
    }
    return Optional.empty();
  }

  private static Phrase with(Phrase noun, Entry how) {
    List<Entry> all = new ArrayList<>(noun.how());
    all.add(0, how);
    return new Phrase(noun.head(), noun.several(), all, noun.link(), noun.of());
  }

  /** What stands before a noun of English: how it is, and what it is of. */
  private Optional<Phrase> before(List<String> words, List<Entry> head, boolean several) {
    List<Entry> how = new ArrayList<>();
    List<String> left = words;
    while (left.size() > 1 && isOverall(left.get(0))) {
      how.addAll(look(left.subList(0, 1), Language.EN, false).subList(0, 1));
      left = left.subList(1, left.size());
    }
    boolean more = true;
    List<Entry> near = new ArrayList<>();
    while (more && !left.isEmpty()) {
      more = false;
      for (int start = 0; start < left.size() && !more; start++) {
        List<Entry> found = look(left.subList(start, left.size()), Language.EN, false);
        if (!found.isEmpty()) {
          near.add(0, found.get(0));
          left = left.subList(0, start);
          more = true;
        }
      }
    }
    how.addAll(near);
    if (left.isEmpty()) {
      return Optional.of(new Phrase(head, several, how, "", Optional.empty()));
    }
    Optional<Phrase> of = english(left);
    return of.map(phrase -> new Phrase(head, several, how, "", Optional.of(phrase)));
  }

  private boolean isOverall(String word) {
    return look(List.of(word), Language.EN, false).stream()
        .anyMatch(entry -> entry.kind() == Kind.OVERALL);
  }

  private Optional<Phrase> french(List<String> words) {
    for (int end = words.size(); end > 0; end--) {
      List<String> noun = words.subList(0, end);
      List<Entry> head = look(noun, Language.FR, true);
      if (!head.isEmpty()) {
        return after(words.subList(end, words.size()), head, isSeveral(noun, head, Language.FR));
      }
    }
    return words.isEmpty()
        ? Optional.empty()
        : look(words.subList(0, 1), Language.FR, false).stream()
            .filter(how -> how.kind() == Kind.BEFORE)
            .findFirst()
            .flatMap(how -> french(words.subList(1, words.size())).map(noun -> with(noun, how)));
  }

  /** What stands after a noun of French: how it is, and what it is of. */
  private Optional<Phrase> after(List<String> words, List<Entry> head, boolean several) {
    List<Entry> how = new ArrayList<>();
    List<String> left = words;
    boolean more = true;
    while (more && !left.isEmpty()) {
      more = false;
      for (int end = left.size(); end > 0 && !more; end--) {
        Optional<Entry> found = how(left.subList(0, end));
        if (found.isPresent()) {
          how.add(0, found.get());
          left = left.subList(end, left.size());
          more = true;
        }
      }
    }
    if (left.isEmpty()) {
      return Optional.of(new Phrase(head, several, how, "", Optional.empty()));
    }
    String link = "";
    while (left.size() > 1 && isLink(left.get(0))) {
      link = link.isEmpty() ? link(left.get(0)) : link;
      left = left.subList(1, left.size());
    }
    String linked = link.equals("of") ? "" : link;
    return french(left).map(of -> new Phrase(head, several, how, linked, Optional.of(of)));
  }

  /** A date of « commande » is rather of the order than one that was ordered. */
  private Optional<Entry> how(List<String> words) {
    boolean noun = !kind(french.getOrDefault(exact(words), List.of()), true).isEmpty();
    return look(words, Language.FR, false).stream()
        .filter(entry -> !noun || entry.kind() == Kind.OVERALL)
        .findFirst();
  }

  private static boolean isLink(String word) {
    return Set.of("du", "des", "la", "le", "les").contains(word) || LINKS.containsValue(word);
  }

  private static String link(String word) {
    return switch (word) {
      case "par" -> "per";
      case "pour" -> "for";
      case "avec" -> "with";
      case "sans" -> "without";
      default -> "of";
    };
  }

  private static boolean isSeveral(List<String> words, List<Entry> head, Language language) {
    String last = words.get(words.size() - 1);
    boolean ends = last.endsWith("s") || last.endsWith("x");
    Entry entry = head.get(0);
    return ends
        && (language == Language.EN
                ? entry.english().stream()
                : entry.french().stream().map(French::text))
            .noneMatch(own -> folded(own).equals(words));
  }

  // ------------------------------------------------------------------------------------ telling

  private List<String> told(Phrase phrase, Language language) {
    Set<String> told = new LinkedHashSet<>();
    List<String> of = phrase.of().map(rest -> told(rest, language)).orElse(List.of(""));
    for (String rest : of) {
      for (Entry head : phrase.head()) {
        told.addAll(
            language == Language.EN ? english(phrase, head, rest) : french(phrase, head, rest));
      }
    }
    return told.stream().limit(MOST).toList();
  }

  private static List<String> english(Phrase phrase, Entry head, String of) {
    String how =
        phrase.how().stream()
            .map(entry -> entry.english().get(0) + " ")
            .collect(Collectors.joining());
    List<String> told = new ArrayList<>();
    for (String word : head.english()) {
      String noun = phrase.several() ? Plurals.of(word, Language.EN) : word;
      if (of.isEmpty()) {
        told.add(how + noun);
      } else if (!phrase.link().isEmpty()) {
        told.add(how + noun + " " + phrase.link() + " " + of);
      } else if (head.kind() == Kind.COUNT) {
        told.add(how + "number of " + Plurals.of(of, Language.EN));
      } else {
        told.add(how + of + " " + noun);
      }
    }
    return told;
  }

  private static List<String> french(Phrase phrase, Entry head, String of) {
    List<String> told = new ArrayList<>();
    for (French word : head.french()) {
      StringBuilder name = new StringBuilder(word.text());
      for (int i = phrase.how().size() - 1; i >= 0; i--) {
        Entry entry = phrase.how().get(i);
        French form = entry.french().get(0);
        String how = word.isFeminine() ? form.feminine() : form.text();
        name.insert(
            entry.kind() == Kind.BEFORE ? 0 : name.length(),
            entry.kind() == Kind.BEFORE ? how + " " : " " + how);
      }
      String noun = phrase.several() ? Plurals.of(name.toString(), Language.FR) : name.toString();
      if (of.isEmpty()) {
        told.add(noun);
        if (!head.isNoun() && !word.feminine().equals(word.text())) {
          told.add(word.feminine());
        }
      } else if (head.kind() == Kind.COUNT) {
        told.add(noun + " " + Plurals.de(Plurals.of(of, Language.FR)));
      } else if (phrase.link().isEmpty() || phrase.link().equals("of")) {
        told.add(noun + " " + Plurals.de(of));
        told.add(noun + " " + of);
      } else {
        told.add(noun + " " + LINKS.get(phrase.link()) + " " + of);
      }
    }
    return told;
  }
}
