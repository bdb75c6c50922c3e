package dev.lodestar.server.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Words of a language whose meaning needs no model, read from a file with lines like
 *
 * <pre>
 * by: by, per, for each
 * MONTH 3: march, mar
 * </pre>
 *
 * <p>The first word is the kind, the second, where there is one, the meaning: a whole number or a
 * word. What follows are the phrases, folded as {@link Tokens} folds.
 */
public final class Words {
  private record Entry(String kind, Object meaning, List<String> phrase) {}

  private final Map<String, List<Entry>> byFirst = new HashMap<>();
  private final Set<String> vocabulary = new LinkedHashSet<>();

  private Words() {}

  /** Reads resources beside a class. */
  public static Words read(Class<?> beside, String... names) {
    Words words = new Words();
    for (String name : names) {
      try (InputStream in = beside.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("No resource " + name + " beside " + beside.getName());
        }
        new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(words::line);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + name, e);
      }
    }
    return words;
  }

  private void line(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    int colon = line.indexOf(':');
    String[] head = line.substring(0, colon).strip().split("\\s+", -1);
    Object meaning = head.length == 1 ? Piece.NOTHING : meaning(head[1]);
    for (String phrase : line.substring(colon + 1).split(",", -1)) {
      List<String> tokens =
          phrase.strip().startsWith("'")
              ? List.of(phrase.strip())
              : Tokens.of(phrase).stream().map(Token::folded).toList();
      if (tokens.isEmpty()) {
        continue;
      }
      byFirst
          .computeIfAbsent(tokens.get(0), first -> new ArrayList<>())
          .add(new Entry(head[0], meaning, tokens));
      vocabulary.addAll(tokens);
    }
  }

  private static Object meaning(String text) {
    return text.matches("-?\\d{1,9}") ? (Object) Integer.valueOf(text) : text;
  }

  /** The pieces that the words make of tokens. */
  public List<Piece> in(List<Token> tokens) {
    List<Piece> pieces = new ArrayList<>();
    for (int start = 0; start < tokens.size(); start++) {
      for (Entry entry : byFirst.getOrDefault(tokens.get(start).folded(), List.of())) {
        int end = start + entry.phrase().size();
        if (end <= tokens.size() && matches(entry, tokens, start)) {
          pieces.add(new Piece(entry.kind(), start, end, entry.meaning(), 0));
        }
      }
    }
    return pieces;
  }

  private static boolean matches(Entry entry, List<Token> tokens, int start) {
    for (int i = 0; i < entry.phrase().size(); i++) {
      Token token = tokens.get(start + i);
      if (token.kind() == Token.Kind.QUOTED || !token.folded().equals(entry.phrase().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The words of a kind without their endings, by what they mean. */
  public Map<String, Set<String>> stems(String kind) {
    Map<String, Set<String>> stems = new TreeMap<>();
    for (List<Entry> entries : byFirst.values()) {
      for (Entry entry : entries) {
        if (entry.kind().equals(kind)) {
          Set<String> of =
              stems.computeIfAbsent(String.valueOf(entry.meaning()), m -> new TreeSet<>());
          entry.phrase().forEach(word -> of.add(Tokens.stem(word)));
        }
      }
    }
    return stems;
  }

  /** The phrases of a kind, word by word, as {@link Tokens} folds them. */
  public List<List<String>> phrases(String kind) {
    return byFirst.values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.kind().equals(kind))
        .map(Entry::phrase)
        .sorted(Comparator.comparing(phrase -> String.join(" ", phrase)))
        .toList();
  }

  /** What the phrases of a kind mean. */
  public Set<Object> meanings(String kind) {
    return byFirst.values().stream()
        .flatMap(List::stream)
        .filter(entry -> entry.kind().equals(kind))
        .map(Entry::meaning)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The phrases of a kind that are one word. */
  public Set<String> single(String kind) {
    return phrases(kind).stream()
        .filter(phrase -> phrase.size() == 1)
        .map(phrase -> phrase.get(0))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Every single word that occurs in a phrase. */
  public Set<String> vocabulary() {
    return vocabulary;
  }
}
