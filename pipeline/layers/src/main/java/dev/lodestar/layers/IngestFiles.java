package dev.lodestar.layers;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Runs a {@link FileIngest} on the files that arrived for it. */
final class IngestFiles extends DoFn<KV<Integer, Iterable<Parcel>>, Written> {
  private static final long serialVersionUID = 1L;

  private final FileIngest ingest;
  private final RunFolder folder;

  IngestFiles(FileIngest ingest, RunFolder folder) {
    this.ingest = ingest;
    this.folder = folder;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<Parcel>> arrived,
      PipelineOptions options,
      OutputReceiver<Written> out) {
    Map<String, List<String>> paths = new TreeMap<>();
    for (Parcel parcel : arrived.getValue()) {
      if (parcel instanceof Parcel.Files files) {
        paths.computeIfAbsent(files.input(), i -> new ArrayList<>()).addAll(files.paths());
      }
    }
    Written written;
    try {
      folder.check();
      FilesRun run = new FilesRun(ingest, DuckDb.of(options.as(LodestarOptions.class)));
      String name = WorkName.of(ingest.recipe(), arrived.getKey(), paths);
      written = folder.once(ingest.table(), name, () -> run.run(paths));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "Cannot ingest "
              + ingest.table()
              + ": "
              + e.getMessage()
              + " was there when the run was planned; the files of a source must stay, and be under"
              + " the same path on every worker",
          e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("Cannot ingest " + ingest.table() + ": " + e.getMessage(), e);
    }
    out.output(written);
  }
}
