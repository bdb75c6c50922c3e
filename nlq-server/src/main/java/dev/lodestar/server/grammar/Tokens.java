package dev.lodestar.server.grammar;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts a text into tokens, the same way for questions and for the names and values they are
 * compared with: compatibility forms made one, elisions ({@code l'}, {@code d'}) and English
 * endings ({@code 's}) cut off, letters parted from digits.
 */
public final class Tokens {
  private static final Map<String, String> ELIDED =
      Map.of(
          "l", "le", "d", "de", "qu", "que", "n", "ne", "s", "se", "c", "ce", "j", "je", "m", "me",
          "jusqu", "jusque");
  private static final Set<String> ENDINGS = Set.of("s", "re", "ve", "ll", "m");
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<quoted>\"[^\"\\n]{1,200}\"|«[^»\\n]{1,200}»|“[^”\\n]{1,200}”"
              + "|(?<![\\p{L}\\p{N}])'[^'\\n]{2,200}'(?![\\p{L}\\p{N}]))"
              + "|(?<number>\\d{4}-\\d{1,2}-\\d{1,2}(?!\\d)|\\d{1,3}(?:[ \\u00a0\\u202f]\\d{3})+(?:[.,]\\d{1,2})?(?![\\d.,/-])"
              + "|\\d+(?:[.,]\\d+)*)"
              + "|(?<word>\\p{L}[\\p{L}\\p{M}]*(?:'[\\p{L}\\p{M}]+)*'?)"
              + "|(?<sign>\\S)");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private Tokens() {}

  /** The tokens of a text, in order. */
  public static List<Token> of(String raw) {
    String text =
        Normalizer.normalize(
                raw.replace('\u00a0', ' ').replace('\u202f', ' '), Normalizer.Form.NFKC)
            .replace('’', '\'')
            .replace('‘', '\'')
            .replace('`', '\'')
            .replace('–', '-')
            .replace('—', '-')
            .replace('−', '-');
    List<Token> tokens = new ArrayList<>();
    Matcher part = PARTS.matcher(text);
    while (part.find()) {
      if (part.group("quoted") != null) {
        String inside = text.substring(part.start() + 1, part.end() - 1).strip();
        add(tokens, Token.Kind.QUOTED, inside, part.start(), part.end());
      } else if (part.group("number") != null) {
        add(tokens, Token.Kind.NUMBER, part.group(), part.start(), part.end());
      } else if (part.group("word") != null) {
        word(tokens, part.group(), part.start());
      } else {
        add(tokens, Token.Kind.SIGN, part.group(), part.start(), part.end());
      }
    }
    return tokens;
  }

  private static void word(List<Token> tokens, String word, int start) {
    int mark = word.indexOf('\'');
    if (mark < 0 || fold(word).equals("aujourd'hui")) {
      add(tokens, Token.Kind.WORD, word, start, start + word.length());
      return;
    }
    String head = word.substring(0, mark);
    String tail = word.substring(mark + 1);
    if (tail.isEmpty()) {
      add(tokens, Token.Kind.WORD, head, start, start + word.length());
    } else if (ELIDED.containsKey(fold(head))) {
      String whole = ELIDED.getOrDefault(fold(head), head);
      tokens.add(new Token(Token.Kind.WORD, head + "'", whole, start, start + mark + 1));
      word(tokens, tail, start + mark + 1);
    } else if (ENDINGS.contains(fold(tail))) {
      add(tokens, Token.Kind.WORD, head, start, start + mark);
      tokens.add(
          new Token(
              Token.Kind.WORD, "'" + tail, "'" + fold(tail), start + mark, start + word.length()));
    } else if (fold(tail).equals("t") && fold(head).endsWith("n")) {
      add(tokens, Token.Kind.WORD, head.substring(0, head.length() - 1), start, start + mark - 1);
      tokens.add(
          new Token(
              Token.Kind.WORD,
              word.substring(head.length() - 1),
              "not",
              start + mark - 1,
              start + word.length()));
    } else {
      add(tokens, Token.Kind.WORD, word, start, start + word.length());
    }
  }

  private static void add(List<Token> tokens, Token.Kind kind, String text, int start, int end) {
    tokens.add(new Token(kind, text, fold(text), start, end));
  }

  /** A phrase without its signs and its endings, to tell whether two are the same. */
  public static String stems(String phrase) {
    return of(phrase).stream()
        .filter(token -> token.kind() != Token.Kind.SIGN)
        .map(token -> stem(token.folded()))
        .collect(Collectors.joining(" "));
  }

  /** In lower case and without accents, so that what people take for equal is equal. */
  public static String fold(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.chars().allMatch(c -> c < 128)) {
      return lower;
    }
    String apart = Normalizer.normalize(lower, Normalizer.Form.NFKD);
    return MARKS
        .matcher(apart)
        .replaceAll("")
        .replace("œ", "oe")
        .replace("æ", "ae")
        .replace("ß", "ss")
        .replace("ø", "o")
        .replace("ł", "l")
        .replace('’', '\'');
  }

  /**
   * What remains of a folded word without the marks of plural and participle, in either language.
   * It need be no word: it is only compared with others of its kind.
   */
  public static String stem(String folded) {
    int length = folded.length();
    if (length < 4 || !Character.isLetter(folded.charAt(length - 1))) {
      return folded;
    }
    String stem = folded;
    if (stem.endsWith("ies") && length > 4) {
      stem = stem.substring(0, length - 3) + "y";
    } else if (stem.endsWith("aux") && length > 4) {
      stem =
          stem.endsWith("eaux")
              ? stem.substring(0, length - 1)
              : stem.substring(0, length - 3) + "al";
    } else if (stem.endsWith("sses")
        || stem.endsWith("ches")
        || stem.endsWith("shes")
        || stem.endsWith("xes")) {
      stem = stem.substring(0, length - 2);
    } else if ((stem.endsWith("s") || stem.endsWith("x"))
        && !stem.endsWith("ss")
        && (!stem.endsWith("us") || length > 6)
        && !stem.endsWith("is")) {
      stem = stem.substring(0, length - 1);
    }
    // Catégorie and catégories, as category and categories.
    if (stem.length() > 4 && stem.endsWith("ie")) {
      stem = stem.substring(0, stem.length() - 2) + "y";
    }
    // Marché and marchés, taxe and taxes, as branch and branches.
    if (stem.length() > 4
        && (stem.endsWith("che") || stem.endsWith("sse") || stem.endsWith("xe"))) {
      stem = stem.substring(0, stem.length() - 1);
    }
    // vendue, vendues, livrée, livrées
    if (stem.length() > 4 && (stem.endsWith("ue") || stem.endsWith("ee"))) {
      stem = stem.substring(0, stem.length() - 1);
    }
    return stem;
  }
}
