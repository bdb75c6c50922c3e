package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Names that begin with an article, without it: « au Phare » is where « Le Phare » is. */
final class BareNames {
  private static final int SHORTEST = 4;
  private static final Set<String> ARTICLES =
      Words.read(BareNames.class, "names.words").single("article");

  private BareNames() {}

  /** Tells each such value of a field with what is left of it, where nothing else is called so. */
  static void of(Collection<String> values, BiConsumer<String, String> told) {
    Map<String, String> bare = new TreeMap<>();
    Set<String> taken = new HashSet<>();
    for (String value : values) {
      List<Token> tokens = Tokens.of(value);
      boolean named = tokens.size() > 1 && ARTICLES.contains(tokens.get(0).folded());
      String rest = named ? value.substring(tokens.get(1).start()) : value;
      if (!taken.add(Tokens.fold(rest))) {
        bare.values().removeIf(other -> Tokens.fold(other).equals(Tokens.fold(rest)));
      } else if (named && rest.length() >= SHORTEST) {
        bare.put(value, rest);
      }
    }
    bare.forEach(told);
  }
}
