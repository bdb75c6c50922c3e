package dev.lodestar.server.catalog;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that keeps what was used last, and no more than so many. Not for several threads. */
public final class LastUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  public LastUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
