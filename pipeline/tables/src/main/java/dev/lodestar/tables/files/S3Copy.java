package dev.lodestar.tables.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A copy of a file in S3: all of its bytes or the end of them, or an exception. */
record S3Copy(S3Files s3, InputFile file) {
  private static final int FOOTER_BYTES = 1 << 16;
  private static final int BUFFER = 1 << 16;

  /** When the connection breaks, it goes on where it was. */
  void whole(Path to, Duration patience) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      Patience left = new Patience(patience);
      while (out.position() < file.size()) {
        long before = out.position();
        @Nullable Exception broken = null;
        try {
          rest(out);
        } catch (BrokenOff e) {
          broken = e;
        } catch (SdkException e) {
          if (!S3Failure.isPassing(e)) {
            throw s3.cannotRead(file, e);
          }
          broken = e;
        }
        if (out.position() > before) {
          left.progressed();
        } else if (!left.again()) {
          throw new IOException(
              "Cannot read "
                  + file.path()
                  + ": the connection broke, and for "
                  + patience.toSeconds()
                  + " s nothing has come after byte "
                  + before
                  + " of "
                  + file.size()
                  + "; run again when "
                  + s3.server()
                  + " can be reached",
              broken);
        }
      }
    }
  }

  private void rest(FileChannel out) throws IOException, BrokenOff {
    long from = out.position();
    ResponseInputStream<GetObjectResponse> in =
        s3.get(file, g -> g.range("bytes=" + from + "-" + (file.size() - 1)));
    byte[] buffer = new byte[BUFFER];
    try {
      int count = some(in, buffer);
      while (count >= 0 && out.position() < file.size()) {
        int wanted = (int) Math.min(count, file.size() - out.position());
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, wanted);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        count = some(in, buffer);
      }
    } finally {
      in.abort();
    }
  }

  private static int some(InputStream in, byte[] buffer) throws BrokenOff {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  /** The server's end of a connection is gone; what was read so far is good. */
  private static final class BrokenOff extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenOff(IOException cause) {
      super(cause);
    }
  }

  /** Makes a file as large as this one, in which only the footer is filled. */
  void parquetFooter(Path to) throws IOException {
    byte[] end = end(FOOTER_BYTES);
    if (file.size() > end.length && isParquet(end)) {
      int footer = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - 8);
      if (footer > end.length - 8) {
        end = end(footer + 8L);
      }
    }
    try (FileChannel out =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.SPARSE)) {
      if (file.size() > end.length) {
        out.write(ByteBuffer.wrap(new byte[] {'P', 'A', 'R', '1'}), 0);
      }
      ByteBuffer bytes = ByteBuffer.wrap(end);
      out.position(file.size() - end.length);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }
  }

  private static boolean isParquet(byte[] end) {
    return end.length >= 8 && new String(end, end.length - 4, 4, ISO_8859_1).equals("PAR1");
  }

  private byte[] end(long length) throws IOException {
    long from = Math.max(0, file.size() - length);
    if (file.size() == 0) {
      return new byte[0];
    }
    try (InputStream in = s3.get(file, g -> g.range("bytes=" + from + "-" + (file.size() - 1)))) {
      byte[] bytes = in.readAllBytes();
      if (bytes.length != file.size() - from) {
        throw new IOException("Cannot read " + file.path() + ": the connection broke; run again");
      }
      return bytes;
    } catch (SdkException e) {
      throw s3.cannotRead(file, e);
    }
  }
}
