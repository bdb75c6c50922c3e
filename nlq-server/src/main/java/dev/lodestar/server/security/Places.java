package dev.lodestar.server.security;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The places of a door: so many in all, and no more of them for one user than their share, so that
 * nobody keeps the others out.
 */
public final class Places {
  private final int all;
  private final String taken;
  private final Map<String, Integer> byUser = new HashMap<>();
  private int count;

  /**
   * @param taken how one that is refused is told of so many that are taken, as in {@code clients
   *     are connected}
   */
  public Places(int all, String taken) {
    this.all = all;
    this.taken = taken;
  }

  /** Takes a place; where there is none, says why, and none is taken. */
  public synchronized Optional<String> take(Caller caller) {
    int most = caller.share().limits().connections();
    if (count >= all) {
      return Optional.of(all + " " + taken + "; try again later");
    }
    if (byUser.getOrDefault(caller.name(), 0) >= most) {
      return Optional.of(
          most + " " + taken + " for you alone, the most that you are given; try again later");
    }
    count++;
    byUser.merge(caller.name(), 1, Integer::sum);
    return Optional.empty();
  }

  /** Gives a place back that was taken. */
  public synchronized void give(String user) {
    count--;
    byUser.computeIfPresent(user, (name, own) -> own == 1 ? null : own - 1);
  }
}
