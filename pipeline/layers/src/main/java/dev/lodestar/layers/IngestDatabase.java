package dev.lodestar.layers;

import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Runs a {@link DatabaseIngest}; one worker reads, for the database is one. A database has moved on
 * when an engine repeats the step, so the first attempt that comes to its end stands for all.
 */
final class IngestDatabase extends DoFn<byte[], Written> {
  private static final long serialVersionUID = 1L;

  private final DatabaseIngest ingest;
  private final RunFolder folder;

  IngestDatabase(DatabaseIngest ingest, RunFolder folder) {
    this.ingest = ingest;
    this.folder = folder;
  }

  @ProcessElement
  public void process(PipelineOptions options, OutputReceiver<Written> out) {
    Written written;
    try {
      folder.check();
      DuckDb duckDb = DuckDb.of(options.as(LodestarOptions.class));
      String name = WorkName.of(ingest, 0, Map.of());
      written =
          folder.once(ingest.ingest().table(), name, () -> new DatabaseRun(ingest, duckDb).run());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(
          "Cannot read "
              + ingest.database().name()
              + " for "
              + ingest.ingest().table()
              + ": "
              + e.getMessage(),
          e);
    }
    out.output(written);
  }
}
