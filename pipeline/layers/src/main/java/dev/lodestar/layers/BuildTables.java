package dev.lodestar.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTagList;

/** The pipeline of a run: every table in the order of dependence, and a manifest of all that was written. */
public final class BuildTables extends PTransform<PBegin, PDone> {
  private static final long serialVersionUID = 1L;

  static final Coder<KV<Integer, Parcel>> ADDRESSED =
      KvCoder.of(VarIntCoder.of(), ParcelCoder.INSTANCE);

  private final transient List<Work> works;
  private final transient Map<String, List<String>> committed;
  private final RunFolder folder;

  /**
   * A pipeline for some tables.
   *
   * @param works what to do, each after those it reads from
   * @param committed files of tables that stand already, by table; tables that grow have both these and new ones
   */
  public BuildTables(List<Work> works, Map<String, List<String>> committed, RunFolder folder) {
    this.works = List.copyOf(works);
    this.committed = Map.copyOf(committed);
    this.folder = folder;
  }

  @Override
  public PDone expand(PBegin begin) {
    Map<String, PCollection<Written>> made = new HashMap<>();
    List<PCollection<Written>> all = new ArrayList<>();
    for (Work work : works) {
      PCollection<Written> table =
          work instanceof Work.Ingest ingest
              ? ingest(begin, ingest, all)
              : build(begin, (Work.Build) work, made, all);
      made.put(work.table(), table);
    }
    PCollectionList.of(all)
        .apply("All that was written", Flatten.pCollections())
        .setCoder(WrittenCoder.INSTANCE)
        .apply("In one place", WithKeys.<Integer, Written>of(0))
        .setCoder(KvCoder.of(VarIntCoder.of(), WrittenCoder.INSTANCE))
        .apply("Together", GroupByKey.create())
        .apply("Write manifest", ParDo.of(new WriteManifest(folder)));
    return PDone.in(begin.getPipeline());
  }

  private PCollection<Written> ingest(PBegin begin, Work.Ingest work, List<PCollection<Written>> all) {
    List<KV<Integer, Parcel>> parcels = new ArrayList<>();
    for (int task = 0; task < work.tasks().size(); task++) {
      int number = task;
      work.tasks()
          .get(task)
          .forEach((layout, paths) -> parcels.add(KV.of(number, new Parcel.Files(layout, paths))));
    }
    PCollection<Written> written =
        begin
            .apply("Files of " + work.table(), Create.of(parcels).withCoder(ADDRESSED))
            .apply("Share out files of " + work.table(), GroupByKey.create())
            .apply("Ingest " + work.table(), ParDo.of(new IngestCsv(work.ingest(), folder)))
            .setCoder(WrittenCoder.INSTANCE);
    all.add(written);
    return written;
  }

  private PCollection<Written> build(
      PBegin begin,
      Work.Build work,
      Map<String, PCollection<Written>> made,
      List<PCollection<Written>> all) {
    Map<String, PCollection<KV<Integer, Parcel>>> sent = new HashMap<>();
    PCollection<Written> last = null;
    for (Work.Step step : work.steps()) {
      PCollectionTuple out =
          arriving(begin, work, step, made, sent)
              .apply("Meet for " + step.name(), GroupByKey.create())
              .apply(
                  step.name(),
                  ParDo.of(new RunFragment(step.fragment(), folder))
                      .withOutputTags(RunFragment.WRITTEN, TupleTagList.of(RunFragment.SENT)));
      out.get(RunFragment.SENT).setCoder(ADDRESSED);
      last = out.get(RunFragment.WRITTEN).setCoder(WrittenCoder.INSTANCE);
      all.add(last);
      Fragment.Exchange exchange = step.fragment().exchange();
      if (exchange != null) {
        sent.put(exchange.to(), out.get(RunFragment.SENT));
      }
    }
    if (last == null) {
      throw new IllegalStateException("Nothing to do for " + work.table());
    }
    return last;
  }

  /** Everything a step reads, addressed to its fragments. */
  private PCollection<KV<Integer, Parcel>> arriving(
      PBegin begin,
      Work.Build work,
      Work.Step step,
      Map<String, PCollection<Written>> made,
      Map<String, PCollection<KV<Integer, Parcel>>> sent) {
    List<PCollection<KV<Integer, Parcel>>> arriving = new ArrayList<>();
    // Every stage in one place runs even when nothing arrives: a total over no rows is a row.
    List<KV<Integer, Parcel>> standing = new ArrayList<>();
    standing.add(KV.of(0, new Parcel.Files("", List.of())));
    List<String> tables = new ArrayList<>(step.split());
    tables.addAll(step.whole());
    for (String table : tables) {
      List<String> paths = committed.getOrDefault(table, List.of());
      if (!paths.isEmpty()) {
        standing.add(KV.of(0, new Parcel.Files(table, paths)));
      }
      PCollection<Written> written = made.get(table);
      if (written != null) {
        arriving.add(
            written
                .apply(
                    "Files of " + table + " for " + step.name(),
                    ParDo.of(new NameFiles(table)))
                .setCoder(ADDRESSED));
      }
    }
    PCollection<KV<Integer, Parcel>> stood =
        begin.apply("Standing files for " + step.name(), Create.of(standing).withCoder(ADDRESSED));
    arriving.add(stood);
    PCollection<KV<Integer, Parcel>> files =
        PCollectionList.of(arriving).apply("All files for " + step.name(), Flatten.pCollections());
    PCollection<KV<Integer, Parcel>> addressed =
        switch (step.spread()) {
          case ONE -> files;
          case BY_FILE ->
              files
                  .apply("Gather for " + step.name(), GroupByKey.create())
                  .apply(
                      "Share out for " + step.name(),
                      ParDo.of(new ShareOut(step.split(), step.fragments())))
                  .setCoder(ADDRESSED);
          case BY_KEY ->
              files
                  .apply("To every part of " + step.name(), ParDo.of(new ToAll(step.fragments())))
                  .setCoder(ADDRESSED);
        };
    if (step.from().isEmpty()) {
      return addressed;
    }
    List<PCollection<KV<Integer, Parcel>>> both = new ArrayList<>(List.of(addressed));
    for (String from : step.from()) {
      PCollection<KV<Integer, Parcel>> exchanged = sent.get(from);
      if (exchanged == null) {
        throw new IllegalStateException(step.name() + " waits for " + from + ", which does not come before it");
      }
      both.add(exchanged);
    }
    return PCollectionList.of(both).apply("All for " + step.name(), Flatten.pCollections());
  }
}
