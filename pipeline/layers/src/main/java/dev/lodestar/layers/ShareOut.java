package dev.lodestar.layers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Shares the files of some tables out over fragments; the files of all others go to each of them.
 */
final class ShareOut extends DoFn<KV<Integer, Iterable<Parcel>>, KV<Integer, Parcel>> {
  private static final long serialVersionUID = 1L;

  private final List<String> split;
  private final int fragments;

  ShareOut(List<String> split, int fragments) {
    this.split = List.copyOf(split);
    this.fragments = fragments;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<Parcel>> gathered, OutputReceiver<KV<Integer, Parcel>> out) {
    Set<String> names = new HashSet<>(split);
    TreeSet<KeyedPath> shared = new TreeSet<>();
    List<Parcel> everywhere = new ArrayList<>();
    List<Parcel.Gone> left = new ArrayList<>();
    for (Parcel parcel : gathered.getValue()) {
      if (parcel instanceof Parcel.Files files) {
        if (names.contains(files.input())) {
          files.paths().forEach(p -> shared.add(new KeyedPath(p, files.input())));
        } else {
          everywhere.add(files);
        }
      } else if (parcel instanceof Parcel.Gone gone) {
        if (names.contains(gone.input())) {
          left.add(gone);
        } else {
          everywhere.add(gone);
        }
      }
    }
    left.forEach(g -> g.paths().forEach(p -> shared.remove(new KeyedPath(p, g.input()))));
    int number = 0;
    for (KeyedPath path : shared) {
      out.output(KV.of(number % fragments, new Parcel.Files(path.input(), List.of(path.path()))));
      number++;
    }
    // One fragment runs even when there are no files at all, so that the table comes to be.
    for (int to = 0; to < Math.max(1, Math.min(number, fragments)); to++) {
      for (Parcel parcel : everywhere) {
        out.output(KV.of(to, parcel));
      }
    }
  }

  private record KeyedPath(String path, String input) implements Comparable<KeyedPath> {
    @Override
    public int compareTo(KeyedPath other) {
      int byPath = path.compareTo(other.path);
      return byPath != 0 ? byPath : input.compareTo(other.input);
    }
  }
}
