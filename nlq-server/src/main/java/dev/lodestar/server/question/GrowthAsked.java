package dev.lodestar.server.question;

import dev.lodestar.server.planner.Measure;
import dev.lodestar.server.time.Unit;
import java.util.Optional;

/** A growth whose unit is not settled yet is written as a change by no units. */
record GrowthAsked(Measure of, Optional<Unit> over, boolean inPercent) {
  Measure marked() {
    int unit = over.map(u -> -1 - u.ordinal()).orElse(0);
    return new Measure.Change(of, unit, inPercent);
  }
}
