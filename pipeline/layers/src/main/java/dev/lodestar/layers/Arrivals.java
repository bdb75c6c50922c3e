package dev.lodestar.layers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Takes in the parcels of a fragment: names of files as they are, slices put together again on
 * disk.
 */
final class Arrivals {
  private final Path folder;

  Arrivals(Path folder) {
    this.folder = folder;
  }

  /** The paths to read, by input; sorted, so that the order of arrival changes nothing. */
  Map<String, List<String>> receive(Iterable<Parcel> parcels) throws IOException {
    Map<String, TreeSet<String>> arrived = new LinkedHashMap<>();
    Map<String, List<String>> left = new HashMap<>();
    for (Parcel parcel : parcels) {
      TreeSet<String> paths = arrived.computeIfAbsent(parcel.input(), i -> new TreeSet<>());
      if (parcel instanceof Parcel.Files files) {
        paths.addAll(files.paths());
      } else if (parcel instanceof Parcel.Gone gone) {
        left.computeIfAbsent(gone.input(), i -> new ArrayList<>()).addAll(gone.paths());
      } else if (parcel instanceof Parcel.Slice slice) {
        Path file = folder.resolve(slice.file() + ".parquet");
        write(file, slice);
        paths.add(file.toString());
      }
    }
    left.forEach((input, paths) -> arrived.getOrDefault(input, new TreeSet<>()).removeAll(paths));
    Map<String, List<String>> sorted = new LinkedHashMap<>();
    arrived.forEach((input, paths) -> sorted.put(input, new ArrayList<>(paths)));
    return sorted;
  }

  private static void write(Path file, Parcel.Slice slice) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.position(slice.offset());
      ByteBuffer bytes = ByteBuffer.wrap(slice.bytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }
}
