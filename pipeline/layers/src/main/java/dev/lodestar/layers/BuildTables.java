package dev.lodestar.layers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Impulse;
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

/**
 * The pipeline of a run: every table in the order of dependence, and a manifest of all that was
 * written.
 */
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
   * @param committed files of tables that stand already, by table; tables that grow have both these
   *     and new ones
   */
  public BuildTables(List<Work> works, Map<String, List<String>> committed, RunFolder folder) {
    this.works = List.copyOf(works);
    this.committed = Map.copyOf(committed);
    this.folder = folder;
  }

  @Override
  public PDone expand(PBegin begin) {
    PCollection<byte[]> start = begin.apply("Start", Impulse.create());
    Map<String, PCollection<Written>> made = new HashMap<>();
    List<PCollection<Written>> all = new ArrayList<>();
    for (Work work : works) {
      PCollection<Written> table;
      if (work instanceof Work.Ingest ingest) {
        table = ingest(start, ingest, all);
      } else if (work instanceof Work.Extract extract) {
        table = extract(start, extract, all);
      } else {
        table = build(start, (Work.Build) work, made, all);
      }
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

  private PCollection<Written> ingest(
      PCollection<byte[]> start, Work.Ingest work, List<PCollection<Written>> all) {
    List<KV<Integer, Parcel>> parcels = new ArrayList<>();
    for (int task = 0; task < work.tasks().size(); task++) {
      int number = task;
      work.tasks()
          .get(task)
          .forEach((layout, paths) -> parcels.add(KV.of(number, new Parcel.Files(layout, paths))));
    }
    PCollection<Written> written =
        start
            .apply("Files of " + work.table(), ParDo.of(new HandOut(parcels)))
            .setCoder(ADDRESSED)
            .apply("Share out files of " + work.table(), GroupByKey.create())
            .apply("Ingest " + work.table(), ParDo.of(new IngestFiles(work.ingest(), folder)))
            .setCoder(WrittenCoder.INSTANCE);
    all.add(written);
    return written;
  }

  private PCollection<Written> extract(
      PCollection<byte[]> start, Work.Extract work, List<PCollection<Written>> all) {
    PCollection<Written> written =
        start
            .apply("Read " + work.table(), ParDo.of(new IngestDatabase(work.ingest(), folder)))
            .setCoder(WrittenCoder.INSTANCE);
    all.add(written);
    return written;
  }

  private PCollection<Written> build(
      PCollection<byte[]> start,
      Work.Build work,
      Map<String, PCollection<Written>> made,
      List<PCollection<Written>> all) {
    Map<String, PCollection<KV<Integer, Parcel>>> sent = new HashMap<>();
    Map<String, List<String>> standing = new HashMap<>(committed);
    standing.putAll(work.standing());
    PCollection<Written> last = null;
    for (Work.Step step : work.steps()) {
      Fragment.Exchange exchange = step.fragment().exchange();
      PCollectionTuple out =
          arriving(start, step, standing, made, sent)
              .apply("Meet for " + step.name(), GroupByKey.create())
              .apply(
                  step.name(),
                  ParDo.of(new RunFragment(step.fragment(), folder))
                      .withOutputTags(
                          RunFragment.WRITTEN,
                          exchange == null
                              ? TupleTagList.empty()
                              : TupleTagList.of(RunFragment.SENT)));
      last = out.get(RunFragment.WRITTEN).setCoder(WrittenCoder.INSTANCE);
      all.add(last);
      if (exchange != null) {
        sent.put(exchange.to(), out.get(RunFragment.SENT).setCoder(ADDRESSED));
      }
    }
    if (last == null) {
      throw new IllegalStateException("Nothing to do for " + work.table());
    }
    return last;
  }

  /** Everything a step reads, addressed to its fragments. */
  private PCollection<KV<Integer, Parcel>> arriving(
      PCollection<byte[]> start,
      Work.Step step,
      Map<String, List<String>> standing,
      Map<String, PCollection<Written>> made,
      Map<String, PCollection<KV<Integer, Parcel>>> sent) {
    List<PCollection<KV<Integer, Parcel>>> arriving = new ArrayList<>();
    arriving.add(addressed(files(start, step, standing, made), step));
    for (String from : step.from()) {
      PCollection<KV<Integer, Parcel>> exchanged = sent.get(from);
      if (exchanged == null) {
        throw new IllegalStateException(
            step.name() + " waits for " + from + ", which does not come before it");
      }
      arriving.add(exchanged);
    }
    return together(arriving, "All for " + step.name());
  }

  /**
   * The files of the tables that a step reads. There is always something: each stage in one place
   * runs even when no row arrives, as a total over no rows is a row.
   */
  private PCollection<KV<Integer, Parcel>> files(
      PCollection<byte[]> start,
      Work.Step step,
      Map<String, List<String>> standing,
      Map<String, PCollection<Written>> made) {
    List<PCollection<Written>> written = new ArrayList<>();
    List<KV<Integer, Parcel>> handed = new ArrayList<>();
    List<String> tables = new ArrayList<>(step.split());
    tables.addAll(step.whole());
    for (String table : tables) {
      List<String> paths = standing.getOrDefault(table, List.of());
      if (!paths.isEmpty()) {
        handed.add(KV.of(0, new Parcel.Files(table, paths)));
      }
      PCollection<Written> files = made.get(table);
      if (files != null) {
        written.add(files);
      }
    }
    List<PCollection<KV<Integer, Parcel>>> parcels = new ArrayList<>();
    if (!written.isEmpty()) {
      parcels.add(
          together(written, "Tables for " + step.name())
              .apply("Files for " + step.name(), ParDo.of(new NameFiles()))
              .setCoder(ADDRESSED));
    }
    if (!handed.isEmpty() || written.isEmpty()) {
      handed.add(KV.of(0, new Parcel.Files("", List.of())));
      parcels.add(
          start
              .apply("Standing files for " + step.name(), ParDo.of(new HandOut(handed)))
              .setCoder(ADDRESSED));
    }
    return together(parcels, "All files for " + step.name());
  }

  private static PCollection<KV<Integer, Parcel>> addressed(
      PCollection<KV<Integer, Parcel>> files, Work.Step step) {
    return switch (step.spread()) {
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
  }

  private static <T> PCollection<T> together(List<PCollection<T>> several, String name) {
    return several.size() == 1
        ? several.get(0)
        : PCollectionList.of(several).apply(name, Flatten.pCollections());
  }
}
