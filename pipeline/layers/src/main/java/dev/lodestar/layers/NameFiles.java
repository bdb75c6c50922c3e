package dev.lodestar.layers;

import dev.lodestar.layers.Fragment.Refresh;
import dev.lodestar.tables.DataFile;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Turns what was written for a table into parcels that name its files. */
final class NameFiles extends DoFn<Written, KV<Integer, Parcel>> {
  private static final long serialVersionUID = 1L;

  @ProcessElement
  public void process(@Element Written written, OutputReceiver<KV<Integer, Parcel>> out) {
    String table = written.table();
    List<String> kept = written.kept().stream().map(DataFile::path).toList();
    out.output(KV.of(0, new Parcel.Files(table, kept)));
    out.output(KV.of(0, new Parcel.Files(Refresh.gained(table), kept)));
    written
        .rewritten()
        .map(Written.Rewritten::removed)
        .ifPresent(
            removed -> {
              out.output(KV.of(0, new Parcel.Gone(table, removed)));
              out.output(KV.of(0, new Parcel.Files(Refresh.lost(table), removed)));
            });
  }
}
