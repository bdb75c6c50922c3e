package dev.lodestar.layers;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Sends a parcel to every fragment of a stage. */
final class ToAll extends DoFn<KV<Integer, Parcel>, KV<Integer, Parcel>> {
  private static final long serialVersionUID = 1L;

  private final int fragments;

  ToAll(int fragments) {
    this.fragments = fragments;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Parcel> parcel, OutputReceiver<KV<Integer, Parcel>> out) {
    for (int to = 0; to < fragments; to++) {
      out.output(KV.of(to, parcel.getValue()));
    }
  }
}
