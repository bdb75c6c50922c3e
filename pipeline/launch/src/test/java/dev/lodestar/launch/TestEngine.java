package dev.lodestar.launch;

import java.util.Map;
import org.apache.beam.runners.direct.DirectRunner;

/**
 * The direct runner as an engine for tests, once as it is used and once as if it were a cluster of
 * two workers, so that every exchange is taken.
 */
public abstract class TestEngine implements Engine {

  @Override
  public Map<String, String> defaults(Map<String, String> given) {
    return Map.of(
        "runner", DirectRunner.class.getSimpleName(),
        "targetParallelism", "2",
        "enforceImmutability", "true",
        "enforceEncodability", "true");
  }

  @Override
  public int workers(Map<String, String> options) {
    return 2;
  }

  /** Everything in one piece. */
  public static final class OneProcess extends TestEngine {
    @Override
    public String name() {
      return "direct";
    }

    @Override
    public boolean oneProcess(Map<String, String> options) {
      return true;
    }
  }

  /** Everything in shares. */
  public static final class Shares extends TestEngine {
    @Override
    public String name() {
      return "shares";
    }

    @Override
    public boolean oneProcess(Map<String, String> options) {
      return false;
    }
  }
}
