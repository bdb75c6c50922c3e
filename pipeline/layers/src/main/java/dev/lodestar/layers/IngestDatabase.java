package dev.lodestar.layers;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;

/** Runs a {@link DatabaseIngest}; one worker reads, for the database is one. */
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
      written = new DatabaseRun(ingest, DuckDb.of(options.as(LodestarOptions.class))).run();
      folder.report(written);
    } catch (SQLException | IOException e) {
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
