package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Words;
import java.util.Set;

/** What a verb says of who does it: who sold is not who bought. */
enum Deed {
  /** It is done for themselves: bought, borrowed. */
  GOT,
  /** It is done for somebody else: sold, supplied. */
  GAVE,
  /** It is done by whoever sends, for others or by an order of their own: shipped, delivered. */
  SENT,
  /** It may be either, or it is done with things: placed, was sold. */
  ANY;

  private static final Words WORDS = Words.read(Deed.class, "names.words");
  private static final Set<String> GIVING = WORDS.single("giving");
  private static final Set<String> SENDING = WORDS.single("sending");
  private static final Set<String> GETTING = WORDS.single("getting");

  /** What a verb says by itself. */
  static Deed of(String verb) {
    return GIVING.contains(verb)
        ? GAVE
        : SENDING.contains(verb) ? SENT : GETTING.contains(verb) ? GOT : ANY;
  }

  /** What the meaning of a word in the grammar says. */
  static Deed meant(Object meaning) {
    return meaning.equals("gave") ? GAVE : meaning.equals("got") ? GOT : ANY;
  }
}
