package dev.lodestar.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the folder of a domain. */
public final class DomainReader {

  private DomainReader() {}

  /** What came of reading a domain. */
  public sealed interface Outcome {

    /** The domain holds together, as far as can be told without understanding its SQL. */
    record Good(Domain domain) implements Outcome {
      @Override
      public <T> T match(Function<Domain, T> good, Function<List<Problem>, T> bad) {
        return good.apply(domain);
      }
    }

    /** Everything that is wrong with it, in the order of files and lines. */
    record Bad(List<Problem> problems) implements Outcome {
      public Bad {
        problems = List.copyOf(problems);
      }

      @Override
      public <T> T match(Function<Domain, T> good, Function<List<Problem>, T> bad) {
        return bad.apply(problems);
      }
    }

    <T> T match(Function<Domain, T> good, Function<List<Problem>, T> bad);
  }

  /**
   * Reads a folder; {@code overrides} replace values of variables that {@code domain.yaml}
   * declares.
   */
  public static Outcome read(Path folder, Map<String, String> overrides) {
    throw new IllegalStateException("Not written: " + folder + overrides);
  }
}
