package dev.lodestar.layers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Short texts that tell whether something is still what it was. */
public final class Fingerprint {
  /** Goes into every fingerprint, so that a change of what fragments do rebuilds what they made. */
  public static final String GENERATION = "2";

  private static final int BUFFER = 1 << 20;

  private Fingerprint() {}

  /**
   * Of the bytes of a file; together with the size it tells a changed file from one that was only
   * touched.
   */
  public static String of(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        sum.update(buffer);
        buffer.clear();
      }
    }
    return "crc32c:" + HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /** Of texts that together decide on the content of a table. */
  public static String of(Iterable<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
