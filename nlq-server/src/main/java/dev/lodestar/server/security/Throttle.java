package dev.lodestar.server.security;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Makes whoever guesses passwords wait longer and longer. */
final class Throttle {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);
  private static final int MOST_KNOWN = 10_000;

  private final int free;
  private final LongSupplier nanos;
  private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

  private record Failures(int count, long last) {}

  /**
   * One with a clock that never goes back.
   *
   * @param free how many failures cost nothing
   */
  Throttle(int free, LongSupplier nanos) {
    this.free = free;
    this.nanos = nanos;
  }

  /** How long someone has to wait yet; empty when they need not. */
  synchronized Optional<Duration> wait(String who) {
    Failures known = failures.get(who);
    if (known == null || known.count() < free) {
      return Optional.empty();
    }
    int doublings = Math.min(known.count() - free, 20);
    Duration whole = Duration.ofSeconds(1L << doublings);
    long length = (whole.compareTo(LONGEST) > 0 ? LONGEST : whole).toNanos();
    long left = length - (nanos.getAsLong() - known.last());
    return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
  }

  synchronized void failed(String who) {
    long now = nanos.getAsLong();
    Iterator<Failures> eldest = failures.values().iterator();
    while (eldest.hasNext()) {
      boolean forgotten = now - eldest.next().last() > FORGOTTEN_AFTER.toNanos();
      if (!forgotten && failures.size() < MOST_KNOWN) {
        break;
      }
      eldest.remove();
    }
    failures.merge(
        who, new Failures(1, now), (before, one) -> new Failures(before.count() + 1, now));
  }

  synchronized void succeeded(String who) {
    failures.remove(who);
  }
}
