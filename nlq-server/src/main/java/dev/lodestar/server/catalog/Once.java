package dev.lodestar.server.catalog;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is worked out when it is first asked for, and only then. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> source;
  private @Nullable T value;

  private Once(Supplier<T> source) {
    this.source = source;
  }

  static <T> Supplier<T> of(Supplier<T> source) {
    return source instanceof Once ? source : new Once<>(source);
  }

  @Override
  public synchronized T get() {
    T known = value;
    if (known == null) {
      known = source.get();
      value = known;
    }
    return known;
  }
}
