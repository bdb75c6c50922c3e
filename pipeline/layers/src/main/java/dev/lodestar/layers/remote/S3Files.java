package dev.lodestar.layers.remote;

import dev.lodestar.tables.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Files in S3, or in what speaks like it. Region, endpoint and credentials are those that Amazon's
 * own tools would use: environment, system properties, profiles, the machine's role.
 *
 * <p>A file is told from another version of it by its size and ETag, and only the version is read
 * that was listed. Exceptions say what cannot be done, why, and what to do.
 */
public final class S3Files implements AutoCloseable {
  private static final String SCHEME = "s3://";
  private static final String WILD = "*?[{\\";

  /** How long a file is asked for again when not one more byte of it arrives. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int FIRST_BYTES = 1 << 16;
  private static final int FOOTER_BYTES = 1 << 16;
  private static final int BUFFER = 1 << 16;

  private final S3Client client;
  private final S3Failure failure;
  private final Duration patience;

  private S3Files(S3Client client, S3Failure failure, Duration patience) {
    this.client = client;
    this.failure = failure;
    this.patience = patience;
  }

  public static S3Files open() throws IOException {
    return open(PATIENCE);
  }

  /** The same; a file is given up when for so long nothing more of it arrives. */
  public static S3Files open(Duration patience) throws IOException {
    Optional<String> endpoint = endpoint();
    S3Failure failure = new S3Failure(endpoint.orElse("Amazon S3"));
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(30)))
            // Only Amazon's own servers know all of the checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            // Servers other than Amazon's rarely have a host name for each bucket.
            .forcePathStyle(endpoint.isPresent());
    if (endpoint.isPresent() && SdkSystemSetting.AWS_REGION.getStringValue().isEmpty()) {
      builder.region(Region.US_EAST_1);
    }
    try {
      return new S3Files(builder.build(), failure, patience);
    } catch (SdkException e) {
      throw failure.of("Cannot reach S3", "", e);
    }
  }

  /** Where the server is, when it is not Amazon's; the client itself finds it the same way. */
  private static Optional<String> endpoint() {
    return Optional.ofNullable(System.getProperty("aws.endpointUrlS3"))
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
        .or(() -> Optional.ofNullable(System.getProperty("aws.endpointUrl")))
        .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
        .filter(text -> !text.isBlank());
  }

  /** A bucket and what stands after it. */
  private record Address(String bucket, String key) {
    static Address of(String text) {
      int slash = text.indexOf('/', SCHEME.length());
      if (!text.startsWith(SCHEME) || slash < 0) {
        throw new IllegalArgumentException("not an address in S3: " + text);
      }
      return new Address(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
    }

    /** The beginning that all keys have which match; the whole when nothing is left open. */
    String prefix() {
      int wild = 0;
      while (wild < key.length() && WILD.indexOf(key.charAt(wild)) < 0) {
        wild++;
      }
      return key.substring(0, wild);
    }
  }

  /**
   * The files that match a pattern as patterns of local files do, in the order of their addresses.
   */
  public List<InputFile> matching(String pattern) throws IOException {
    Address address = Address.of(pattern);
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:/" + pattern.substring(SCHEME.length()));
    List<InputFile> files = new ArrayList<>();
    try {
      for (S3Object object :
          client
              .listObjectsV2Paginator(l -> l.bucket(address.bucket()).prefix(address.prefix()))
              .contents()) {
        // What ends with a slash stands for a folder in the consoles of some servers.
        if (!object.key().endsWith("/")
            && matcher.matches(Path.of("/" + address.bucket() + "/" + object.key()))) {
          files.add(file(address.bucket(), object));
        }
      }
    } catch (SdkException e) {
      throw failure.of("Cannot list " + pattern, address.bucket(), e);
    }
    files.sort(Comparator.comparing(InputFile::path));
    return files;
  }

  private static InputFile file(String bucket, S3Object object) {
    long modified = object.lastModified() == null ? 0 : object.lastModified().toEpochMilli();
    return new InputFile(
        SCHEME + bucket + "/" + object.key(), object.size(), modified, object.eTag());
  }

  /** A name for a copy of a file, from which it can be told how the file is packed. */
  public static String localName(String name, String path) {
    return path.endsWith(".gz") ? name + ".gz" : path.endsWith(".zst") ? name + ".zst" : name;
  }

  /** The bytes of a file from the first on; more than the first few are asked for when needed. */
  public InputStream read(InputFile file) {
    return new Beginning(file);
  }

  /** Asks for the first bytes of a file, and for the others when these were not enough. */
  private final class Beginning extends InputStream {
    private final InputFile file;
    private @Nullable ResponseInputStream<GetObjectResponse> part;
    private long position;

    Beginning(InputFile file) {
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
          part = get(file, g -> g.range("bytes=" + position + "-" + (to - 1)));
        } catch (SdkException e) {
          throw cannotRead(file, e);
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

  private ResponseInputStream<GetObjectResponse> get(
      InputFile file, Consumer<GetObjectRequest.Builder> more) {
    Address address = Address.of(file.path());
    return client.getObject(
        get -> {
          get.bucket(address.bucket()).key(address.key()).ifMatch(file.fingerprint());
          more.accept(get);
        });
  }

  private IOException cannotRead(InputFile file, SdkException e) {
    return failure.of("Cannot read " + file.path(), Address.of(file.path()).bucket(), e);
  }

  /**
   * Copies a file: all of its bytes, or there is an exception. When the connection breaks, it goes
   * on where it was, as long as the file there is still the same.
   */
  public void fetch(InputFile file, Path to) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      Retry retry = new Retry(patience);
      while (out.position() < file.size()) {
        long before = out.position();
        @Nullable Exception broken = null;
        try {
          fetchRest(file, out);
        } catch (BrokenOff e) {
          broken = e;
        } catch (SdkException e) {
          if (!S3Failure.isPassing(e)) {
            throw cannotRead(file, e);
          }
          broken = e;
        }
        if (out.position() > before) {
          retry.progressed();
        } else if (!retry.again()) {
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
                  + failure.server()
                  + " can be reached",
              broken);
        }
      }
    }
  }

  private void fetchRest(InputFile file, FileChannel out) throws IOException, BrokenOff {
    long from = out.position();
    ResponseInputStream<GetObjectResponse> in =
        get(file, g -> g.range("bytes=" + from + "-" + (file.size() - 1)));
    byte[] buffer = new byte[BUFFER];
    try {
      int count = readSome(in, buffer);
      while (count >= 0 && out.position() < file.size()) {
        int wanted = (int) Math.min(count, file.size() - out.position());
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, wanted);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        count = readSome(in, buffer);
      }
    } finally {
      in.abort();
    }
  }

  private static int readSome(InputStream in, byte[] buffer) throws BrokenOff {
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

  /** How long to wait, and whether to try again. */
  private static final class Retry {
    private static final long LONGEST_PAUSE = 2_000;

    private final Duration patience;
    private long since = System.nanoTime();
    private long pause = 100;

    Retry(Duration patience) {
      this.patience = patience;
    }

    void progressed() {
      since = System.nanoTime();
      pause = 100;
    }

    boolean again() throws IOException {
      if (System.nanoTime() - since > patience.toNanos()) {
        return false;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while waiting for S3", e);
      }
      pause = Math.min(LONGEST_PAUSE, pause * 2);
      return true;
    }
  }

  /**
   * Makes a file as large as a Parquet file, in which only its end is filled: the footer, which
   * tells the columns.
   */
  public void fetchParquetFooter(InputFile file, Path to) throws IOException {
    byte[] end = end(file, FOOTER_BYTES);
    if (end.length >= 8 && file.size() > end.length) {
      int footer = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt(end.length - 8);
      if (footer > end.length - 8) {
        end = end(file, footer + 8);
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

  private byte[] end(InputFile file, long length) throws IOException {
    long from = Math.max(0, file.size() - length);
    if (file.size() == 0) {
      return new byte[0];
    }
    try (InputStream in = get(file, g -> g.range("bytes=" + from + "-" + (file.size() - 1)))) {
      byte[] bytes = in.readAllBytes();
      if (bytes.length != file.size() - from) {
        throw new IOException("Cannot read " + file.path() + ": the connection broke; run again");
      }
      return bytes;
    } catch (SdkException e) {
      throw cannotRead(file, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
