package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Kept;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Part.Direction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rankings as their phrases are put together. */
final class Rankings {
  private Rankings() {}

  /** How many, and from which end. */
  record Top(Optional<Kept> kept, Direction direction) {}

  record TopNoun(Top top, Noun noun) {}

  record Most(Optional<Kept> kept, Direction direction, Measure measure) {}

  /** An adjective in its highest form: what it tells of, and which end is meant. */
  record Grade(String scale, boolean most) {
    Direction direction() {
      return most ? Direction.MOST : Direction.LEAST;
    }
  }

  static @Nullable Part ranked(TopNoun top, List<Measure> by, List<Group> per) {
    if (per.contains(top.noun().group())) {
      return null;
    }
    Optional<Kept> kept = top.top().kept();
    if (kept.filter(k -> !k.isPossible()).isPresent()) {
      return null;
    }
    return new Part.Rank(
        kept.isPresent() ? kept : one(top.noun()),
        top.top().direction(),
        Optional.of(top.noun()),
        by,
        per);
  }

  /** One is named as one; of several it is open how many. */
  static Optional<Kept> one(Noun noun) {
    return noun.plural() ? Optional.empty() : Optional.of(new Kept.First(1));
  }

  static @Nullable Part single(TopNoun top, Measure by) {
    return ranked(top, List.of(by), List.of());
  }

  /** Of what was named elsewhere. */
  static @Nullable Part ofAny(Top top, List<Group> per) {
    return top.kept().filter(kept -> !kept.isPossible()).isPresent()
        ? null
        : new Part.Rank(top.kept(), top.direction(), Optional.empty(), List.of(), per);
  }

  static @Nullable Part having(Noun noun, Most most, Optional<Part.Acted> did) {
    Optional<Kept> kept = most.kept().isPresent() ? most.kept() : one(noun);
    Part rank =
        new Part.Rank(
            kept, most.direction(), Optional.of(noun), List.of(most.measure()), List.of());
    return did.filter(d -> d.fact().isPresent()).isPresent()
        ? new Part.Several(List.of(rank, did.get()))
        : Rules.doing(rank, did.map(Part.Acted::deed).orElse(Deed.ANY));
  }
}
