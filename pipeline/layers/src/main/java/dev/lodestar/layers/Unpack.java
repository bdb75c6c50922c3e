package dev.lodestar.layers;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files of text that may be packed; the ending of the name tells, as it does for DuckDB. */
public final class Unpack {
  private Unpack() {}

  static boolean isPacked(Path file) {
    return isGzip(file) || isZstd(file);
  }

  /** The bytes of a file, unpacked. */
  public static InputStream open(Path file) throws IOException {
    return open(file, Files.newInputStream(file));
  }

  /** The bytes of a file of which the packed ones are read elsewhere. */
  public static InputStream open(Path file, InputStream packed) throws IOException {
    InputStream in = new BufferedInputStream(packed);
    return isGzip(file) ? new GZIPInputStream(in) : isZstd(file) ? new ZstdInputStream(in) : in;
  }

  private static boolean isGzip(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".gz");
  }

  private static boolean isZstd(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".zst");
  }
}
