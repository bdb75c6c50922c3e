package dev.lodestar.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Writes down all that the fragments of a run report, as the last step of its pipeline. */
final class WriteManifest extends DoFn<KV<Integer, Iterable<Written>>, Void> {
  private static final long serialVersionUID = 1L;

  private final RunFolder folder;

  WriteManifest(RunFolder folder) {
    this.folder = folder;
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<Written>> all) {
    try {
      folder.writeManifest(all.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the manifest of a run to " + folder.path(), e);
    }
  }
}
