package dev.lodestar.layers;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
      Map<String, List<String>> received = run.receive(arrived.getValue());
      String name = run.name(arrived.getKey(), received);
      Callable<Written> work =
          () ->
              run.run(
                  received,
                  name,
                  (partition, parcel) -> out.get(SENT).output(KV.of(partition, parcel)));
      // What goes on by exchange is kept nowhere, so it is made each time.
      written =
          fragment.exchange() == null
              ? folder.once(fragment.table(), name, work)
              : folder.report(work.call());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(
          "Cannot build " + fragment.table() + ": " + e.getMessage(), e);
    }
    out.get(WRITTEN).output(written);
  }
}
