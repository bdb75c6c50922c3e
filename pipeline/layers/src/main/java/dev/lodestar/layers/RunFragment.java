package dev.lodestar.layers;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** Runs a {@link Fragment} on what arrived for it: one element, one run. */
final class RunFragment extends DoFn<KV<Integer, Iterable<Parcel>>, Written> {
  private static final long serialVersionUID = 1L;

  static final TupleTag<Written> WRITTEN = new TupleTag<>("written") {};
  static final TupleTag<KV<Integer, Parcel>> SENT = new TupleTag<>("sent") {};

  private final Fragment fragment;
  private final RunFolder folder;

  RunFragment(Fragment fragment, RunFolder folder) {
    this.fragment = fragment;
    this.folder = folder;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<Parcel>> arrived,
      PipelineOptions options,
      MultiOutputReceiver out) {
    Written written;
    try (FragmentRun run =
        new FragmentRun(fragment, DuckDb.of(options.as(LodestarOptions.class)))) {
      folder.check();
      written =
          run.run(
              arrived.getValue(),
              (partition, parcel) -> out.get(SENT).output(KV.of(partition, parcel)));
      folder.report(written);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(
          "Cannot build " + fragment.table() + ": " + e.getMessage(), e);
    }
    out.get(WRITTEN).output(written);
  }
}
