package dev.lodestar.server.question;

import dev.lodestar.server.planner.Group;
import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.question.Part.Direction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rankings as their phrases are put together. */
final class Rankings {
  private Rankings() {}

  /** How many, and from which end. */
  record Top(Optional<Integer> rows, Direction direction) {}

  record TopNoun(Top top, Noun noun) {}

  record Most(Direction direction, Measure measure) {}

  /** An adjective in its highest form: what it tells of, and which end is meant. */
  record Grade(String scale, boolean most) {}

  static @Nullable Part ranked(TopNoun top, List<Measure> by, List<Group> per) {
    if (per.contains(top.noun().group())) {
      return null;
    }
    Optional<Integer> rows = top.top().rows();
    if (rows.isPresent() && (rows.get() < 1 || rows.get() > 100_000)) {
      return null;
    }
    return new Part.Rank(
        rows.isPresent() || top.noun().plural() ? rows : Optional.of(1),
        top.top().direction(),
        Optional.of(top.noun()),
        by,
        per);
  }

  static @Nullable Part single(TopNoun top, Measure by) {
    return ranked(top, List.of(by), List.of());
  }

  static @Nullable Part having(Noun noun, Most most, Optional<Part.Acted> did) {
    Optional<Integer> rows = noun.plural() ? Optional.empty() : Optional.of(1);
    Part rank =
        new Part.Rank(
            rows, most.direction(), Optional.of(noun), List.of(most.measure()), List.of());
    return did.filter(d -> d.fact().isPresent()).isPresent()
        ? new Part.Several(List.of(rank, did.get()))
        : rank;
  }
}
