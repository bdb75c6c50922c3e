package dev.lodestar.launch;

import dev.lodestar.layers.plan.DomainSql;
import dev.lodestar.layers.plan.RunPlan;
import dev.lodestar.openlineage.LineageEvents;
import dev.lodestar.spec.Domain;
import dev.lodestar.tables.ExpectationResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs are told of in OpenLineage's words; its classes are loaded only if somewhere. */
final class OpenLineageArguments {
  private static final Listening NOBODY =
      new Listening() {
        @Override
        public void planned(RunPlan plan) {}

        @Override
        public void finished(RunDomain.Outcome outcome, List<ExpectationResult> found) {}

        @Override
        public void failed(RuntimeException cause, List<ExpectationResult> found) {}

        @Override
        public void close() {}
      };

  @Option(
      names = "--open-lineage",
      paramLabel = "console|FILE|URL",
      description =
          "Tell of the run in OpenLineage events; where OPENLINEAGE_URL says unless given, and a"
              + " token comes from OPENLINEAGE_API_KEY")
  private @Nullable String target;

  /** Whoever is to hear of a run, until closed. */
  interface Listening extends RunListener, AutoCloseable {
    @Override
    void close();
  }

  /** The listener for one run, who may hear nothing. */
  Listening listener(Domain domain, DomainSql sql, String warehouse, String runId, String engine) {
    Map<String, String> environment = System.getenv();
    if (target == null && environment.getOrDefault("OPENLINEAGE_URL", "").isBlank()) {
      return NOBODY;
    }
    LineageEvents.About about =
        new LineageEvents.About(domain, () -> sql.lineage(domain), warehouse, runId, engine);
    try {
      return LineageEvents.of(
              about, Optional.ofNullable(target), environment, System.err, System.err::println)
          .<Listening>map(ToEvents::new)
          .orElse(NOBODY);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private record ToEvents(LineageEvents events) implements Listening {
    @Override
    public void planned(RunPlan plan) {
      events.planned(plan);
    }

    @Override
    public void finished(RunDomain.Outcome outcome, List<ExpectationResult> found) {
      events.finished(outcome.recorded().steps(), found, outcome.release());
    }

    @Override
    public void failed(RuntimeException cause, List<ExpectationResult> found) {
      events.failed(cause, found);
    }

    @Override
    public void close() {
      events.close();
    }
  }
}
