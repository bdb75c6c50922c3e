package dev.lodestar.layers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Hands out parcels that are known when the pipeline is made. */
final class HandOut extends DoFn<byte[], KV<Integer, Parcel>> {
  private static final long serialVersionUID = 1L;
  private static final ListCoder<KV<Integer, Parcel>> CODER = ListCoder.of(BuildTables.ADDRESSED);

  private final byte[] parcels;

  HandOut(List<KV<Integer, Parcel>> parcels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CODER.encode(parcels, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.parcels = bytes.toByteArray();
  }

  @ProcessElement
  public void process(OutputReceiver<KV<Integer, Parcel>> out) throws IOException {
    CODER.decode(new ByteArrayInputStream(parcels)).forEach(out::output);
  }
}
