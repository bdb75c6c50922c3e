package dev.lodestar.server.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meanings of a rule's parts, by their place in its pattern; optional ones may be absent. */
public final class Args {
  private final List<@Nullable Object> meanings;

  Args(List<@Nullable Object> meanings) {
    this.meanings = meanings;
  }

  public boolean has(int place) {
    return meanings.get(place) != null;
  }

  @SuppressWarnings("unchecked")
  public <T> T at(int place) {
    Object meaning = meanings.get(place);
    if (meaning == null) {
      throw new IllegalStateException("A rule has no part " + place);
    }
    return (T) meaning;
  }

  public int number(int place) {
    return this.<Integer>at(place);
  }
}
