package dev.lodestar.layers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out how long the lines of a file may be. DuckDB leaves out a line above its bound without a
 * word, so the bound has to be right before it reads.
 */
final class LongLines {
  /** DuckDB's own bound, which suits almost every file. */
  static final int USUAL = 2_000_000;

  private LongLines() {}

  /** A bound that no line of the file exceeds, in bytes. */
  static long bound(Path file) throws IOException {
    if (Unpack.isPacked(file)) {
      return Math.max(USUAL, longestUnpacked(file));
    }
    return hasLineAbove(file, USUAL / 2) ? Math.max(USUAL, Files.size(file)) : USUAL;
  }

  /**
   * Whether a line is longer than a bound, without reading the whole file: if every stretch of that
   * length has an end of line in it, no line is longer, and such an end is found fast from the
   * stretch's far side.
   */
  static boolean hasLineAbove(Path file, int bound) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long start = 0;
      while (channel.size() - start > bound) {
        long end = lastLineEnd(channel, start, start + bound);
        if (end < 0) {
          return true;
        }
        start = end + 1;
      }
      return false;
    }
  }

  private static long lastLineEnd(SeekableByteChannel channel, long from, long to)
      throws IOException {
    int step = 4096;
    ByteBuffer buffer = ByteBuffer.allocate(step);
    for (long end = to; end > from; end -= step) {
      long begin = Math.max(from, end - step);
      buffer.clear().limit((int) (end - begin));
      channel.position(begin);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        continue;
      }
      for (int i = buffer.position() - 1; i >= 0; i--) {
        if (buffer.get(i) == '\n' || buffer.get(i) == '\r') {
          return begin + i;
        }
      }
    }
    return -1;
  }

  private static long longestUnpacked(Path file) throws IOException {
    byte[] bytes = new byte[1 << 16];
    long longest = 0;
    long current = 0;
    try (InputStream in = Unpack.open(file)) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        for (int i = 0; i < count; i++) {
          current = bytes[i] == '\n' || bytes[i] == '\r' ? 0 : current + 1;
          longest = Math.max(longest, current);
        }
      }
    }
    return longest + 1;
  }
}
