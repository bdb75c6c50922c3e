package dev.lodestar.server.question;

import dev.lodestar.server.grammar.Language;
import dev.lodestar.server.grammar.Piece;
import dev.lodestar.server.grammar.Token;
import dev.lodestar.server.grammar.Tokens;
import dev.lodestar.server.grammar.Words;
import dev.lodestar.server.semantic.Dataset;
import dev.lodestar.server.semantic.Field;
import dev.lodestar.server.semantic.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Dates that a model calls by what was done then, as "hired" or « émise le »: in a question such a
 * word says that it was done, and is nothing to list or to group by.
 */
final class Participles {
  private static final Set<String> DETERMINERS =
      Words.read(Participles.class, "names.words").single("determiner");

  /** As "on", of "hired on". */
  private static final int LONGEST_PARTICLE = 3;

  private final Model model;

  Participles(Model model) {
    this.model = model;
  }

  /** What a name means: a date that is called so is what happened then. */
  Piece meant(Piece name, List<Token> tokens, Language language) {
    if (!(name.meaning() instanceof Sense.OfField of) || !model.field(of.field()).isDate()) {
      return name;
    }
    Token first = tokens.get(name.start());
    boolean noun = name.start() > 0 && DETERMINERS.contains(tokens.get(name.start() - 1).folded());
    boolean longer =
        tokens.subList(name.start() + 1, name.end()).stream()
            .anyMatch(more -> more.folded().length() > LONGEST_PARTICLE);
    if (noun || longer) {
      // « Une arrivée », the required date.
      return name;
    }
    if (!Verbs.isParticiple(language, first) && !isDoneOn(of, first)) {
      return name;
    }
    Dataset dataset = model.dataset(of.field().dataset());
    boolean usual =
        dataset.time().equals(Optional.of(of.field().field()))
            && model.facts().contains(dataset.name());
    Sense done =
        usual
            ? new Sense.OfAct(dataset.name(), Deed.of(first.folded()))
            : new Sense.OfDate(of.field());
    return new Piece(done.kind(false), name.start(), name.end(), done, name.cost());
  }

  /** Whether a date is called by a word and the article of a day: « émise le », of « émises ». */
  private boolean isDoneOn(Sense.OfField of, Token word) {
    Field field = model.field(of.field());
    return field.names().all(Language.FR).stream()
        .map(Tokens::of)
        .anyMatch(
            name ->
                name.size() == 2
                    && name.get(1).folded().equals("le")
                    && Tokens.stem(name.get(0).folded()).equals(Tokens.stem(word.folded())));
  }
}
