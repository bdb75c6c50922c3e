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
    return isGzip(file.toString()) || isZstd(file.toString());
  }

  /** The bytes of a file, unpacked. */
  public static InputStream open(Path file) throws IOException {
    return open(file.toString(), Files.newInputStream(file));
  }

  /** The bytes of a file of which the packed ones are read elsewhere. */
  public static InputStream open(String name, InputStream packed) throws IOException {
    InputStream in = new BufferedInputStream(packed);
    return isGzip(name) ? new GZIPInputStream(in) : isZstd(name) ? new ZstdInputStream(in) : in;
  }

  private static boolean isGzip(String name) {
    return name.endsWith(".gz");
  }

  private static boolean isZstd(String name) {
    return name.endsWith(".zst");
  }
}
