package dev.lodestar.tables.files;

import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Asks for the first bytes of a file, and for the others when these were not enough. */
final class S3Beginning extends InputStream {
  private static final int FIRST_BYTES = 1 << 16;

  private final S3Files s3;
  private final InputFile file;
  private @Nullable ResponseInputStream<GetObjectResponse> part;
  private long position;

  S3Beginning(S3Files s3, InputFile file) {
    this.s3 = s3;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = part == null ? -1 : part.read(bytes, offset, length);
    if (count < 0 && position < file.size()) {
      close();
      long to = position == 0 ? Math.min(FIRST_BYTES, file.size()) : file.size();
      try {
        part = s3.get(file, g -> g.range("bytes=" + position + "-" + (to - 1)));
      } catch (SdkException e) {
        throw s3.cannotRead(file, e);
      }
      count = part.read(bytes, offset, length);
      if (count < 0) {
        throw new IOException("Cannot read " + file.path() + ": the connection broke; run again");
      }
    }
    position += Math.max(0, count);
    return count;
  }

  @Override
  public void close() {
    if (part != null) {
      part.abort();
    }
  }
}
